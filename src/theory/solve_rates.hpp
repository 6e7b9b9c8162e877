#pragma once

#include <siegert/theory/working_point.hpp>

#include "numerics/fixed_point.hpp"
#include "theory/population_rates.hpp"

namespace siegert::theory {

/// Domain and tolerance of the rates, in the terms of the solvers.
[[nodiscard]] numerics::FixedPointOptions solver_options(const Network& network,
                                                         const WorkingPointOptions& options);

/// A converged point with the rates of nearly silent populations made accurate relative to
/// themselves, too.
[[nodiscard]] numerics::FixedPoint refine_silent(const numerics::DifferentiableMap& f,
                                                 numerics::FixedPoint point,
                                                 const numerics::FixedPointOptions& options);

/// The working point at the rates `point.x`, with all that is derived from them.
[[nodiscard]] WorkingPoint describe(const Network& network, lif::exp::Method method,
                                    const InputMap& input, const numerics::FixedPoint& point);

}  // namespace siegert::theory
