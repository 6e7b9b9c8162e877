#pragma once

#include <siegert/io/results_file.hpp>
#include <siegert/model/network.hpp>
#include <siegert/simulation/network_simulation.hpp>

#include <filesystem>
#include <functional>
#include <string>

namespace siegert {

/// Creates the HDF5 file that `append_record` fills, with the network in it as `write_results`
/// stores it. A file that was there is replaced.
///
/// Throws: InvalidParameter if the network is not valid; FileError if the file cannot be written.
void create_spike_file(const Network& network, const std::filesystem::path& path);

/// Appends what a simulation has recorded, so that a long simulation need not keep it in memory:
/// hand over each `take_record` in turn. The file is closed in between and stays readable whatever
/// happens to the program. Space on the disk is reserved before anything is written: on a full disk
/// the file keeps all earlier records.
///
/// Content: groups `spikes/<population>` with `times` [s] and `neurons`; `spikes/start`,
/// `spikes/end` [s] and `rates` [Hz] with an entry for each appended record; `population_rates`
/// and `probes` with `times`, `V`, `I`, `w_1`, `w_2`, ..., where they were recorded.
///
/// Throws: FileError if the file cannot be written or is none of `create_spike_file`;
/// InvalidParameter if the record does not follow the last one.
void append_record(const SimulationResult& result, const std::filesystem::path& path);

/// Adds a group `statistics` to a spike file, in place of one that is there. Content is up to the
/// caller. On a full disk the file stays as it was. Throws: InvalidParameter as write_results does;
/// FileError if the file cannot be written.
void write_statistics(const ResultsTree& statistics, const std::filesystem::path& path);

/// What a spike file holds; records that followed one another are joined.
struct RecordedSimulation {
    Network network;
    SpikeRecord spikes;
    Vector rates;  ///< of all neurons, recorded or not [Hz], n
    ProbeRecord probes;
    RateRecord population_rates;
};

/// Throws: FileError if the file cannot be read or holds something else.
[[nodiscard]] RecordedSimulation read_spike_file(const std::filesystem::path& path);

/// Goes through the spikes of a population that lie after a time [s], in pieces of at most a
/// million that follow each other, without reading the file as a whole.
///
/// Throws: FileError if the file cannot be read or has no such population; what visit throws.
void replay_spikes(const std::filesystem::path& path, const std::string& population, double after,
                   const std::function<void(const PopulationSpikes&)>& visit);

/// Until when a spike file has been recorded [s]. Throws: FileError.
[[nodiscard]] double end_of_spikes(const std::filesystem::path& path);

/// Writes the state of a simulation of this network: the whole file or, if anything fails, nothing,
/// and a checkpoint that was there is kept. Throws: FileError.
void write_checkpoint(const SimulationState& state, const Network& network,
                      const std::filesystem::path& path);

/// Throws: FileError if the file cannot be read or is no checkpoint.
[[nodiscard]] SimulationState read_checkpoint(const std::filesystem::path& path);

}  // namespace siegert
