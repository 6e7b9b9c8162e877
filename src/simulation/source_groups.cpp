#include "simulation/source_groups.hpp"

#include <algorithm>
#include <cmath>

namespace siegert::simulation {
namespace {

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

}  // namespace

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

}  // namespace siegert::simulation
