#pragma once

#include "simulation/synapse_store.hpp"

#include <cstdint>
#include <vector>

namespace siegert::simulation {

/// A weight in units, rounded.
[[nodiscard]] std::int32_t whole_weight(double weight, double unit);

/// What the synapses of a projection have in common.
[[nodiscard]] SynapseClass class_of(const Projection& projection, const WeightUnits& units);

[[nodiscard]] std::size_t groups_per_neuron(const SourceGroups& source);

/// The groups of each source population onto some target populations.
[[nodiscard]] std::vector<SourceGroups> source_groups(const Layout& layout,
                                                      const std::vector<Projection>& projections,
                                                      const WeightUnits& units,
                                                      const std::vector<bool>& is_target);

/// Of all neurons.
[[nodiscard]] std::size_t group_count(const Layout& layout,
                                      const std::vector<SourceGroups>& sources);

}  // namespace siegert::simulation
