#include "cli/progress_bar.hpp"

#include <fmt/format.h>

#include <chrono>
#include <csignal>
#include <string_view>

#include <unistd.h>

namespace siegert::cli {
namespace {

constexpr std::string_view clear_line = "\r\033[K";

void write_to_terminal(std::string_view text) {
    // A progress bar that cannot be drawn is not worth an error.
    static_cast<void>(!::write(STDERR_FILENO, text.data(), text.size()));
}

// Ctrl-C ends the program as ever, by the signal, but leaves no half-drawn line.
extern "C" void clear_and_end(int signal) {
    write_to_terminal(clear_line);
    std::signal(signal, SIG_DFL);
    static_cast<void>(std::raise(signal));
}

}  // namespace

ProgressBar::ProgressBar() {
    if (::isatty(STDERR_FILENO) == 0) return;
    const auto before = std::signal(SIGINT, clear_and_end);
    if (before == SIG_IGN) std::signal(SIGINT, SIG_IGN);  // started by nohup or in the background
    drawing_ = std::thread([this] { draw_until_done(); });
}

ProgressBar::~ProgressBar() {
    if (!drawing_.joinable()) return;
    {
        const std::lock_guard lock(mutex_);
        done_ = true;
    }
    finished_.notify_all();
    drawing_.join();
    if (std::signal(SIGINT, SIG_DFL) == SIG_IGN) std::signal(SIGINT, SIG_IGN);
}

void ProgressBar::show(const std::string& name, int done, int total) {
    constexpr int width = 30;
    const auto filled = static_cast<std::size_t>(width * done / total);
    const std::lock_guard lock(mutex_);
    text_ = fmt::format("[{:<{}}] {}", std::string(filled, '#'), width, name);
}

void ProgressBar::draw_until_done() {
    using namespace std::chrono;
    const auto start = steady_clock::now();
    auto pause = milliseconds(500);
    bool drawn = false;
    std::unique_lock lock(mutex_);
    while (!finished_.wait_for(lock, pause, [this] { return done_; })) {
        const auto seconds = duration<double>(steady_clock::now() - start).count();
        write_to_terminal(fmt::format("{}{}, {:.0f} s", clear_line, text_, seconds));
        drawn = true;
        pause = milliseconds(200);
    }
    if (drawn) write_to_terminal(clear_line);
}

}  // namespace siegert::cli
