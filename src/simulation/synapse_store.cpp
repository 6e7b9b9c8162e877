#include "simulation/synapse_store.hpp"

#include "simulation/source_groups.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <span>
#include <tuple>
#include <utility>
#include <vector>

namespace siegert::simulation {
namespace {

std::vector<bool> targets_of(const Layout& layout, const Shard& shard) {
    std::vector<bool> is_target(layout.sizes.size());
    for (const Slice& slice : shard.slices) is_target[slice.population] = true;
    return is_target;
}

// Where the groups of one projection's synapses are among those of their neuron, and what is stored
// of each synapse. Both depend on 16-bit words; where synapses are many the values of all words are
// computed before.
class Placement {
public:
    Placement(const SourceGroups& groups, const Projection& projection, const WeightUnits& units,
              double synapses, QuantileTables& tables)
        : groups_(groups),
          projection_(projection),
          classes_(static_cast<std::uint32_t>(groups.classes.size())),
          class_(static_cast<std::uint32_t>(
              std::ranges::find(groups.classes, class_of(projection, units)) -
              groups.classes.begin())),
          weight_unit_(units.unit[projection.target] * units.multiplier[projection.source]) {
        const std::size_t numbers = groups_per_neuron(groups);
        if (synapses < quantile_count || numbers > quantile_count) return;
        for (const double delay : tables.of(projection.delay)) {
            group_of_word_.push_back(static_cast<std::uint16_t>(group_of(delay)));
        }
        if (units.constant) return;
        for (const double weight : tables.of(projection.weight)) {
            weight_of_word_.push_back(weight_of(weight));
        }
    }

    /// The group among those of its source.
    [[nodiscard]] std::uint32_t group(std::uint16_t word) const {
        return group_of_word_.empty() ? group_of(quantile(projection_.delay, word))
                                      : group_of_word_[word];
    }

    [[nodiscard]] std::uint16_t weight(std::uint16_t word) const {
        return weight_of_word_.empty() ? weight_of(quantile(projection_.weight, word))
                                       : weight_of_word_[word];
    }

private:
    [[nodiscard]] std::uint32_t group_of(double delay) const {
        return (rounded_steps(delay, projection_.dt) - groups_.min_delay) * classes_ + class_;
    }
    // Two's complement.
    [[nodiscard]] std::uint16_t weight_of(double weight) const {
        return static_cast<std::uint16_t>(whole_weight(weight, weight_unit_));
    }

