#pragma once

#include <siegert/io/parameter_file.hpp>
#include <siegert/io/parameter_line.hpp>
#include <siegert/io/quantity.hpp>
#include <siegert/io/results_file.hpp>

#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace siegert {

/// A key of a parameter file and the values that it takes in a scan.
struct VariedParameter {
    std::string key;  ///< "nu_ext", or one entry of a list or matrix: "N[E]", "J[E,I]", "nu_ext[0]"
    std::vector<std::string> values;  ///< as in a parameter file: "8 Hz"
};

/// The parameter and values that a text stands for: a range "key=start:stop:step unit" or a list
/// "key=a,b,c unit", the unit once at the end; a list of words for keys that are texts.
///
/// A range holds start, start + step, ... up to stop, and stop itself where the steps lead to it
/// (within 1e-9 of a step); it runs downwards with a negative step.
/// Throws: InvalidParameter, saying what was expected.
[[nodiscard]] VariedParameter varied_parameter(std::string_view text);

/// The same with values in SI units, as numbers.
///
/// Throws: InvalidParameter if the key is unknown or a value is not finite.
[[nodiscard]] VariedParameter varied_parameter(const std::string& key, const Vector& values);

/// `samples` values for each of several ranges that fill the space between them evenly: a Latin
/// hypercube. Each range is divided into `samples` parts, of which each has one value at a random
/// place; they are combined at random. The same seed gives the same values everywhere.
///
/// Throws: InvalidParameter if there is no range or less than one sample.
[[nodiscard]] std::vector<VariedParameter> latin_hypercube(
    const std::vector<ParameterRange>& ranges, Index samples, std::uint64_t seed);

/// The networks of one parameter file on the grid of all combinations of values; or, as samples,
/// with the first value of every key, the second, ...
struct ParameterGrid {
    std::vector<VariedParameter> parameters;
    std::vector<Index> shape;           ///< number of values of each; of samples their number alone
    std::vector<Dataset> values;        ///< of each, in SI units (texts as they are)
    std::vector<Dimension> dimensions;  ///< of each
    LoadedNetwork first;                ///< the network at the first point
    std::function<LoadedNetwork(const std::vector<Index>& position)> at;  ///< thread-safe
};

/// Reads a parameter file, each of whose keys may be varied: for each point the value of the file
/// is replaced before anything is derived from it, as if it stood in the file. A single value of a
/// key that the file has as a list or matrix takes the place of all entries. All networks are
/// built once, so that none of them fails later; of more than 1e4 those with every value of one key
/// and the first or the last values of the others, or the first 1e4 samples.
///
/// Throws: InvalidParameter, naming parameter and value, if a key is unknown, given twice, cannot
/// be varied (`populations`, `adaptation`), has no such entry, makes the network invalid, or has no
/// effect on it; otherwise as load_network.
[[nodiscard]] ParameterGrid parameter_grid(const std::filesystem::path& path,
                                           std::vector<VariedParameter> parameters,
                                           const LoadOptions& options = {});

/// The same for samples: all keys have equally many values, and the k-th of each belong together.
///
/// Throws: also if their numbers differ.
[[nodiscard]] ParameterGrid parameter_samples(const std::filesystem::path& path,
                                              std::vector<VariedParameter> parameters,
                                              const LoadOptions& options = {});

/// Whether the points are samples, not a grid.
[[nodiscard]] bool are_samples(const ParameterGrid& grid);

/// Which of its values parameter p has at a position; samples have one index for all parameters.
[[nodiscard]] Index value_index(const std::vector<Index>& position, std::size_t p);

/// "nu_ext = 8 Hz, g = 5" of a point of the grid.
[[nodiscard]] std::string describe_point(const ParameterGrid& grid,
                                         const std::vector<Index>& position);

}  // namespace siegert
