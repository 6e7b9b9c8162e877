#pragma once

#include "simulation/communicator.hpp"
#include "simulation/recorder.hpp"
#include "simulation/spike_history.hpp"

#include <cstdint>
#include <vector>

namespace siegert::simulation {

/// Consecutive shards: those of one rank.
struct ShardRange {
    std::size_t first;
    std::size_t last;  ///< exclusive
};

[[nodiscard]] ShardRange shards_of(const Communicator& all, int rank, std::size_t shards);

/// Grid points whose spikes are exchanged: from < step <= to.
struct StepRange {
    std::uint64_t from;
    std::uint64_t to;
};

/// Sends the spikes of this rank's shards to all ranks and stores theirs in the history. Returns
/// what rank 0 gave as `stop`.
[[nodiscard]] bool exchange_spikes(const Communicator& all, const StepRange& steps, bool stop,
                                   SpikeHistory& history);

/// The records of all shards on rank 0, and nothing elsewhere; `mine` is emptied.
[[nodiscard]] std::vector<ShardRecord> gather_records(const Communicator& all,
                                                      std::vector<ShardRecord> mine);

}  // namespace siegert::simulation
