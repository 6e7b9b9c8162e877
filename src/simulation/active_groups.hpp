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

    /// Calls visit(group) for each group of synapses that becomes active at the step.
    template <class Visit>
    void for_each_group(const SynapseStore& store, Visit visit) const {
        for (std::size_t p = 0; p < populations_.size(); ++p) {
            const SourceGroups& source = store.sources[p];
            const std::size_t classes = source.classes.size();
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
                    visit(SynapseGroup{begin[c], begin[c + 1], source.classes[c].weight,
                                       source.classes[c].current});
                }
            }
        }
    }

    /// With spike times off the grid: calls visit(group, lateness) for each group whose spike
    /// arrives during the step, so long before its end. Remainders of delays carry those spikes
    /// that are not late enough into the following step.
    template <class Visit>
    void for_each_timed_group(const SynapseStore& store, double dt, Visit visit) const {
        for (std::size_t p = 0; p < populations_.size(); ++p) {
            const SourceGroups& source = store.sources[p];
            const std::uint64_t origin = step_ - source.min_delay;
            for (std::size_t k = populations_[p].first; k < populations_[p].spikes.size(); ++k) {
                const ActiveSpike& spike = populations_[p].spikes[k];
                visit_timed(source, spike, origin - spike.step, dt, visit);
            }
        }
    }

private:
    static constexpr std::size_t spikes_ahead = 16;

    // Groups of the delay that ends at this step, and of the one that ended a step ago.
    template <class Visit>
    static void visit_timed(const SourceGroups& source, const ActiveSpike& spike,
                            std::uint64_t delay, double dt, Visit visit) {
        const std::size_t classes = source.classes.size();
        for (std::size_t c = 0; c < classes; ++c) {
            const auto [weight, remainder, current] = source.classes[c];
            const double lateness = spike.lateness - remainder;
            const bool carried = lateness < 0.0;
            const std::uint64_t own = carried ? delay - 1 : delay;
            if ((carried && delay == 0) || own >= source.delays) continue;
            const std::uint32_t* begin = spike.begin + own * classes + c;
            if (begin[0] == begin[1]) continue;
            visit(SynapseGroup{begin[0], begin[1], weight, current},
                  carried ? lateness + dt : lateness);
        }
    }

    struct Population {
        std::vector<ActiveSpike> spikes;
        std::size_t first = 0;  // those before it have arrived everywhere
    };

    void take_up(const SynapseStore& store, const SpikeHistory& history, std::uint64_t step);

    std::vector<Population> populations_;
    std::uint64_t step_ = 0;
};

/// Adds the weights of all spikes that arrive at the step of `spikes` to `input`, an array of the
/// shard's neurons for each of their currents, `length` entries after another. `groups` is scratch
/// space. Returns the number of synapses that were activated.
std::uint64_t deliver_spikes(const SynapseStore& store, const ActiveSpikes& spikes,
                             std::int32_t* input, std::size_t length,
                             std::vector<SynapseGroup>& groups);

}  // namespace siegert::simulation
