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

/// The exponent of a unit of this dimension. Throws InvalidParameter, "expected ..., found ...", if
/// it is none.
[[nodiscard]] int exponent_of(std::string_view unit, Dimension dimension);

/// value * 10^exponent, rounded once.
[[nodiscard]] double scaled(double value, int exponent);

/// The double nearest to 10^exponent times the number that `text` spells, or nothing if it spells
/// anything else. `nan` and `inf` are numbers to this function: the caller says what is wrong.
[[nodiscard]] std::optional<double> to_number(std::string_view text, int exponent = 0);

/// What follows the number in `quantity`, empty if nothing does.
[[nodiscard]] std::string_view unit_part(std::string_view quantity);

}  // namespace siegert::io
