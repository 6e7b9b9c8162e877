#pragma once

namespace siegert::cli {

/// What Ctrl-C (and SIGTERM) does. Where the program was told to ignore a signal (nohup, a job in
/// the background), it goes on ignoring it.
enum class OnInterrupt {
    ask_to_stop,  ///< stop_requested() becomes true; a later one ends the program
    end_program,  ///< by the signal, as ever, but without a half-drawn progress bar
};

/// Handles Ctrl-C while it lives: the one place of the program that does.
class InterruptGuard {
public:
    explicit InterruptGuard(OnInterrupt action = OnInterrupt::ask_to_stop);
    ~InterruptGuard();
    InterruptGuard(const InterruptGuard&) = delete;
    InterruptGuard& operator=(const InterruptGuard&) = delete;

    [[nodiscard]] static bool stop_requested();

private:
    void (*interrupt_)(int);
    void (*terminate_)(int);
};

/// Writes to the terminal and remembers whether a line stands there that an interrupt has to clear.
void draw_line(const char* text);
void clear_line();

}  // namespace siegert::cli
