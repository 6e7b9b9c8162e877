#pragma once

#include <siegert/arrays.hpp>

#include <vector>

namespace siegert::theory {

/// A linear rate model whose populations share one time constant and one delay,
///
///     tau dx/dt = -x + C x(t - delay).
struct ConstantDelay {
    double tau = 0.0;    ///< time constant [s], not 0
    double delay = 0.0;  ///< [s], >= 0
};

/// Eigenvalue lambda [1/s] of the rate model for the eigenvalue c of its connectivity: the solution
/// of
///
///     (1 + tau lambda) exp(lambda delay) = c,
///     lambda = -1/tau + W_branch(c delay / tau exp(delay / tau)) / delay
///
/// on branch number `branch` (any integer) of the Lambert W function. For tau > 0 branch 0 has the
/// largest real part. Complex solutions for real c come in conjugate pairs: on branches b and -b
/// for c tau > 0, on b and -1 - b for c tau < 0.
///
/// Limits: delay = 0 gives (c - 1) / tau on branch 0, c = 0 gives -1 / tau; the other branches are
/// at -infinity in both cases.
/// Accuracy: error below 1e-14 (|lambda| + 1/|tau| + 1/delay), more where two branches meet.
/// Throws: InvalidParameter if tau is 0, delay negative, or a value not finite.
/// Source: Senk et al., Phys. Rev. Research 2, 023174 (2020), section on linear stability; R. M.
/// Corless et al., Adv. Comput. Math. 5, 329 (1996).
[[nodiscard]] Complex solve_chareq_lambertw_constant_delay(int branch, const ConstantDelay& model,
                                                           Complex c);

/// The same for the eigenvalue of `connectivity` (C, n x n, dimensionless) with the largest
/// absolute value, of a conjugate pair the one with positive imaginary part.
[[nodiscard]] Complex solve_chareq_lambertw_constant_delay(int branch, const ConstantDelay& model,
                                                           const Matrix& connectivity);

/// Eigenvalues of the rate model [1/s] for all n eigenvalues of `connectivity` on the branches
/// -branches ... branches, by falling real part: n (2 branches + 1) values.
///
/// The first is the fastest growing mode (tau > 0), which need not belong to the largest eigenvalue
/// of the connectivity.
/// Throws: as solve_chareq_lambertw_constant_delay, and if branches < 0.
[[nodiscard]] std::vector<Complex> constant_delay_eigenvalues(const ConstantDelay& model,
                                                              const Matrix& connectivity,
                                                              int branches);

/// Eigenvalue of a matrix with the largest absolute value, of a conjugate pair the one with
/// positive imaginary part.
///
/// Throws: InvalidParameter if the matrix is empty, not square or not finite.
[[nodiscard]] Complex largest_eigenvalue(const Matrix& matrix);

}  // namespace siegert::theory
