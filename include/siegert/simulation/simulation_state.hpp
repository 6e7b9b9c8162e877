#pragma once

#include <cstdint>
#include <vector>

namespace siegert {

/// Everything that a simulation needs to go on at a grid point as if it had never stopped: what has
/// been recorded is no part of it. The wiring is not stored either, it follows from the seed.
struct SimulationState {
    std::uint64_t fingerprint = 0;  ///< of the network and the options
    std::int64_t version = 0;  ///< of the random numbers: the same seed gives others in another
    std::int64_t step = 0;     ///< grid points passed

    /// One array over all N neurons, population after population, for each component: potential
    /// [V], refractory steps left, refractory time left [s], synaptic current [V], and the further
    /// components of neurons with noise or adaptation [V].
    std::vector<std::vector<double>> components;

    // Spikes that have not reached all their targets.
    std::vector<std::int64_t> spike_steps;    ///< when they occurred, ascending
    std::vector<std::int64_t> spike_neurons;  ///< numbers in the whole network
    std::vector<double> spike_lateness;       ///< how long before the grid point [s]
};

}  // namespace siegert
