#pragma once

#include "convert/dictionary.hpp"

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace siegert::convert {

/// What the configuration of a circuit, or of a simulation of one, says about files.
struct SonataConfig {
    using Path = std::filesystem::path;
    using Pair = std::pair<Path, Path>;

    std::vector<Pair> nodes;          ///< file of nodes, file of their types
    std::vector<Pair> edges;          ///< file of edges, file of their types
    Path models;                      ///< folder of the parameters of point neurons
    std::vector<Path> spikes;         ///< files of input
    std::optional<double> duration;   ///< of the simulation [s]
    std::vector<std::string> unused;  ///< inputs that are no spikes
};

/// Throws: FileError, InvalidParameter.
[[nodiscard]] SonataConfig read_sonata_config(const std::filesystem::path& path);

/// The JSON in a file. Throws: FileError, InvalidParameter.
[[nodiscard]] Json read_json(const std::filesystem::path& path);

}  // namespace siegert::convert
