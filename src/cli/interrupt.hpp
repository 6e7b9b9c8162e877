#pragma once

namespace siegert::cli {

/// While it lives, Ctrl-C (and SIGTERM) asks to stop instead of ending the program; a second one
/// ends it.
class InterruptGuard {
public:
    InterruptGuard();
    ~InterruptGuard();
    InterruptGuard(const InterruptGuard&) = delete;
    InterruptGuard& operator=(const InterruptGuard&) = delete;

    [[nodiscard]] static bool stop_requested();

private:
    void (*interrupt_)(int);
    void (*terminate_)(int);
};

}  // namespace siegert::cli
