#pragma once

#include <siegert/simulation/network_simulation.hpp>

#include <vector>

namespace siegert::simulation {

/// Refuses what would vanish on the grid: delays, refractory periods and parts of stimuli that
/// would round to zero steps; with spike times off the grid delays below one step.
///
/// Throws: InvalidParameter, naming population and the largest step that would do.
void require_visible(const Network& network, const SimulationOptions& options);

/// What the grid changes of delays, refractory periods and times of stimuli, each value once, and
/// synaptic time constants that are shorter than a step.
[[nodiscard]] GridFit grid_fit(const Network& network, const SimulationOptions& options);

}  // namespace siegert::simulation
