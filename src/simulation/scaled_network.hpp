#pragma once

#include <siegert/model/network.hpp>
#include <siegert/simulation/simulation_options.hpp>

namespace siegert::simulation {

/// A network ready to be simulated: whole numbers of neurons, all constant input as a potential,
/// all that changes in time as stimuli.
struct SimulatedNetwork {
    Network network;
    Vector mu;  ///< constant input besides synapses [V], n
};

/// Scales the network by options.scale and collects its constant input.
/// Throws: InvalidParameter if anything in the network or the options cannot be simulated.
[[nodiscard]] SimulatedNetwork simulated_network(const Network& network,
                                                 const SimulationOptions& options);

/// Throws InvalidParameter unless the options are valid for a network.
void validate(const SimulationOptions& options, const Network& network);

}  // namespace siegert::simulation
