#pragma once

#include <complex>

namespace siegert::numerics {

/// Laplace transform E[exp(-a exp(sigma Z))] of a lognormal variable with median 1, Z standard
/// normal, sigma > 0; |arg a| < pi. Where Re a < 0 the expectation diverges and its analytic
/// continuation from Re a >= 0 is returned.
///
/// Accuracy: relative error below 1e-12 for sigma in [1e-8, 3], |a| < 1e5 and |arg a| <= pi / 2,
/// plus the rounding error |a| eps of the phase (tests/numerics/test_lognormal_laplace.cpp).
/// Source: S. Asmussen, J. L. Jensen, L. Rojas-Nandayapa, Methodol. Comput. Appl. Probab. 18, 441
/// (2016) for the path through the saddle point; here it is rotated further and the trapezoidal
/// rule is applied to it (docs/theory/delays.md).
[[nodiscard]] std::complex<double> lognormal_laplace(std::complex<double> a, double sigma);

}  // namespace siegert::numerics