    const SourceGroups& groups_;
    const Projection& projection_;
    std::uint32_t classes_;
    std::uint32_t class_;
    double weight_unit_;
    std::vector<std::uint16_t> group_of_word_;
    std::vector<std::uint16_t> weight_of_word_;
};

// Memory for the groups of synapses that are not sorted yet, as a part of that for synapses.
constexpr double sorted_part = 0.25;

// What drawing the synapses of a shard needs.
struct Wiring {
    const Shard& shard;
    const std::vector<Projection>& projections;  // ordered by target, then by source
    const std::vector<SourceGroups>& sources;
    const WeightUnits& units;
    PhiloxKey key;
    WiringWatch& watch;
    QuantileTables& tables;
};

// Some synapses of one projection: targets[k] is the neuron of the shard that has synapses[k].
struct Batch {
    std::vector<DrawnSynapse> synapses;
    std::vector<std::uint16_t> targets;
};

// A look at the clock costs no more than some ten draws.
constexpr std::size_t batch_size = 4096;

std::vector<std::uint32_t> in_degrees_onto(const Wiring& wiring, const Projection& projection,
                                           const Slice& slice) {
    const std::uint32_t first = slice.first_block * block_size;
    return in_degrees(projection, wiring.key, {first, first + slice.neurons});
}

// Draws all synapses of one projection onto a slice, always in the same order. visit(batch) returns
// with how many of them it has done something.
template <class Visit>
void draw_projection(const Wiring& wiring, const Projection& projection, const Slice& slice,
                     const Visit& visit) {
    const std::uint32_t first = slice.first_block * block_size;
    const auto counts = in_degrees_onto(wiring, projection, slice);
    Batch batch;
    std::vector<bool> taken;
    const auto pass_on = [&] {
        wiring.watch.add(visit(batch));
        batch.synapses.clear();
        batch.targets.clear();
    };
    for (std::uint32_t i = 0; i < slice.neurons; ++i) {
        draw_synapses(projection, wiring.key, first + i, counts[i], batch.synapses, taken);
        batch.targets.resize(batch.synapses.size(), static_cast<std::uint16_t>(slice.offset + i));
        if (batch.synapses.size() >= batch_size) pass_on();
    }
    pass_on();
}

// Calls visit(projection, slice) for all that comes from a source population.
template <class Visit>
void for_each_projection(const Wiring& wiring, std::uint32_t source, const Visit& visit) {
    const auto ends = [](const Projection& p) { return std::tuple(p.target, p.source); };
    for (const Slice& slice : wiring.shard.slices) {
        for (const Projection& projection : std::ranges::equal_range(
                 wiring.projections, std::tuple(slice.population, source), {}, ends)) {
            visit(projection, slice);
        }
    }
}

// Synapses from each population onto the shard.
std::vector<std::uint64_t> synapse_counts(const Wiring& wiring) {
    std::vector<std::uint64_t> counts(wiring.sources.size());
    for (std::uint32_t p = 0; p < counts.size(); ++p) {
        for_each_projection(wiring, p, [&](const Projection& projection, const Slice& slice) {
            for (const std::uint32_t K : in_degrees_onto(wiring, projection, slice)) counts[p] += K;
        });
    }
    return counts;
}

// The sources of a population in stretches of 2^shift neurons.
struct Bins {
    std::uint32_t neurons;
    std::uint32_t groups;  // of a neuron
    std::uint32_t shift;

