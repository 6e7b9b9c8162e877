#pragma once

#include "io/parameter_set.hpp"

#include <string>
#include <vector>

namespace siegert::io {

/// Puts `value`, written as in a parameter file, in the place of what the file has for `key`, which
/// may name one entry of a list or matrix: "N[E]", "J[E,I]", "nu_ext[0]".
///
/// Throws: ParameterFileError if there is no such key or entry, or the value, which is no part of
/// the file ("value given"), is not one of it.
void change_parameter(ParameterSet& parameters, const std::string& key, const std::string& value,
                      const std::filesystem::path& directory);

/// Where a single number stands.
struct NumberPlace {
    std::size_t entry;   ///< of ParameterSet::entries
    std::size_t offset;  ///< in its numbers
};

/// The place of "nu_ext", "N[E]" or "J[E,I]"; a single number that stands for all populations or
/// pairs of them is written out where one entry is named.
///
/// Throws: ParameterFileError if there is no such key or entry, or it is not one number.
[[nodiscard]] NumberPlace number_place(ParameterSet& parameters, const std::string& key);

/// "J[E,I]" for each number of a list or matrix that the file has for `key`, with names of
/// populations where the entries are theirs; the key itself where it has a single number.
///
/// Throws: ParameterFileError if there is no such key.
[[nodiscard]] std::vector<std::string> number_names(const ParameterSet& parameters,
                                                    const std::string& key);

/// What a changed key holds: for "J[E,I]" that one number.
[[nodiscard]] Entry changed_entry(const ParameterSet& parameters, const std::string& key);

}  // namespace siegert::io
