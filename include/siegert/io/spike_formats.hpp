#pragma once

#include <siegert/simulation/spike_record.hpp>

#include <cstdint>
#include <filesystem>
#include <limits>
#include <optional>
#include <string>
#include <vector>

namespace siegert {

/// Formats of spikes in which others write and read.
enum class SpikeFormat {
    nest,    ///< text, NEST's recording backend `ascii`: number of a neuron and time in ms
    sonata,  ///< HDF5, `/spikes/<population>` with `timestamps` and `node_ids`
};

/// By the ending of a name: `.dat` and `.gdf` of NEST, `.sonata` and `.sonata.h5` of SONATA.
[[nodiscard]] std::optional<SpikeFormat> spike_format(const std::filesystem::path& path);

/// The neurons of a population, numbered from `first` to `last`, both of them included.
struct NumberedPopulation {
    std::string name;
    std::int64_t first = 0;
    std::int64_t last = 0;
};

/// What a file of spikes does not say about itself.
struct SpikeReading {
    /// Of text: how its neurons are numbered; empty: one population `all` from the lowest number to
    /// the highest one that spiked. Of SONATA: populations with neurons that never spiked; those
    /// not named here go from 0 to the highest number that did.
    std::vector<NumberedPopulation> populations;
    double start = 0.0;                                     ///< of the recording [s]
    double end = std::numeric_limits<double>::quiet_NaN();  ///< [s]; NaN: the last spike
};

struct SpikesRead {
    SpikeRecord record;
    std::uint64_t left_out = 0;  ///< spikes of other neurons, and outside of the time
};

/// Reads spikes that were written elsewhere: HDF5 as SONATA, all else as text with two columns
/// (number of a neuron, time in ms) below lines that begin with # and a heading.
///
/// Throws: FileError if the file cannot be read or holds something else, naming the line;
/// InvalidParameter if a population is empty, named twice, overlaps another one or, in SONATA, does
/// not exist, or if there is no time between start and end.
[[nodiscard]] SpikesRead read_spikes(const std::filesystem::path& path,
                                     const SpikeReading& reading = {});

/// Whether a file is HDF5 that siegert wrote, which `read_spike_file` reads.
[[nodiscard]] bool is_spike_file(const std::filesystem::path& path);

/// Writes spikes as others read them: the whole file or, if anything fails, nothing. In text the
/// neurons of all populations are numbered from 1 on, as NEST does; times are in ms.
///
/// Throws: FileError if the file cannot be written.
void write_spikes(const SpikeRecord& record, const std::filesystem::path& path, SpikeFormat format);

}  // namespace siegert
