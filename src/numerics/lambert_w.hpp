#pragma once

#include <complex>

namespace siegert::numerics {

/// Branch `branch` (any integer) of the Lambert W function, a solution of w exp(w) = z.
///
/// Branches are numbered, and continued onto their cuts, as by Corless et al. (1996): on a cut the
/// value is the limit from above. W_0(0) = 0; the other branches are -infinity there. A negative
/// zero as imaginary part counts as zero.
///
/// Accuracy: relative error below 4e-15 for every branch and finite z, also near the branch point
/// -1/e.
/// Source: R. M. Corless et al., Adv. Comput. Math. 5, 329 (1996), section 4.
[[nodiscard]] std::complex<double> lambert_w(int branch, std::complex<double> z);

/// lambert_w(branch, exp(log_z)) also where exp(log_z) leaves the range of a double.
///
/// The imaginary part of log_z must lie in [-pi, pi].
[[nodiscard]] std::complex<double> lambert_w_of_exp(int branch, std::complex<double> log_z);

}  // namespace siegert::numerics
