#include "cli/interrupt.hpp"

#include <csignal>

namespace siegert::cli {
namespace {

volatile std::sig_atomic_t requested = 0;

extern "C" void request_stop(int signal) {
    requested = 1;
    std::signal(signal, SIG_DFL);
}

}  // namespace

InterruptGuard::InterruptGuard() {
    requested = 0;
    interrupt_ = std::signal(SIGINT, request_stop);
    terminate_ = std::signal(SIGTERM, request_stop);
}

InterruptGuard::~InterruptGuard() {
    std::signal(SIGINT, interrupt_);
    std::signal(SIGTERM, terminate_);
}

bool InterruptGuard::stop_requested() {
    return requested != 0;
}

}  // namespace siegert::cli
