#pragma once

#include "numerics/fixed_point.hpp"

namespace siegert::numerics {

/// Integrates dx/dt = f(x) - x from `start` accurately in time until it is at rest, and so finds
/// the fixed point whose basin of attraction contains the start. Slow and robust: for maps so
/// nonlinear that pseudo_transient_newton fails.
///
/// `options.tolerance` is met by the residual; not converged if it is not within max_iterations
/// steps, as where the trajectory does not come to rest at all.
///
/// Source: the L-stable second-order Rosenbrock method ROS2 of J. G. Verwer et al., SIAM J. Sci.
/// Comput. 20, 1456 (1999), with the first-order method embedded in it as error estimate.
[[nodiscard]] FixedPoint relax(const DifferentiableMap& f, const Vector& start,
                               const FixedPointOptions& options);

}  // namespace siegert::numerics
