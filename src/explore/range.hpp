#pragma once

#include "explore/opened_file.hpp"

#include <string>

namespace siegert::explore {

/// A parameter and the values between which it varies.
struct Range {
    std::string key;   ///< "nu_ext", "J[E,I]"
    std::string unit;  ///< of the values; empty: none
    double from = 0.0;
    double to = 0.0;
};

/// Throws: InvalidParameter unless it begins and ends at different finite values.
void require_range(const Range& range);

/// The parameter at another value.
[[nodiscard]] Change change_to(const Range& range, double value);

/// "nu_ext [Hz]"
[[nodiscard]] std::string title_of(const Range& range);

}  // namespace siegert::explore
