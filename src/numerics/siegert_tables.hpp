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

inline constexpr double sqrt_pi = 1.772453850905516;
inline constexpr double two_over_sqrt_pi = 1.1283791670955126;
inline constexpr double log_constant = 2.3680493741306026;  // gamma/2 + 3 log 2

/// n! / (sqrt(pi) 4^(n+1))
inline constexpr double erfcx_limit[6] = {0.14104739588693907,  0.03526184897173477,
                                          0.017630924485867384, 0.013223193364400539,
                                          0.013223193364400539, 0.01652899170550067};

/// Gauss-Legendre rule with six nodes on [0, 1].
inline constexpr int node_count = 6;
inline constexpr double nodes[node_count] = {0.03376524289842399, 0.16939530676686773,
                                             0.38069040695840156, 0.6193095930415985,
                                             0.8306046932331322,  0.966234757101576};
inline constexpr double node_weights[node_count] = {0.08566224618958518, 0.1803807865240693,
                                                    0.2339569672863455,  0.2339569672863455,
                                                    0.1803807865240693,  0.08566224618958518};

}  // namespace siegert::numerics
