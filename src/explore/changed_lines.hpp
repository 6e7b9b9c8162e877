#pragma once

#include "io/parameter_set.hpp"

#include <string>

namespace siegert::explore {

/// The text of a parameter file with `entry` in the place of the lines that its key has there,
/// behind all others where it has none. A comment behind a value stays.
///
/// Where the keys do not each begin a line the result is of no use: load it and see.
[[nodiscard]] std::string with_entry(const std::string& text, const io::Entry& entry);

/// A value in SI units as the shortest number that, in this unit, is read back as the same.
[[nodiscard]] std::string number_text(double value, const std::string& unit);

}  // namespace siegert::explore
