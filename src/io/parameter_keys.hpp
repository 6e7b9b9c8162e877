#pragma once

#include <siegert/io/quantity.hpp>

#include <span>
#include <string>
#include <string_view>

namespace siegert::io {

enum class ValueKind {
    number,      ///< number, list or matrix, with the unit of its dimension
    text,        ///< one word or sentence
    names,       ///< a list of texts
    truth,       ///< true or false
    adaptation,  ///< lists of adaptation currents
};

/// A key that a parameter file may hold.
struct KeySpecification {
    std::string_view name;
    ValueKind kind;
    Dimension dimension = Dimension::dimensionless;
};

[[nodiscard]] std::span<const KeySpecification> all_keys();

/// The specification of a key, or nullptr.
[[nodiscard]] const KeySpecification* find_key(std::string_view name);

/// The candidate that takes the fewest insertions, deletions, replacements and transpositions,
/// capital letters aside, or nothing if none is close.
[[nodiscard]] std::string nearest(std::string_view name,
                                  std::span<const std::string_view> candidates);

[[nodiscard]] std::string nearest_key(std::string_view name);

}  // namespace siegert::io
