#pragma once

#include "numerics/fixed_point.hpp"

namespace siegert::numerics {

using VectorMap = std::function<Vector(const Vector& x)>;

/// Fixed point of a map whose derivatives cost more than its values, from a point close to it: the
/// given Jacobian is corrected by each step (Broyden's good update). `at_x.jacobian` of the result
/// is such an estimate.
///
/// Not converged where steps leave [0, upper) or do not reduce the residual.
/// Source: C. G. Broyden, Math. Comput. 19, 577 (1965).
[[nodiscard]] FixedPoint broyden(const VectorMap& f, const Vector& start, const Matrix& jacobian,
                                 const FixedPointOptions& options);

}  // namespace siegert::numerics
