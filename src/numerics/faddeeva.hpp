#pragma once

#include <complex>

namespace siegert::numerics {

/// Faddeeva function w(z) = exp(-z^2) erfc(-i z) in the upper half plane, Im z >= 0.
///
/// It is bounded there (|w| <= 1), so that expressions with erfc of a complex argument can be
/// written without overflow.
///
/// Accuracy: relative error below 1e-14 (tests/numerics/test_faddeeva.cpp).
/// Source: M. Al Azah, S. N. Chandler-Wilde, SIAM J. Numer. Anal. 59, 2346 (2021): trapezoidal and
/// midpoint rule for the integral representation of w, corrected for the pole near the real axis.
[[nodiscard]] std::complex<double> faddeeva(std::complex<double> z);

}  // namespace siegert::numerics
