#pragma once

#include "numerics/fixed_point.hpp"

#include <vector>

namespace siegert::numerics {

/// Components of x far below this [in the unit of x] are as good as equal: distances between fixed
/// points are taken in z = log(1 + x / deflation_scale).
constexpr double deflation_scale = 0.05;

/// Coordinates in which fixed points of very different size are comparable.
[[nodiscard]] Vector deflation_coordinates(const Vector& x);

/// Newton's method from `start` for a fixed point that is none of `known`, stable or not.
///
/// The residual in z is multiplied by the product of 1 + 1/|z - z_k|^2 over the known points, which
/// makes them repel. Not converged where no other point is found.
///
/// Source: P. E. Farrell, A. Birkisson & S. W. Funke, SIAM J. Sci. Comput. 37, A2026 (2015).
[[nodiscard]] FixedPoint deflated_newton(const DifferentiableMap& f, const Vector& start,
                                         const std::vector<Vector>& known,
                                         const FixedPointOptions& options);

}  // namespace siegert::numerics
