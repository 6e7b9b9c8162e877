#include "simulation/synapse_store.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

namespace siegert::simulation {
namespace {

std::int32_t whole_weight(double weight, double unit) {
    return static_cast<std::int32_t>(std::llround(weight / unit));
}

SynapseClass class_of(const Projection& projection, const WeightUnits& units) {
    return {.weight = units.constant ? whole_weight(quantile(projection.weight, 0),
                                                    units.unit[projection.target])
                                     : units.multiplier[projection.source],
            .remainder = projection.remainder,
            .current = projection.current};
}

// What the synapses of a source population have in common.
void widen(SourceGroups& groups, const Projection& projection, const WeightUnits& units) {
    const std::uint32_t shortest = delay_steps(projection, 0);
    const std::uint32_t longest = delay_steps(projection, quantile_count - 1);
    const std::uint32_t end = std::max(groups.min_delay + groups.delays, longest + 1);
    groups.min_delay = groups.delays == 0 ? shortest : std::min(groups.min_delay, shortest);
    groups.delays = end - groups.min_delay;
    const SynapseClass its_class = class_of(projection, units);
    if (std::ranges::find(groups.classes, its_class) == groups.classes.end()) {
        groups.classes.push_back(its_class);
    }
}

std::size_t groups_per_neuron(const SourceGroups& groups) {
    return static_cast<std::size_t>(groups.delays) * groups.classes.size();
}

std::vector<SourceGroups> source_groups(const Layout& layout,
                                        const std::vector<Projection>& projections,
                                        const WeightUnits& units,
                                        const std::vector<bool>& is_target) {
    std::vector<SourceGroups> sources(layout.sizes.size());
    for (const Projection& projection : projections) {
        if (is_target[projection.target]) widen(sources[projection.source], projection, units);
    }
    std::size_t groups = 0;
    for (std::size_t p = 0; p < sources.size(); ++p) {
        sources[p].first_neuron = layout.first_neuron[p];
        sources[p].first_group = groups;
        groups += groups_per_neuron(sources[p]) * layout.sizes[p];
    }
    return sources;
}

std::size_t group_count(const Layout& layout, const std::vector<SourceGroups>& sources) {
    return sources.empty() ? 0
                           : sources.back().first_group +
                                 groups_per_neuron(sources.back()) * layout.sizes.back();
}

std::vector<bool> targets_of(const Layout& layout, const Shard& shard) {
    std::vector<bool> is_target(layout.sizes.size());
    for (const Slice& slice : shard.slices) is_target[slice.population] = true;
    return is_target;
}

// Where the groups of one projection's synapses are, and what is stored of each synapse. Both
// depend on 16-bit words; where synapses are many the values of all words are computed before.
class Placement {
public:
    Placement(const SourceGroups& groups, const Projection& projection, const WeightUnits& units,
              double synapses, QuantileTables& tables)
        : groups_(groups),
          projection_(projection),
          groups_per_neuron_(groups_per_neuron(groups)),
          classes_(static_cast<std::uint32_t>(groups.classes.size())),
          class_(static_cast<std::uint32_t>(
              std::ranges::find(groups.classes, class_of(projection, units)) -
              groups.classes.begin())),
          weight_unit_(units.unit[projection.target] * units.multiplier[projection.source]),
          constant_(units.constant) {
        if (synapses < quantile_count) return;
        for (const double delay : tables.of(projection.delay)) {
            group_of_word_.push_back(group_of(delay));
        }
        if (constant_) return;
        for (const double weight : tables.of(projection.weight)) {
            weight_of_word_.push_back(upper_half(weight));
        }
    }

    [[nodiscard]] std::size_t group(const DrawnSynapse& synapse) const {
        const std::uint32_t in_neuron =
            group_of_word_.empty() ? group_of(quantile(projection_.delay, synapse.delay_word))
                                   : group_of_word_[synapse.delay_word];
        return groups_.first_group + synapse.source * groups_per_neuron_ + in_neuron;
    }

    /// The weight, shifted into the upper half of a word.
    [[nodiscard]] std::uint32_t weight(std::uint16_t word) const {
        return weight_of_word_.empty() ? upper_half(quantile(projection_.weight, word))
                                       : weight_of_word_[word];
    }

private:
    [[nodiscard]] std::uint32_t group_of(double delay) const {
        return (rounded_steps(delay, projection_.dt) - groups_.min_delay) * classes_ + class_;
    }
    [[nodiscard]] std::uint32_t upper_half(double weight) const {
        const auto stored = whole_weight(weight, weight_unit_);
        return static_cast<std::uint32_t>(stored) << 16;
    }

