#pragma once

#include <cstdint>
#include <vector>

namespace siegert::simulation {

/// Neurons of one shard that spiked at one grid point, in ascending order.
struct SpikeList {
    std::vector<std::uint32_t> neurons;         ///< numbers in the whole network
    std::vector<std::uint32_t> population_end;  ///< population p ends before this entry
    std::vector<double> lateness;  ///< how long before the grid point each of them was [s]
};

/// Where an update appends the spikes of a step: see SpikeList.
struct TimedSpikes {
    std::vector<std::uint32_t>& neurons;
    std::vector<double>& lateness;
};

/// The spikes of the latest grid points: what is still on its way along some axon. A shard writes
/// its own lists; others read them after the threads have met.
class SpikeHistory {
public:
    SpikeHistory() = default;
    SpikeHistory(std::size_t populations, std::size_t shards, std::size_t steps)
        : shards_(shards),
          steps_(steps),
          lists_(shards * steps,
                 SpikeList{.neurons = {},
                           .population_end = std::vector<std::uint32_t>(populations),
                           .lateness = {}}) {}

    [[nodiscard]] std::size_t shards() const { return shards_; }
    [[nodiscard]] std::size_t steps() const { return steps_; }
    [[nodiscard]] SpikeList& at(std::uint64_t step, std::size_t shard) {
        return lists_[step % steps_ * shards_ + shard];
    }
    [[nodiscard]] const SpikeList& at(std::uint64_t step, std::size_t shard) const {
        return lists_[step % steps_ * shards_ + shard];
    }

private:
    std::size_t shards_ = 0;
    std::size_t steps_ = 0;
    std::vector<SpikeList> lists_;
};

}  // namespace siegert::simulation
