#include "simulation/active_groups.hpp"

#include <algorithm>

namespace siegert::simulation {
namespace {

constexpr std::size_t most_dropped = 4096;

// Remainders of delays may carry a spike into the step after the last of its groups.
std::uint64_t steps_active(const SourceGroups& source) {
    const bool carries =
        std::ranges::any_of(source.classes, [](const auto& c) { return c.remainder > 0.0; });
    return source.delays + (carries ? 1 : 0);
}

}  // namespace

// The spikes of all populations whose shortest delay ends at `step`.
void ActiveSpikes::take_up(const SynapseStore& store, const SpikeHistory& history,
                           std::uint64_t step) {
    for (std::size_t p = 0; p < populations_.size(); ++p) {
        const SourceGroups& source = store.sources[p];
        if (source.delays == 0 || source.min_delay > step) continue;
        const std::size_t stride = source.delays * source.classes.size();
        const std::uint64_t origin = step - source.min_delay;
        for (std::size_t shard = 0; shard < history.shards(); ++shard) {
            const SpikeList& list = history.at(origin, shard);
            const std::size_t first = p == 0 ? 0 : list.population_end[p - 1];
            for (std::size_t k = first; k < list.population_end[p]; ++k) {
                const std::size_t neuron = list.neurons[k] - source.first_neuron;
                populations_[p].spikes.push_back(
                    {.begin = store.begin.data() + source.first_group + neuron * stride,
                     .step = origin,
                     .lateness = list.lateness[k]});
            }
        }
    }
}

void ActiveSpikes::advance(const SynapseStore& store, const SpikeHistory& history,
                           std::uint64_t step) {
    if (populations_.empty() || step != step_ + 1) {  // the start, or a restored state
        std::uint64_t longest = 1;
        for (const SourceGroups& source : store.sources) {
            longest = std::max<std::uint64_t>(longest, source.min_delay + steps_active(source));
        }
        populations_.assign(store.sources.size(), Population{});
        for (std::uint64_t s = step - std::min(step, longest) + 1; s < step; ++s) {
            take_up(store, history, s);
        }
    }
    take_up(store, history, step);
    step_ = step;
    for (std::size_t p = 0; p < populations_.size(); ++p) {
        auto& [spikes, first] = populations_[p];
        const SourceGroups& source = store.sources[p];
        const std::uint64_t active = steps_active(source);
        const auto has_arrived = [&](const ActiveSpike& spike) {
            return step - source.min_delay - spike.step >= active;
        };
        while (first < spikes.size() && has_arrived(spikes[first])) ++first;
        if (first > most_dropped && first > spikes.size() / 2) {
            spikes.erase(spikes.begin(), spikes.begin() + static_cast<std::ptrdiff_t>(first));
            first = 0;
        }
    }
}

}  // namespace siegert::simulation