    const SourceGroups& groups_;
    const Projection& projection_;
    std::size_t groups_per_neuron_;
    std::uint32_t classes_;
    std::uint32_t class_;
    double weight_unit_;
    bool constant_;
    std::vector<std::uint32_t> group_of_word_;
    std::vector<std::uint32_t> weight_of_word_;
};

// What visiting all synapses of a shard needs.
struct Wiring {
    const Shard& shard;
    const std::vector<Projection>& projections;  // ordered by target
    const std::vector<SourceGroups>& sources;
    const WeightUnits& units;
    PhiloxKey key;
    WiringWatch& watch;
    QuantileTables& tables;
};

// A look at the clock costs no more than some ten draws.
constexpr std::uint64_t between_checks = 4096;

// Sources are random, so that each synapse is somewhere else in memory: what a group and its
// synapses will need is asked for so many synapses before.
constexpr std::size_t groups_ahead = 24;
constexpr std::size_t synapses_ahead = 12;

// Visits every synapse of one projection onto a slice.
template <class Visitor>
void visit_projection(const Wiring& wiring, const Projection& projection, const Slice& slice,
                      const Visitor& visitor) {
    const Placement place(wiring.sources[projection.source], projection, wiring.units,
                          projection.K * slice.neurons, wiring.tables);
    const std::uint32_t first = slice.first_block * block_size;
    const auto counts = in_degrees(projection, wiring.key, {first, first + slice.neurons});
    std::vector<DrawnSynapse> synapses;
    std::vector<std::size_t> groups;
    std::vector<bool> taken;
    std::uint64_t drawn = 0;
    for (std::uint32_t i = 0; i < slice.neurons; ++i) {
        draw_synapses(projection, wiring.key, first + i, counts[i], synapses, taken);
        groups.clear();
        for (const DrawnSynapse& synapse : synapses) groups.push_back(place.group(synapse));
        for (std::size_t k = 0; k < groups.size(); ++k) {
            if (k + groups_ahead < groups.size()) visitor.expect_group(groups[k + groups_ahead]);
            if (k + synapses_ahead < groups.size()) {
                visitor.expect_synapse(groups[k + synapses_ahead]);
            }
            visitor.visit(place, groups[k], slice.offset + i, synapses[k].weight_word);
        }
        drawn += counts[i] + 1;
        if (drawn < between_checks) continue;
        wiring.watch.add(std::exchange(drawn, 0));
    }
    wiring.watch.add(drawn);
}

// Visits every synapse onto the shard, always in the same order: twice, once to count the synapses
// of each group and once to store them, because two draws are faster than a sort.
template <class Visitor>
void visit_synapses(const Wiring& wiring, const Visitor& visitor) {
    for (const Slice& slice : wiring.shard.slices) {
        for (const Projection& projection : std::ranges::equal_range(
                 wiring.projections, slice.population, {}, &Projection::target)) {
            visit_projection(wiring, projection, slice, visitor);
        }
    }
}

// Counts the synapses of each group.
struct Counter {
    std::uint32_t* begin;

    void expect_group(std::size_t group) const { __builtin_prefetch(begin + group, 1); }
    void expect_synapse(std::size_t /*group*/) const {}
    void visit(const Placement& /*place*/, std::size_t group, std::uint32_t /*target*/,
               std::uint16_t /*word*/) const {
        ++begin[group];
    }
};

std::uint16_t stored(std::uint16_t* /*synapses*/, const Placement& /*place*/, std::uint32_t target,
                     std::uint16_t /*word*/) {
    return static_cast<std::uint16_t>(target);
}

std::uint32_t stored(std::uint32_t* /*synapses*/, const Placement& place, std::uint32_t target,
                     std::uint16_t word) {
    return place.weight(word) | target;
}

// Stores each synapse at the next place of its group.
template <class T>
struct Filler {
    std::uint32_t* begin;
    T* synapses;

    void expect_group(std::size_t group) const { __builtin_prefetch(begin + group, 1); }
    void expect_synapse(std::size_t group) const { __builtin_prefetch(synapses + begin[group], 1); }
    void visit(const Placement& place, std::size_t group, std::uint32_t target,
               std::uint16_t word) const {
        synapses[begin[group]++] = stored(synapses, place, target, word);
    }
};

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
                            PhiloxKey key, WiringWatch& watch) {
    SynapseStore store;
    store.constant = units.constant;
    store.sources = source_groups(layout, projections, units, targets_of(layout, shard));
    const std::size_t groups = group_count(layout, store.sources);
    store.begin = LargeArray<std::uint32_t>(groups + 1);
    QuantileTables tables;
    const Wiring wiring{.shard = shard,
                        .projections = projections,
                        .sources = store.sources,
                        .units = units,
                        .key = key,
                        .watch = watch,
                        .tables = tables};
    visit_synapses(wiring, Counter{store.begin.data()});
    accumulate(store.begin);
    if (store.constant) {
        store.targets = LargeArray<std::uint16_t>(store.begin[groups]);
        visit_synapses(wiring, Filler{store.begin.data(), store.targets.data()});
    } else {
        store.weighted = LargeArray<std::uint32_t>(store.begin[groups]);
        visit_synapses(wiring, Filler{store.begin.data(), store.weighted.data()});
    }
    move_back(store.begin);
    return store;
}

double synapse_memory(const WeightUnits& units, double synapses) {
    return synapses * (units.constant ? sizeof(std::uint16_t) : sizeof(std::uint32_t));
}

double expected_memory(const Layout& layout, const std::vector<Projection>& projections,
                       const WeightUnits& units) {
    double synapses = 0.0;
    for (const Projection& projection : projections) {
        synapses += projection.K * projection.target_size;
    }
    const std::vector<bool> all(layout.sizes.size(), true);
    const double groups =
        static_cast<double>(group_count(layout, source_groups(layout, projections, units, all)));
    return synapse_memory(units, synapses) +
           groups * static_cast<double>(layout.shards.size()) * sizeof(std::uint32_t);
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
