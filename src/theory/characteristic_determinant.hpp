#pragma once

#include <siegert/theory/characteristic_equation.hpp>

#include <cmath>

namespace siegert::theory {

/// Size, in s, that rounding errors of s are relative to [1/s].
[[nodiscard]] inline double scale_of(Complex s) {
    return std::abs(s) + 1.0;
}

/// |1 - lambda| of the eigenvalue lambda of W that is nearest to 1. Throws: AccuracyNotReached if
/// the eigenvalues cannot be found.
[[nodiscard]] double distance_from_one(const ComplexMatrix& W);

/// F' / F at s for F = det(1 - W(s)), with W_s = W(s): -tr((1 - W)^-1 W'), W' by central difference
/// along the real axis. Not finite where F vanishes. Throws: whatever W throws.
[[nodiscard]] Complex logarithmic_derivative(const ConnectivityAt& W, Complex s,
                                             const ComplexMatrix& W_s);

}  // namespace siegert::theory
