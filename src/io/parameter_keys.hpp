#pragma once

#include <siegert/io/quantity.hpp>

#include "model/network_fields.hpp"

#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace siegert::io {

enum class ValueKind {
    number,    ///< number, list or matrix, with the unit of its dimension
    text,      ///< one word or sentence
    names,     ///< a list of texts
    choices,   ///< an enumerator, a list, or by the names of populations
    truth,     ///< true or false
    mappings,  ///< lists of mappings: adaptation currents, stimuli
    anything,  ///< not looked at
};

/// A key that a parameter file may hold: that of a field of the network, or one from which fields
/// are derived.
struct KeySpecification {
    std::string_view name;
    ValueKind kind;
    std::string_view section;  ///< heading in docs/parameter_files.md
    Dimension dimension = Dimension::dimensionless;
    schema::Shape shape = schema::Shape::network;
    std::string_view meaning{};  ///< empty: a key of NNMT that nothing here needs
    std::string_view if_absent{};
    std::optional<Dimension> or_dimension{};  ///< what its numbers may measure instead
};

/// The keys of the fields in the order of their table, then the others.
[[nodiscard]] std::span<const KeySpecification> all_keys();

/// The specification of a key, or nullptr.
[[nodiscard]] const KeySpecification* find_key(std::string_view name);

/// The candidate that takes the fewest insertions, deletions, replacements and transpositions,
/// capital letters aside, or nothing if none is close.
[[nodiscard]] std::string nearest(std::string_view name,
                                  std::span<const std::string_view> candidates);

/// The key that is probably meant, in quotes, or nothing: what NEST, Brian and PyNN call something
/// else by its name here, any other by the nearest key.
[[nodiscard]] std::string suggested_key(std::string_view name);

}  // namespace siegert::io
