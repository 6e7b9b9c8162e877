#pragma once

#include <cstdint>
#include <filesystem>
#include <vector>

namespace siegert::io {

/// The unit of times in files [s].
inline constexpr double milliseconds = 1e-3;

/// One spike as files number it.
struct NumberedSpike {
    double time;  ///< [s]
    std::int64_t neuron;
};

/// The spikes of a text file: number of a neuron and time in ms. Throws: FileError, with the line.
[[nodiscard]] std::vector<NumberedSpike> read_spike_text(const std::filesystem::path& path);

}  // namespace siegert::io
