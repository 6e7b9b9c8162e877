#pragma once

#include <siegert/arrays.hpp>

namespace siegert::simulation {

/// A linear stochastic system dy/dt = A y + c + B (white noise of unit intensity).
struct LinearSystem {
    Matrix A;  ///< n x n [1/s]
    Vector c;  ///< n
    Matrix B;  ///< n x m
};

/// Its exact step from one grid point to the next: y <- P y + constant + L (m standard normal
/// numbers, at most n).
struct ExactStep {
    Matrix P;
    Vector constant;
    Matrix L;  ///< n x k: only columns that are not zero; k = 0 without noise
};

/// The covariance of the noise of a step is that of C. F. Van Loan, IEEE Trans. Autom. Control 23,
/// 395 (1978).
[[nodiscard]] ExactStep exact_step(const LinearSystem& system, double dt);

/// Lower triangular factor of a covariance that may be singular, without its zero columns.
[[nodiscard]] Matrix covariance_factor(const Matrix& covariance);

}  // namespace siegert::simulation
