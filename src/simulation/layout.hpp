#pragma once

#include "simulation/membrane_update.hpp"

#include <cstdint>
#include <vector>

namespace siegert::simulation {

/// Neurons whose state and incoming synapses are kept together and updated by one thread: a slice
/// of each population. A synapse names its target within the shard by 16 bits.
struct Shard {
    std::vector<Slice> slices;
    std::uint32_t padded_neurons = 0;  ///< length of the state arrays, at most 65536
};

/// How the neurons of a network are numbered and who owns them. Results do not depend on it.
struct Layout {
    std::vector<std::uint32_t> sizes;         ///< neurons in each population
    std::vector<std::uint32_t> first_neuron;  ///< number of each population's first neuron; total
    std::vector<Shard> shards;
};

/// Distributes populations over shards, whose number is the smallest multiple of `workers` such
/// that each has at most 65536 neurons and about 2^31 synapses.
[[nodiscard]] Layout distribute_neurons(const std::vector<std::uint32_t>& sizes, double synapses,
                                        std::uint32_t workers);

/// Population of a neuron given its number in the network.
[[nodiscard]] std::uint32_t population_of(const Layout& layout, std::uint32_t neuron);

}  // namespace siegert::simulation
