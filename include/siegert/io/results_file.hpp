#pragma once

#include <siegert/arrays.hpp>
#include <siegert/model/network.hpp>

#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace siegert {

/// An array of numbers or texts with its shape (row-major; no shape: a single value) and unit.
struct Dataset {
    using Values = std::variant<std::vector<double>, std::vector<Complex>,
                                std::vector<std::int64_t>, std::vector<std::string>>;

    Values values;
    std::vector<std::size_t> shape;  ///< the product is the number of values
    std::string unit;                ///< SI unit, empty for none
};

[[nodiscard]] Dataset dataset(double value, std::string_view unit = {});
[[nodiscard]] Dataset dataset(std::int64_t value, std::string_view unit = {});
[[nodiscard]] Dataset dataset(std::string text);
[[nodiscard]] Dataset dataset(std::vector<std::string> texts);
[[nodiscard]] Dataset dataset(std::vector<double> values, std::string_view unit);
[[nodiscard]] Dataset dataset(std::vector<std::int64_t> values, std::string_view unit = {});
[[nodiscard]] Dataset dataset(const Vector& values, std::string_view unit);
[[nodiscard]] Dataset dataset(const Matrix& values, std::string_view unit);
[[nodiscard]] Dataset dataset(const ComplexVector& values, std::string_view unit);
[[nodiscard]] Dataset dataset(const ComplexMatrix& values, std::string_view unit);

/// Takes the values of the stack, without a copy if it is given away (`std::move`).
[[nodiscard]] Dataset dataset(MatrixStack values, std::string_view unit);

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
/// name is empty, holds '/', or is `network` at the top, or a text holds a null byte; FileError if
/// the file cannot be written.
void write_results(const ResultsFile& results, const std::filesystem::path& path);

/// Reads a file of `write_results`, bit for bit.
///
/// Throws: FileError if the file cannot be read, is not HDF5, is damaged, or holds other types of
/// data; ParameterFileError if its network is not valid.
[[nodiscard]] ResultsFile read_results(const std::filesystem::path& path);

}  // namespace siegert
