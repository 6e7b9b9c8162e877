#pragma once

#include "simulation/layout.hpp"
#include "simulation/spike_history.hpp"

#include <siegert/model/network.hpp>
#include <siegert/simulation/network_simulation.hpp>

#include <cstdint>
#include <vector>

namespace siegert::simulation {

/// What one shard has recorded.
struct ShardRecord {
    std::vector<PopulationSpikes> spikes;     ///< for each population
    std::vector<std::uint64_t> spike_counts;  ///< for each population, of all neurons
    std::vector<std::uint32_t> bin_counts;    ///< bin x population, row-major
    std::vector<std::vector<double>> probed;  ///< V, I, w_0, w_1, ...: each sample x probe of this
                                              ///< shard, row-major; empty before the first sample
    std::uint64_t synaptic_events = 0;
};

/// A probed neuron of a shard.
struct LocalProbe {
    std::size_t column;    ///< in the record
    std::size_t slice;     ///< of the shard
    std::uint32_t offset;  ///< in the arrays of the shard
};

[[nodiscard]] ShardRecord empty_record(const Layout& layout);

/// What is recorded, in steps and neuron numbers.
struct RecordingPlan {
    std::vector<std::uint32_t> recorded;  ///< first so many neurons of each population
    std::uint64_t probe_steps;            ///< between two samples
    std::size_t probed_currents;          ///< adaptation currents, where probes have them
    std::uint64_t bin_steps;              ///< of a rate bin; 0: none
};

[[nodiscard]] RecordingPlan recording_plan(const RecordingOptions& options, const Network& network,
                                           const Layout& layout, double dt);

[[nodiscard]] std::vector<LocalProbe> local_probes(const std::vector<Probe>& probes,
                                                   const Shard& shard);

/// Appends the spikes of one step. `from` is the first step of the record.
void record_spikes(const RecordingPlan& plan, const Layout& layout, const SpikeList& list,
                   std::uint64_t step, std::uint64_t from, double dt, ShardRecord& record);

/// Merges what the shards recorded and empties their records. Steps `from` < step <= `to`.
[[nodiscard]] SimulationResult merge_records(const RecordingPlan& plan, const Layout& layout,
                                             const std::vector<std::vector<LocalProbe>>& probes,
                                             std::uint64_t from, std::uint64_t to, double dt,
                                             std::vector<ShardRecord>& records);

}  // namespace siegert::simulation
