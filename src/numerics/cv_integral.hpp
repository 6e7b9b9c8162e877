#pragma once

#include "numerics/siegert_integral.hpp"

namespace siegert::numerics {

/// Root of the integral that gives the variance of the interspike intervals, in the scale of
/// siegert_integral(barrier):
///
///     sqrt(2 pi int_a^b h(u) du) = cv_integral exp(exponent),    h' = 2 u h + erfcx(-u)^2.
///
/// The coefficient of variation is cv_integral over the mean interval in the same scale and in
/// units of tau_m. `root` is that of siegert_integral(barrier).
[[nodiscard]] double cv_integral(const Barrier& barrier, double root);

}  // namespace siegert::numerics
