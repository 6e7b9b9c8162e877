#pragma once

// Catch2 2 is one header, Catch2 3 is many: the tests include this one and build with both.
#if __has_include(<catch2/catch_all.hpp>)
#include <catch2/catch_all.hpp>

using Catch::Matchers::ContainsSubstring;
#else
#include <catch2/catch.hpp>

namespace Catch::Matchers {
inline auto ContainsSubstring(const std::string& text) {
    return Contains(text);
}
}  // namespace Catch::Matchers
using Catch::Matchers::ContainsSubstring;
#endif

#include <cmath>
#include <limits>

/// Relative difference, infinite if either value is NaN, so that a comparison with a bound fails.
inline double relative_error(double value, double reference) {
    if (value == reference) return 0.0;
    const double error = std::abs(value - reference) / std::abs(reference);
    return std::isnan(error) ? std::numeric_limits<double>::infinity() : error;
}
