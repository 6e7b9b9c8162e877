#pragma once

#include "io/parameter_set.hpp"

namespace siegert::io {

/// Where a value stands, for messages.
struct Place {
    std::string file;
    std::string key;
    std::filesystem::path directory;  ///< of matrix files
};

[[noreturn]] void fail(const Place& place, int line, std::string_view expected,
                       std::string_view found);

/// Whether it is written in a unit of this dimension.
[[nodiscard]] bool measures(const YamlNode& node, Dimension dimension);

/// A number, a list or a matrix in any of the spellings of docs/parameter_files.md.
[[nodiscard]] Numbers read_numbers(const Place& place, const YamlNode& node, Dimension dimension);

/// A list of names; text that spells a number is not one, unless in quotes.
[[nodiscard]] std::vector<std::string> read_names(const Place& place, const YamlNode& node);

[[nodiscard]] std::string read_text(const Place& place, const YamlNode& node);

/// "true" or "false".
[[nodiscard]] std::string read_truth(const Place& place, const YamlNode& node);

}  // namespace siegert::io