    [[nodiscard]] std::uint32_t of(std::uint32_t neuron) const { return neuron >> shift; }
    [[nodiscard]] std::uint32_t count() const { return of(neurons - 1) + 1; }
    // The first group of a neuron among those of its bin.
    [[nodiscard]] std::uint32_t group_in_bin(std::uint32_t neuron) const {
        return (neuron - (of(neuron) << shift)) * groups;
    }
};

// As many neurons as have some 2^16 synapses and no more than 2^16 groups; one, where it has one
// group only.
Bins bins_of(std::uint32_t neurons, std::uint32_t groups, double synapses) {
    constexpr double most = 65536.0;
    Bins bins{.neurons = neurons, .groups = groups, .shift = 0};
    const double of_neuron = std::fmax(synapses / neurons, groups);
    while (groups > 1 && 2.0 * of_neuron * std::exp2(bins.shift) <= most) ++bins.shift;
    return bins;
}

// Where the synapses of each bin begin among those of the population, and the end of the last.
std::vector<std::uint32_t> bin_starts(const Wiring& wiring, std::uint32_t source,
                                      const Bins& bins) {
    std::vector<std::uint32_t> starts(bins.count() + 1);
    for_each_projection(wiring, source, [&](const Projection& projection, const Slice& slice) {
        draw_projection(wiring, projection, slice, [&](const Batch& batch) {
            for (const DrawnSynapse& synapse : batch.synapses) ++starts[bins.of(synapse.source)];
            return batch.synapses.size();
        });
    });
    std::exclusive_scan(starts.begin(), starts.end(), starts.begin(), 0u);
    return starts;
}

std::uint16_t stored(std::uint16_t* /*synapses*/, const Placement& /*place*/, std::uint16_t target,
                     std::uint16_t /*word*/) {
    return target;
}

std::uint32_t stored(std::uint32_t* /*synapses*/, const Placement& place, std::uint16_t target,
                     std::uint16_t word) {
    return std::uint32_t{place.weight(word)} << 16 | target;
}

// Some bins, first <= bin < last.
struct BinRange {
    std::uint32_t first;
    std::uint32_t last;
};

// Stores the synapses of some bins, each at the `next` place of its bin, and in `group` the group
// of each in its bin; null: a bin is a group. Both begin with the first of these bins.
template <class T, class Group>
void fill_bins(const Wiring& wiring, std::uint32_t source, const Bins& bins, BinRange range,
               std::span<const std::uint32_t> starts, T* synapses, Group* group) {
    std::vector<std::uint32_t> next;
    for (std::uint32_t b = range.first; b < range.last; ++b) {
        next.push_back(starts[b] - starts[range.first]);
    }
    for_each_projection(wiring, source, [&](const Projection& projection, const Slice& slice) {
        const Placement place(wiring.sources[source], projection, wiring.units,
                              projection.K * slice.neurons, wiring.tables);
        draw_projection(wiring, projection, slice, [&](const Batch& batch) {
            std::size_t stored_here = 0;
            for (std::size_t k = 0; k < batch.synapses.size(); ++k) {
                const DrawnSynapse drawn = batch.synapses[k];
                const std::uint32_t bin = bins.of(drawn.source) - range.first;
                if (bin >= next.size()) continue;
                const std::uint32_t at = next[bin]++;
                ++stored_here;
                synapses[at] = stored(synapses, place, batch.targets[k], drawn.weight_word());
                if (group == nullptr) continue;
                group[at] = static_cast<Group>(bins.group_in_bin(drawn.source) +
                                               place.group(drawn.delay_word()));
            }
            return stored_here;
        });
    });
}

// Orders the synapses of one bin, the first of which has number `first`, by their groups. `begin`
// counts from zero and gets where each group begins; `drawn` is scratch space.
template <class T, class Group>
void sort_bin(std::uint32_t first, std::span<T> synapses, const Group* group,
              std::span<std::uint32_t> begin, std::vector<T>& drawn) {
    drawn.assign(synapses.begin(), synapses.end());
    for (std::size_t k = 0; k < drawn.size(); ++k) ++begin[group[k]];
    std::uint32_t sum = 0;
    for (std::uint32_t& count : begin) sum += std::exchange(count, sum);
    for (std::size_t k = 0; k < drawn.size(); ++k) synapses[begin[group[k]]++] = drawn[k];
    std::uint32_t previous = 0;  // each begin has moved to the end of its group
    for (std::uint32_t& at : begin) at = first + std::exchange(previous, at);
}

template <class T, class Group>
void sort_bins(const Wiring& wiring, const Bins& bins, BinRange range,
               std::span<const std::uint32_t> starts, std::uint32_t first, std::uint32_t* begin,
               T* synapses, const Group* group) {
    std::vector<T> drawn;
    for (std::uint32_t b = range.first; b < range.last; ++b) {
        const std::size_t neuron = std::size_t{b} << bins.shift;
        const std::size_t neurons = std::min(std::size_t{1} << bins.shift, bins.neurons - neuron);
        const std::uint32_t before = starts[b] - starts[range.first];
        const std::uint32_t count = starts[b + 1] - starts[b];
        sort_bin(first + starts[b], std::span(synapses + before, count), group + before,
                 std::span(begin + neuron * bins.groups, neurons * bins.groups), drawn);
        wiring.watch.add(count);
    }
}

// As many bins from `first` on as have `most` synapses together, but at least one.
BinRange bins_up_to(std::uint64_t most, std::uint32_t first,
                    std::span<const std::uint32_t> starts) {
    BinRange range{.first = first, .last = first + 1};
    while (range.last + 1 < starts.size() && starts[range.last + 1] - starts[first] <= most) {
        ++range.last;
    }
    return range;
}

// Draws the synapses of a source population to count those of each bin, and again to store them
// there in the order in which they are drawn, and then sorts bin after bin, each of which fits into
// the cache. Written to their groups at once, each synapse would be somewhere else in memory. No
// more than `most` synapses are stored before they are sorted; the others are drawn once more.
// Returns how many there are; the first has number `first`.
template <class Group, class T>
std::uint32_t fill_population(const Wiring& wiring, std::uint32_t source, const Bins& bins,
                              std::uint64_t most, std::uint32_t first, std::uint32_t* begin,
                              T* synapses) {
    const auto starts = bin_starts(wiring, source, bins);
    if (bins.groups == 1) {
        fill_bins<T, Group>(wiring, source, bins, {0, bins.count()}, starts, synapses, nullptr);
        for (std::uint32_t b = 0; b < bins.count(); ++b) begin[b] = first + starts[b];
        wiring.watch.add(starts.back());
        return starts.back();
    }
    for (BinRange range{.first = 0, .last = 0}; range.last < bins.count();) {
        range = bins_up_to(most, range.last, starts);
        LargeArray<Group> group(starts[range.last] - starts[range.first]);
        T* const from = synapses + starts[range.first];
        fill_bins(wiring, source, bins, range, starts, from, group.data());
        sort_bins(wiring, bins, range, starts, first, begin, from, group.data());
    }
    return starts.back();
}

template <class T>
LargeArray<T> fill_synapses(const Wiring& wiring, const Layout& layout,
                            LargeArray<std::uint32_t>& begin) {
    const std::vector<std::uint64_t> counts = synapse_counts(wiring);
    const auto all = std::accumulate(counts.begin(), counts.end(), std::uint64_t{0});
    const auto most = static_cast<std::uint64_t>(sorted_part * sizeof(T) / sizeof(std::uint16_t) *
                                                 static_cast<double>(all));
    LargeArray<T> synapses(all);
    std::uint32_t end = 0;
    for (std::uint32_t p = 0; p < wiring.sources.size(); ++p) {
        const SourceGroups& source = wiring.sources[p];
        const auto groups = static_cast<std::uint32_t>(groups_per_neuron(source));
        if (groups == 0) continue;
        const Bins bins = bins_of(layout.sizes[p], groups, static_cast<double>(counts[p]));
        const bool few = groups <= std::numeric_limits<std::uint16_t>::max();
        const auto fill =
            few ? fill_population<std::uint16_t, T> : fill_population<std::uint32_t, T>;
        end += fill(wiring, p, bins, most, end, begin.data() + source.first_group,
                    synapses.data() + end);
    }
    begin[begin.size() - 1] = end;
    return synapses;
}

}  // namespace

SynapseStore build_synapses(const Layout& layout, const Shard& shard,
                            const std::vector<Projection>& projections, const WeightUnits& units,
                            PhiloxKey key, WiringWatch& watch) {
    SynapseStore store;
    store.constant = units.constant;
    store.sources = source_groups(layout, projections, units, targets_of(layout, shard));
    store.begin = LargeArray<std::uint32_t>(group_count(layout, store.sources) + 1);
    QuantileTables tables;
    const Wiring wiring{.shard = shard,
                        .projections = projections,
                        .sources = store.sources,
                        .units = units,
                        .key = key,
                        .watch = watch,
                        .tables = tables};
    if (store.constant) {
        store.targets = fill_synapses<std::uint16_t>(wiring, layout, store.begin);
    } else {
        store.weighted = fill_synapses<std::uint32_t>(wiring, layout, store.begin);
    }
    return store;
}

double synapse_memory(const WeightUnits& units, double synapses) {
    return synapses * (units.constant ? sizeof(std::uint16_t) : sizeof(std::uint32_t));
}

double expected_memory(const Layout& layout, const std::vector<Projection>& projections,
                       const WeightUnits& units) {
    std::vector<double> from(layout.sizes.size());
    for (const Projection& projection : projections) {
        from[projection.source] += projection.K * projection.target_size;
    }
    const std::vector<bool> all(layout.sizes.size(), true);
    const auto sources = source_groups(layout, projections, units, all);
    double synapses = 0.0;
    double sorted_at_once = 0.0;
    for (std::size_t p = 0; p < sources.size(); ++p) {
        synapses += from[p];
        if (groups_per_neuron(sources[p]) > 1) sorted_at_once = std::fmax(sorted_at_once, from[p]);
    }
    const auto groups = static_cast<double>(group_count(layout, sources));
    const double kept = synapse_memory(units, synapses);
    return kept + std::fmin(sorted_at_once * sizeof(std::uint16_t), sorted_part * kept) +
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
