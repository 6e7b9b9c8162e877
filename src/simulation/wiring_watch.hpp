#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <functional>
#include <thread>

namespace siegert::simulation {

/// Thrown by the watch to whoever draws synapses.
struct WiringStopped {};

/// Counts the synapses that the threads draw, and asks some ten times per second whether to go on.
class WiringWatch {
public:
    /// `goes_on` gets the number of synapses drawn so far. It is called by the thread that made the
    /// watch only. Empty: nobody is asked.
    explicit WiringWatch(std::function<bool(std::uint64_t)> goes_on = {});

    /// Asks before the first synapse. Throws: WiringStopped if the answer is no.
    void ask();

    /// Each thread says now and then how many synapses it has drawn since. Throws: WiringStopped
    /// once `goes_on` has answered no.
    void add(std::uint64_t synapses);

private:
    std::function<bool(std::uint64_t)> goes_on_;
    std::thread::id asking_ = std::this_thread::get_id();
    std::chrono::steady_clock::time_point last_asked_ = std::chrono::steady_clock::now();
    std::atomic<std::uint64_t> drawn_{0};
    std::atomic<bool> stopped_{false};
};

}  // namespace siegert::simulation
