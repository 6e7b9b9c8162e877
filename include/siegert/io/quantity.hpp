#pragma once

#include <siegert/dimension.hpp>

#include <string>
#include <string_view>

namespace siegert {

/// Value in SI units of a text such as "20 ms", "-65mV" or "8.0 1/s".
///
/// Units are those of the table below with the prefixes p, n, u, m, k, M, G, or spelled out
/// (`millisecond`, `millivolt`, `1 / millimeter`). The number is rounded once, so that "20 ms" is
/// the double nearest to 0.020.
///
///     time s    voltage V      current A     capacitance F    frequency Hz, 1/s
///     length m  wavenumber 1/m conductance S resistance Ohm   angular frequency rad/s
///
/// Throws: InvalidParameter if the text is not a finite number followed by a unit of this dimension
/// (no unit for Dimension::dimensionless); the message says what was expected and what was found.
[[nodiscard]] double parse_quantity(std::string_view text, Dimension dimension);

/// `value` given in `unit`, in SI units: `to_si(20.0, "ms", Dimension::time) == 0.020`.
///
/// Throws: InvalidParameter if the unit is unknown or of another dimension.
[[nodiscard]] double to_si(double value, std::string_view unit, Dimension dimension);

/// A value in SI units as text for people, in the unit customary in the field: 0.02 s is "20 ms".
[[nodiscard]] std::string format_quantity(double value, Dimension dimension);

/// The unit in which `format_quantity` prints, empty for dimensionless numbers.
[[nodiscard]] std::string customary_unit(Dimension dimension);

/// The unit in which the library calculates, empty for dimensionless numbers.
[[nodiscard]] std::string si_unit(Dimension dimension);

/// "a time", "a voltage", ...
[[nodiscard]] std::string describe(Dimension dimension);

}  // namespace siegert
