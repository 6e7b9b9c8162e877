#pragma once

#include <siegert/error.hpp>

#include <fmt/format.h>

#include <cmath>
#include <string_view>

namespace siegert {

/// Throws InvalidParameter "<name> must <demand>, got <value>" unless the condition holds. Write
/// the condition so that NaN fails it: `x > 0`, never `!(x <= 0)`.
inline void require(bool condition, std::string_view name, double value, std::string_view demand) {
    if (!condition) throw InvalidParameter(fmt::format("{} must {}, got {}", name, demand, value));
}

inline void require_finite(std::string_view name, double value) {
    require(std::isfinite(value), name, value, "be finite");
}

inline void require_positive(std::string_view name, double value) {
    require(value > 0.0 && std::isfinite(value), name, value, "be positive and finite");
}

inline void require_not_negative(std::string_view name, double value) {
    require(value >= 0.0 && std::isfinite(value), name, value, "be finite and not negative");
}

}  // namespace siegert
