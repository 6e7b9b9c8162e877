#pragma once

#include <siegert/io/parameter_file.hpp>

#include "io/parameter_keys.hpp"
#include "io/yaml_node.hpp"

#include <filesystem>
#include <initializer_list>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace siegert::io {

/// Numbers of one key in SI units: a single one (no shape), a list, or a matrix in row-major order.
struct Numbers {
    std::vector<Index> shape;
    std::vector<double> values;
    std::string unit;  ///< in the file
};

/// One key of a parameter file.
struct Entry {
    const KeySpecification* specification = nullptr;
    std::string key;
    int line = 0;
    Numbers numbers;                 ///< ValueKind::number
    Dimension dimension{};           ///< of these
    std::vector<std::string> texts;  ///< ValueKind::text, names, and truth ("true" or "false")
    YamlNode node;                   ///< ValueKind::choices, mappings, anything
    mutable bool used = false;       ///< whether `find` has returned it
};

/// A parameter file, read and checked key by key, in the order of the file.
struct ParameterSet {
    std::string file;
    std::filesystem::path directory;  ///< where files stand that it names
    std::vector<Entry> entries;
    std::vector<std::string> warnings;
};

/// Throws: ParameterFileError, FileError as load_network.
[[nodiscard]] ParameterSet read_parameters(const std::string& text, const std::string& file,
                                           const std::filesystem::path& directory);

/// The same of a file.
[[nodiscard]] ParameterSet read_parameter_file(const std::filesystem::path& path);

/// Throws ParameterFileError, naming the one that is probably meant, unless there is such a key.
void require_known(const std::string& file, const std::string& key, int line);

/// The value of one key.
struct Place;
[[nodiscard]] Entry read_entry(const Place& place, const YamlNode& node);

/// Whether the file holds this key.
[[nodiscard]] bool holds(const ParameterSet& parameters, std::string_view key);

/// The entry of this key, or nullptr; it counts as used.
[[nodiscard]] const Entry* find(const ParameterSet& parameters, std::string_view key);

/// The first of these keys that the file holds, or nullptr.
[[nodiscard]] const Entry* find_first(const ParameterSet& parameters,
                                      std::initializer_list<std::string_view> keys);

/// Throws ParameterFileError "file: key: expected this key ..., found none".
[[noreturn]] void fail_missing(const ParameterSet& parameters, std::string_view key,
                               std::string_view purpose = {});

/// Throws ParameterFileError "file:line: key: expected ..., found ...".
[[noreturn]] void fail(const ParameterSet& parameters, const Entry& entry,
                       std::string_view expected, std::string_view found);

/// "a single number", "a list of 3", "a 2 x 3 matrix".
[[nodiscard]] std::string describe_shape(const Numbers& numbers);

/// A single number.
[[nodiscard]] double scalar(const ParameterSet& parameters, const Entry& entry);

/// n numbers; a single one stands for all.
[[nodiscard]] Vector vector_of(const ParameterSet& parameters, const Entry& entry, Index n);

/// rows x cols numbers. A single one stands for all, a list of `cols` for every row, that is, it
/// has one entry for each source.
[[nodiscard]] Matrix matrix_of(const ParameterSet& parameters, const Entry& entry, Index rows,
                               Index cols);

/// rows x cols numbers, or rows x 1: a single number and a list hold for the targets.
[[nodiscard]] Matrix matrix_or_targets(const ParameterSet& parameters, const Entry& entry,
                                       Index rows, Index cols);

/// The entry's numbers as the matrix that they are in the file.
[[nodiscard]] Matrix matrix_of(const Numbers& numbers);

/// The position in `names` of the entry's text.
[[nodiscard]] std::size_t position_in(const ParameterSet& parameters, const Entry& entry,
                                      const std::vector<std::string_view>& names);

/// A single quantity below the key of an entry, such as the `tau` of an adaptation current.
[[nodiscard]] double quantity_of(const ParameterSet& parameters, const std::string& key,
                                 const YamlNode& node, Dimension dimension);

}  // namespace siegert::io
