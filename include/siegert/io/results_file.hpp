#pragma once

#include <siegert/answer/dataset.hpp>
#include <siegert/model/network.hpp>

#include <filesystem>
#include <map>
#include <string>

namespace siegert {

/// Named arrays, and named groups of them.
struct ResultsTree {
    std::map<std::string, Dataset> datasets;
    std::map<std::string, ResultsTree> groups;
};

/// Results with the network that they belong to and the version of the library that made them.
struct ResultsFile {
    Network network;
    Analysis analysis;
    ResultsTree results;
    std::string version;
};

/// Writes results to an HDF5 file: datasets and groups under their names, each dataset with an
/// attribute `unit`; the network as parameter file (text) in the dataset `network`; the version in
/// the attribute `siegert_version` of the root. Complex numbers are pairs (r, i) as h5py reads and
/// writes them, texts are UTF-8.
///
/// The whole file is written or, if anything fails, nothing, and a file that was there is kept.
/// While it writes it needs as much memory again as the results have. `results.version` is ignored.
///
/// Throws: InvalidParameter if the network is not valid, a shape does not fit its values, or a
/// name is empty, holds a null byte, or is `network` at the top, or a text holds a null byte;
/// FileError if the file cannot be written.
void write_results(const ResultsFile& results, const std::filesystem::path& path);

/// Reads a file of `write_results`, bit for bit.
///
/// Throws: FileError if the file cannot be read, is not HDF5, is damaged, or holds other types of
/// data; ParameterFileError if its network is not valid.
[[nodiscard]] ResultsFile read_results(const std::filesystem::path& path);

}  // namespace siegert
