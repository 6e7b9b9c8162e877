#include "cli/interrupt.hpp"

#include <csignal>
#include <cstring>

#include <unistd.h>

namespace siegert::cli {
namespace {

constexpr const char* clear_sequence = "\r\033[K";

volatile std::sig_atomic_t may_ask = 0;
volatile std::sig_atomic_t requested = 0;
volatile std::sig_atomic_t line_stands = 0;

void write_to_terminal(const char* text) {
    // A progress bar that cannot be drawn is not worth an error.
    static_cast<void>(!::write(STDERR_FILENO, text, std::strlen(text)));
}

extern "C" void on_signal(int signal) {
    if (may_ask != 0 && requested == 0) {
        requested = 1;
        return;
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
    requested = 0;
    may_ask = action == OnInterrupt::ask_to_stop ? 1 : 0;
    interrupt_ = handle(SIGINT);
    terminate_ = handle(SIGTERM);
}

InterruptGuard::~InterruptGuard() {
    std::signal(SIGINT, interrupt_);
    std::signal(SIGTERM, terminate_);
}

bool InterruptGuard::stop_requested() {
    return requested != 0;
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
