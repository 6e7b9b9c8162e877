#pragma once

#include <siegert/io/quantity.hpp>

#include <optional>
#include <string_view>

namespace siegert::io {

/// A unit is a power of ten of the SI unit of its dimension.
struct Unit {
    Dimension dimension;
    int exponent;
};

/// The unit of this name, or nothing if there is none.
[[nodiscard]] std::optional<Unit> find_unit(std::string_view name);

/// value * 10^exponent, rounded once.
[[nodiscard]] double scaled(double value, int exponent);

/// The finite number that `text` spells and nothing else, or nothing. `nan` and `inf` are numbers
/// to this function: the caller says what is wrong with them.
[[nodiscard]] std::optional<double> to_number(std::string_view text);

/// What follows the number in `quantity`, empty if nothing does.
[[nodiscard]] std::string_view unit_part(std::string_view quantity);

}  // namespace siegert::io
