#include "cli/interrupt.hpp"

#include <atomic>
#include <csignal>
#include <cstdint>
#include <cstring>

#include <time.h>
#include <unistd.h>

namespace siegert::cli {
namespace {

constexpr const char* clear_sequence = "\r\033[K";

// Within this time a second signal is the first one, sent again: `timeout` and batch systems send
// theirs to the program and to its process group. Nobody presses Ctrl-C twice as fast.
constexpr std::int64_t same_request = 250'000'000;  // ns

volatile std::sig_atomic_t may_ask = 0;
volatile std::sig_atomic_t line_stands = 0;
std::atomic<std::int64_t> requested_at = 0;                     // ns; 0 where nothing was requested
static_assert(std::atomic<std::int64_t>::is_always_lock_free);  // as a signal handler needs it

void write_to_terminal(const char* text) {
    // A progress bar that cannot be drawn is not worth an error.
    static_cast<void>(!::write(STDERR_FILENO, text, std::strlen(text)));
}

std::int64_t monotonic_ns() {
    timespec now{};
    clock_gettime(CLOCK_MONOTONIC, &now);
    return now.tv_sec * std::int64_t{1'000'000'000} + now.tv_nsec;
}

extern "C" void on_signal(int signal) {
    if (may_ask != 0) {
        const std::int64_t now = monotonic_ns();
        std::int64_t first = 0;
        if (requested_at.compare_exchange_strong(first, now)) return;
        if (now - first < same_request) return;
    }
    if (line_stands != 0) write_to_terminal(clear_sequence);
    std::signal(signal, SIG_DFL);
    static_cast<void>(std::raise(signal));
}

void (*handle(int signal))(int) {
    const auto before = std::signal(signal, on_signal);
    if (before == SIG_IGN) std::signal(signal, SIG_IGN);
    return before;
}

}  // namespace

InterruptGuard::InterruptGuard(OnInterrupt action) {
    requested_at = 0;
    may_ask = action == OnInterrupt::ask_to_stop ? 1 : 0;
    interrupt_ = handle(SIGINT);
    terminate_ = handle(SIGTERM);
}

InterruptGuard::~InterruptGuard() {
    std::signal(SIGINT, interrupt_);
    std::signal(SIGTERM, terminate_);
}

bool InterruptGuard::stop_requested() {
    return requested_at != 0;
}

void draw_line(const char* text) {
    line_stands = 1;
    write_to_terminal(clear_sequence);
    write_to_terminal(text);
}

void clear_line() {
    write_to_terminal(clear_sequence);
    line_stands = 0;
}

}  // namespace siegert::cli
