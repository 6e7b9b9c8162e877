#pragma once

#include "io/spike_text.hpp"

#include <siegert/simulation/spike_record.hpp>

#include <filesystem>
#include <map>
#include <string>
#include <vector>

/// SONATA's spike files: `/spikes/<population>` with `timestamps` and `node_ids`.
/// Source: K. Dai et al., PLoS Comput. Biol. 16, e1007696 (2020), and its developer guide, 0.1.
namespace siegert::io {

/// The spikes of each population. Throws: FileError.
[[nodiscard]] std::map<std::string, std::vector<NumberedSpike>> read_sonata(
    const std::filesystem::path& path);

/// Throws: FileError.
void write_sonata(const SpikeRecord& record, const std::filesystem::path& path);

}  // namespace siegert::io
