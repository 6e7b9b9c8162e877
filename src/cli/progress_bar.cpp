#include "cli/progress_bar.hpp"

#include "cli/interrupt.hpp"

#include <fmt/format.h>

#include <chrono>

#include <unistd.h>

namespace siegert::cli {
ProgressBar::ProgressBar() {
    if (::isatty(STDERR_FILENO) == 0) return;
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
        draw_line(fmt::format("{}, {:.0f} s", text_, seconds).c_str());
        drawn = true;
        pause = milliseconds(200);
    }
    if (drawn) clear_line();
}

}  // namespace siegert::cli
