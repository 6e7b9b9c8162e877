#include "simulation/synapse_store.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

namespace siegert::simulation {
namespace {

std::int32_t whole_weight(double weight, double unit) {
    return static_cast<std::int32_t>(std::llround(weight / unit));
}

// What the synapses of a source population onto this shard have in common.
void widen(SourceGroups& groups, const Projection& projection, const WeightUnits& units) {
    const auto [shortest, longest] = std::ranges::minmax(*projection.delay);
    const std::uint32_t end = std::max<std::uint32_t>(groups.min_delay + groups.delays,
                                                      static_cast<std::uint32_t>(longest) + 1);
    groups.min_delay =
        groups.delays == 0 ? shortest : std::min<std::uint32_t>(groups.min_delay, shortest);
    groups.delays = end - groups.min_delay;
    const std::int32_t weight =
        units.constant ? whole_weight(projection.weight->front(), units.unit[projection.target])
                       : units.multiplier[projection.source];
    if (std::ranges::find(groups.weights, weight) == groups.weights.end()) {
        groups.weights.push_back(weight);
    }
}

bool reaches(const Projection& projection, const Shard& shard) {
    return std::ranges::any_of(
        shard.slices, [&](const Slice& slice) { return slice.population == projection.target; });
}

std::size_t groups_per_neuron(const SourceGroups& groups) {
    return static_cast<std::size_t>(groups.delays) * groups.weights.size();
}

// Where the groups of one projection's synapses are, and what is stored of each synapse.
struct Placement {
    std::size_t first_group;
    std::size_t groups_per_neuron;
    std::vector<std::uint32_t> group_of_delay;      ///< for each quantile of the delay
    std::vector<std::uint32_t> weight_of_quantile;  ///< shifted into the upper half
};

Placement placement(const SourceGroups& groups, const Projection& projection,
                    const WeightUnits& units) {
    Placement place{.first_group = groups.first_group,
                    .groups_per_neuron = groups_per_neuron(groups),
                    .group_of_delay = {},
                    .weight_of_quantile = {}};
    const double unit = units.unit[projection.target];
    std::uint32_t weight_class = 0;
    if (units.constant) {
        const auto weight = whole_weight(projection.weight->front(), unit);
        weight_class = static_cast<std::uint32_t>(std::ranges::find(groups.weights, weight) -
                                                  groups.weights.begin());
    } else {
        for (const double weight : *projection.weight) {
            const auto stored = whole_weight(weight, unit * units.multiplier[projection.source]);
            place.weight_of_quantile.push_back(static_cast<std::uint32_t>(stored) << 16);
        }
    }
    const auto classes = static_cast<std::uint32_t>(groups.weights.size());
    for (const std::uint16_t delay : *projection.delay) {
        place.group_of_delay.push_back((delay - groups.min_delay) * classes + weight_class);
    }
    return place;
}

// Visits every synapse onto the shard, always in the same order: twice, once to count the synapses
// of each group and once to store them, because two draws are faster than a sort.
template <class Visit>
void visit_synapses(const Shard& shard, const std::vector<Projection>& projections,
                    const std::vector<Placement>& places,
                    const std::vector<std::vector<std::uint32_t>>& counts, PhiloxKey key,
                    Visit visit) {
    std::vector<DrawnSynapse> synapses;
    std::vector<bool> taken;
    for (const Slice& slice : shard.slices) {
        for (std::size_t p = 0; p < projections.size(); ++p) {
            if (projections[p].target != slice.population) continue;
            const Placement& place = places[p];
            taken.clear();
            for (std::uint32_t i = 0; i < slice.neurons; ++i) {
                const std::uint32_t target = slice.first_block * block_size + i;
                draw_synapses(projections[p], key, target, counts[p][target], synapses, taken);
                for (const DrawnSynapse& synapse : synapses) {
                    const std::size_t group = place.first_group +
                                              synapse.source * place.groups_per_neuron +
                                              place.group_of_delay[synapse.delay_word];
                    visit(place, group, slice.offset + i, synapse.weight_word);
                }
            }
        }
    }
}

void accumulate(LargeArray<std::uint32_t>& begin) {
    std::uint32_t sum = 0;
    for (std::size_t g = 0; g < begin.size(); ++g) sum += std::exchange(begin[g], sum);
}

// Filling has moved each begin to the end of its group, which is where the next one begins.
void move_back(LargeArray<std::uint32_t>& begin) {
    std::uint32_t previous = 0;
    for (std::size_t g = 0; g < begin.size(); ++g) previous = std::exchange(begin[g], previous);
}

}  // namespace

SynapseStore build_synapses(const Layout& layout, const Shard& shard,
                            const std::vector<Projection>& projections, const WeightUnits& units,
                            PhiloxKey key) {
    SynapseStore store;
    store.constant = units.constant;
    store.sources.resize(layout.sizes.size());
    for (const Projection& projection : projections) {
        if (reaches(projection, shard)) widen(store.sources[projection.source], projection, units);
    }
    std::size_t groups = 0;
    for (std::size_t p = 0; p < store.sources.size(); ++p) {
        store.sources[p].first_neuron = layout.first_neuron[p];
        store.sources[p].first_group = groups;
        groups += groups_per_neuron(store.sources[p]) * layout.sizes[p];
    }
    std::vector<Placement> places;
    std::vector<std::vector<std::uint32_t>> counts;
    for (const Projection& projection : projections) {
        const bool here = reaches(projection, shard);
        places.push_back(here ? placement(store.sources[projection.source], projection, units)
                              : Placement{});
        counts.push_back(here ? in_degrees(projection, key) : std::vector<std::uint32_t>{});
    }

    store.begin = LargeArray<std::uint32_t>(groups + 1);
    visit_synapses(shard, projections, places, counts, key,
                   [&](const Placement&, std::size_t group, std::uint32_t, std::uint16_t) {
                       ++store.begin[group];
                   });
    accumulate(store.begin);
    if (store.constant) {
        store.targets = LargeArray<std::uint16_t>(store.begin[groups]);
        visit_synapses(
            shard, projections, places, counts, key,
            [&](const Placement&, std::size_t group, std::uint32_t target, std::uint16_t) {
                store.targets[store.begin[group]++] = static_cast<std::uint16_t>(target);
            });
    } else {
        store.weighted = LargeArray<std::uint32_t>(store.begin[groups]);
        visit_synapses(shard, projections, places, counts, key,
                       [&](const Placement& place, std::size_t group, std::uint32_t target,
                           std::uint16_t word) {
                           store.weighted[store.begin[group]++] =
                               place.weight_of_quantile[word] | target;
                       });
    }
    move_back(store.begin);
    return store;
}

std::uint64_t synapse_count(const SynapseStore& store) {
    return store.begin.size() == 0 ? 0 : store.begin[store.begin.size() - 1];
}

std::uint64_t memory_use(const SynapseStore& store) {
    return store.begin.size() * sizeof(std::uint32_t) +
           store.targets.size() * sizeof(std::uint16_t) +
           store.weighted.size() * sizeof(std::uint32_t);
}

}  // namespace siegert::simulation
