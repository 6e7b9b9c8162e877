#include "cli/simulation_watch.hpp"

#include <fmt/format.h>

#include <unistd.h>
#include <algorithm>
#include <cmath>
#include <iostream>
#include <string>
#include <utility>

namespace siegert::cli {
namespace {

// Before a large network is wired: it takes its time, and memory that others may need.
void announce_memory(const Progress& progress) {
    constexpr double gigabyte = 1e9;
    constexpr double worth_a_word = 0.5 * gigabyte;
    if (progress.memory_needed < worth_a_word) return;
    std::cerr << fmt::format("siegert: the network needs {:.3g} GB of memory",
                             progress.memory_needed / gigabyte);
    if (std::isfinite(progress.memory_available)) {
        std::cerr << fmt::format(", {:.3g} GB are available", progress.memory_available / gigabyte);
    }
    std::cerr << std::endl;
}

std::string progress_text(const Progress& progress, double total) {
    if (progress.wired < 1.0) {
        return fmt::format("wiring the network, {:.0f} %", std::floor(100.0 * progress.wired));
    }
    constexpr int width = 20;
    const int done = static_cast<int>(width * std::min(1.0, progress.time / total));
    std::string text = fmt::format("[{}{}] {:.2f} of {:.2f} s, {:.2f} s/s",
                                   std::string(static_cast<std::size_t>(done), '='),
                                   std::string(static_cast<std::size_t>(width - done), ' '),
                                   progress.time, total, progress.real_time_factor);
    if (progress.rates.size() == 0 || progress.rates.maxCoeff() == 0.0)
        return text + ", warming up";
    text += ", rates [Hz]";
    for (const double rate : progress.rates) text += fmt::format(" {:.3g}", rate);
    return text;
}

}  // namespace

SimulationWatch::SimulationWatch(bool speaks, double end)
    : speaks_(speaks), on_terminal_(speaks && isatty(STDERR_FILENO) != 0), end_(end) {}

SimulationWatch::~SimulationWatch() {
    if (drawn_) clear_line();
}

bool SimulationWatch::operator()(const Progress& progress) {
    if (speaks_ && !std::exchange(announced_, true)) announce_memory(progress);
    if (on_terminal_) {
        constexpr std::size_t longest = 100;
        drawn_ = true;
        draw_line(progress_text(progress, end_).substr(0, longest).c_str());
    }
    return !InterruptGuard::stop_requested();
}

}  // namespace siegert::cli
