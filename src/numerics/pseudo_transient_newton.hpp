#pragma once

#include "numerics/fixed_point.hpp"

namespace siegert::numerics {

/// Follows dx/dt = f(x) - x from `start` to rest by linearly implicit Euler steps that grow until
/// they are Newton steps.
///
/// The step length is controlled by how well the linearisation predicted the residual, not by the
/// size of the residual, which may well grow on the way. A step is limited so that no component
/// falls below a fifth or covers more than four fifths of its distance to `upper`.
///
/// Source: C. T. Kelley & D. E. Keyes, SIAM J. Numer. Anal. 35, 508 (1998) for the method. The
/// control of the step is this library's own (docs/theory/working_point.md).
[[nodiscard]] FixedPoint pseudo_transient_newton(const DifferentiableMap& f, const Vector& start,
                                                 const FixedPointOptions& options);

}  // namespace siegert::numerics
