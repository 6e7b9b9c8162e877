#pragma once

#include "cli/interrupt.hpp"

#include <siegert/simulation/simulation_options.hpp>

namespace siegert::cli {

/// Follows a simulation: says how much memory a large network needs, shows on a terminal how far it
/// has come, and stops it after Ctrl-C. Pass it as SimulationOptions::progress, by reference.
class SimulationWatch {
public:
    /// The simulation will end at the time `end` [s]; only the first of several processes speaks.
    SimulationWatch(bool speaks, double end);
    ~SimulationWatch();
    SimulationWatch(const SimulationWatch&) = delete;
    SimulationWatch& operator=(const SimulationWatch&) = delete;

    void set_end(double end) { end_ = end; }

    /// Whether to go on.
    bool operator()(const Progress& progress);

private:
    InterruptGuard guard_;
    bool speaks_;
    bool on_terminal_;
    bool announced_ = false;
    bool drawn_ = false;
    double end_;
};

}  // namespace siegert::cli
