#pragma once

#include <siegert/simulation/spike_record.hpp>

#include <functional>

namespace siegert::statistics {

/// Spikes that are gone through piece by piece, as often as needed, such as those of a file that
/// does not fit into memory.
struct SpikeSource {
    using Visit = std::function<void(const PopulationSpikes&)>;

    SpikeRecord description;  ///< all but the spikes, whose list is empty
    /// Calls visit with the spikes of a population, in pieces that follow each other in time.
    std::function<void(Index population, const Visit& visit)> replay;
};

/// The spikes of a record, in one piece. The record must outlive the source.
[[nodiscard]] SpikeSource source_of(const SpikeRecord& record);

}  // namespace siegert::statistics
