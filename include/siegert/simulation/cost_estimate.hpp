#pragma once

#include <siegert/model/network.hpp>
#include <siegert/simulation/simulation_options.hpp>

namespace siegert {

/// What a simulation will take on this machine.
struct CostEstimate {
    double neurons = 0.0;
    double synapses = 0.0;
    double memory_needed = 0.0;     ///< for neurons and synapses of this process [bytes]
    double memory_available = 0.0;  ///< [bytes]; infinite where nothing is known
    double build_seconds = 0.0;     ///< wall time to wire the network
    double run_seconds = 0.0;       ///< wall time of warm-up and duration
    double real_time_factor = 0.0;  ///< wall time per simulated time
    Vector rates{};  ///< of the populations of that piece [Hz], n: time is in proportion to them
    double scale = 1.0;  ///< of the piece that was measured, of the network asked for
};

/// Whether estimate_cost would measure a smaller piece of the network, for which
/// `options.scale_rates` are needed: it has more than 4e7 synapses and there is one, or
/// options.scale is below 1.
[[nodiscard]] bool estimates_from_piece(const Network& network, const SimulationOptions& options);

/// Wires and simulates a piece of the network, of 4e7 synapses or less, for a fraction of a second,
/// and another of half its scale, and draws from these what neurons and synapses cost: in
/// proportion to the number of neurons and of the spikes that reach a target. Takes about a second;
/// networks with conductances, which have no smaller counterpart, are wired whole.
///
/// When to use: before a simulation that may take hours, or all memory.
///
/// Accuracy: a quarter on a quiet machine, where the network fires as its piece does. Memory within
/// a few percent.
/// Throws: InvalidParameter as NetworkSimulation, if there is not enough memory too; if
/// estimates_from_piece and `options.scale_rates` are not given.
[[nodiscard]] CostEstimate estimate_cost(const Network& network, const SimulationOptions& options);

}  // namespace siegert
