#pragma once

/// Tables of the scaled complementary error function, its derivatives and integrals. With
/// t = 4 / (4 + x) and x >= 0:
///
///     E_n(x) = (-d/dx)^n erfcx(x) = t^(n+1) (erfcx_limit[n] + t F_n(t))
///     sqrt(pi) int_0^x erfcx(u) du = log1p(x/4) + log_constant + t R(t)
///     exp(-x^2) int_0^x erfcx(-u) du = t H(t)
///
/// Splitting off the behaviour at x -> infinity (t -> 0) keeps differences of two values accurate
/// to rounding however far out they are.
namespace siegert::numerics {

#include "numerics/tables/siegert_tables.inc"

inline constexpr const auto& table_R = table_integral[0];
inline constexpr const auto& table_H = table_integral[1];

inline constexpr double sqrt_pi = 1.772453850905516;
inline constexpr double two_over_sqrt_pi = 1.1283791670955126;
inline constexpr double log_constant = 2.3680493741306026;  // gamma/2 + 3 log 2

/// n! / (sqrt(pi) 4^(n+1))
inline constexpr double erfcx_limit[6] = {0.14104739588693907,  0.03526184897173477,
                                          0.017630924485867384, 0.013223193364400539,
                                          0.013223193364400539, 0.01652899170550067};

}  // namespace siegert::numerics
