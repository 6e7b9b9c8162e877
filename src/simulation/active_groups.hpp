#pragma once

#include "simulation/spike_history.hpp"
#include "simulation/synapse_store.hpp"

#include <cstdint>
#include <vector>

namespace siegert::simulation {

/// A spike that still has synapses of a shard ahead of it.
struct ActiveSpike {
    const std::uint32_t* begin;  ///< of the groups of its neuron
    std::uint64_t step;          ///< when it occurred
    double lateness;             ///< see SpikeList
};

/// Active spikes of each source population, oldest first: at a step each of them activates the
/// groups of one delay. Kept in one array for each population, because walking through the lists of
/// all past steps costs more than the spikes that they hold.
class ActiveSpikes {
public:
    /// Takes up spikes that begin to arrive at `step` and drops those that have arrived everywhere.
    /// Steps must follow one another, or `history` must hold all spikes that are under way.
    void advance(const SynapseStore& store, const SpikeHistory& history, std::uint64_t step);

    /// Calls visit(group, lateness) for each group of synapses that becomes active at the step.
    template <class Visit>
    void for_each_group(const SynapseStore& store, Visit visit) const {
        for (std::size_t p = 0; p < populations_.size(); ++p) {
            const SourceGroups& source = store.sources[p];
            const std::size_t classes = source.weights.size();
            const std::vector<ActiveSpike>& spikes = populations_[p].spikes;
            const std::uint64_t origin = step_ - source.min_delay;
            for (std::size_t k = populations_[p].first; k < spikes.size(); ++k) {
                if (k + spikes_ahead < spikes.size()) {
                    const ActiveSpike& next = spikes[k + spikes_ahead];
                    __builtin_prefetch(next.begin + (origin - next.step) * classes);
                }
                const std::uint32_t* begin = spikes[k].begin + (origin - spikes[k].step) * classes;
                for (std::size_t c = 0; c < classes; ++c) {
                    if (begin[c] == begin[c + 1]) continue;
                    visit(SynapseGroup{begin[c], begin[c + 1], source.weights[c]},
                          spikes[k].lateness);
                }
            }
        }
    }

private:
    static constexpr std::size_t spikes_ahead = 16;

    struct Population {
        std::vector<ActiveSpike> spikes;
        std::size_t first = 0;  // those before it have arrived everywhere
    };

    void take_up(const SynapseStore& store, const SpikeHistory& history, std::uint64_t step);

    std::vector<Population> populations_;
    std::uint64_t step_ = 0;
};

/// Adds the weights of all spikes that arrive at the step of `spikes` to `input`, the array of the
/// shard's neurons. `groups` is scratch space. Returns the number of synapses that were activated.
std::uint64_t deliver_spikes(const SynapseStore& store, const ActiveSpikes& spikes,
                             std::int32_t* input, std::vector<SynapseGroup>& groups);

}  // namespace siegert::simulation
