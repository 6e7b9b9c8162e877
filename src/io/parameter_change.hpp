#pragma once

#include "io/parameter_set.hpp"

#include <string>

namespace siegert::io {

/// Puts `value`, written as in a parameter file, in the place of what the file has for `key`, which
/// may name one entry of a list or matrix: "N[E]", "J[E,I]", "nu_ext[0]".
///
/// Throws: ParameterFileError if there is no such key or entry, or the value is not one of it.
void change_parameter(ParameterSet& parameters, const std::string& key, const std::string& value,
                      const std::filesystem::path& directory);

/// What a changed key holds: for "J[E,I]" that one number.
[[nodiscard]] Entry changed_entry(const ParameterSet& parameters, const std::string& key);

}  // namespace siegert::io
