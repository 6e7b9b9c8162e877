#pragma once

#include "simulation/large_array.hpp"
#include "simulation/layout.hpp"
#include "simulation/projection.hpp"
#include "simulation/wiring_watch.hpp"

#include <cstdint>
#include <vector>

namespace siegert::simulation {

/// Weights as whole numbers, so that the sum of the inputs to a neuron does not depend on their
/// order: J = weight * unit.
struct WeightUnits {
    std::vector<double> unit;  ///< for each target population [V]

    /// Whether all synapses from one population onto a shard have one of a few weights. Then a
    /// synapse is 2 bytes, else 4.
    bool constant;
    std::vector<std::int32_t> multiplier;  ///< for each source population: weight / 16-bit number
};

[[nodiscard]] WeightUnits weight_units(const Network& network,
                                       const std::vector<Projection>& projections);

/// What the synapses of a group have in common besides their delay in steps.
struct SynapseClass {
    std::int32_t weight;    ///< constant weights: the weight; else the multiplier of 16-bit weights
    double remainder;       ///< by which they arrive later than their steps say [s]
    std::uint32_t current;  ///< of the target that they change, see synapses::currents

    bool operator==(const SynapseClass&) const = default;
};

/// The synapses of one source population onto a shard are kept in groups of one delay and one
/// class, so that all that arrives at a step is added up at that step, in an array that stays in
/// the cache.
struct SourceGroups {
    std::uint32_t first_neuron = 0;
    std::uint32_t min_delay = 0;  ///< [steps]
    std::uint32_t delays = 0;     ///< number of different delays; 0: no synapses
    std::vector<SynapseClass> classes;
    std::size_t first_group = 0;  ///< of the first source neuron
};

/// All synapses onto one shard.
struct SynapseStore {
    bool constant = true;
    std::vector<SourceGroups> sources;   ///< for each source population
    LargeArray<std::uint32_t> begin;     ///< where each group begins, and the end of the last
    LargeArray<std::uint16_t> targets;   ///< constant weights
    LargeArray<std::uint32_t> weighted;  ///< else: 16 bits of weight, 16 bits of target
};

/// `projections` are ordered by target, then by source. Needs memory for the synapses and groups
/// themselves, and for some time up to a quarter as much. The watch is told of
/// each synapse three times. Throws what the watch throws.
[[nodiscard]] SynapseStore build_synapses(const Layout& layout, const Shard& shard,
                                          const std::vector<Projection>& projections,
                                          const WeightUnits& units, PhiloxKey key,
                                          WiringWatch& watch);

/// Memory for so many synapses alone [bytes].
[[nodiscard]] double synapse_memory(const WeightUnits& units, double synapses);

/// Memory that the stores of all shards will take, on average over the random numbers [bytes].
[[nodiscard]] double expected_memory(const Layout& layout,
                                     const std::vector<Projection>& projections,
                                     const WeightUnits& units);

/// A stretch of synapses that one spike activates.
struct SynapseGroup {
    std::uint32_t begin;
    std::uint32_t end;
    std::int32_t weight;
    std::uint32_t current;
};

[[nodiscard]] std::uint64_t synapse_count(const SynapseStore& store);
[[nodiscard]] std::uint64_t memory_use(const SynapseStore& store);  ///< [bytes]

}  // namespace siegert::simulation
