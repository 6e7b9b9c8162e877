#pragma once

#include <numbers>

/// Tables for the variance of the interspike intervals: h' = 2 u h + erfcx(-u)^2 and M' = h. With
/// t = 4 / (4 + x) and x >= 0:
///
///     h(-x) = t^3 hn(t)                M(-x) = t^2 (M_limit + t Mn(t))
///     exp(-2 x^2) h(x) = t hp(t)       exp(-2 x^2) M(x) = t^2 Mp(t)
namespace siegert::numerics {

#include "numerics/tables/cv_tables.inc"

inline constexpr const auto& table_hn = table_h[0];
inline constexpr const auto& table_hp = table_h[1];
inline constexpr const auto& table_Mn = table_M[0];
inline constexpr const auto& table_Mp = table_M[1];

inline constexpr double M_limit = std::numbers::inv_pi / 64.0;

}  // namespace siegert::numerics
