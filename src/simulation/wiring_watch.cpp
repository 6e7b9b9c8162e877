#include "simulation/wiring_watch.hpp"

#include <utility>

namespace siegert::simulation {
namespace {

constexpr std::chrono::milliseconds between_questions{100};

}  // namespace

WiringWatch::WiringWatch(std::function<bool(std::uint64_t)> goes_on)
    : goes_on_(std::move(goes_on)) {}

void WiringWatch::ask() {
    if (goes_on_ && !goes_on_(drawn_.load(std::memory_order_relaxed))) throw WiringStopped{};
}

void WiringWatch::add(std::uint64_t synapses) {
    const std::uint64_t drawn = drawn_.fetch_add(synapses, std::memory_order_relaxed) + synapses;
    if (goes_on_ && std::this_thread::get_id() == asking_) {
        const auto now = std::chrono::steady_clock::now();
        if (now - last_asked_ >= between_questions) {
            last_asked_ = now;
            if (!goes_on_(drawn)) stopped_.store(true, std::memory_order_relaxed);
        }
    }
    if (stopped_.load(std::memory_order_relaxed)) throw WiringStopped{};
}

}  // namespace siegert::simulation
