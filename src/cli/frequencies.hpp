#pragma once

#include <siegert/arrays.hpp>

#include <string>

namespace siegert::cli {

/// Angular frequencies [rad/s] that the text of `--frequencies` stands for, in Hz unless a unit
/// follows: a range "start:stop:step" (stop left out, as in parameter files) or a list "10,20,64".
///
/// Throws: InvalidParameter, saying what was expected.
[[nodiscard]] Vector frequencies_from_text(const std::string& text);

/// 0.1 Hz, 0.6 Hz, ... below 500 Hz [rad/s]: what is taken where nobody says.
[[nodiscard]] Vector default_frequencies();

/// Frequencies in Hz.
[[nodiscard]] Vector in_hertz(const Vector& omegas);

}  // namespace siegert::cli
