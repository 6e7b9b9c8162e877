#pragma once

#include <siegert/theory/working_point.hpp>

#include "numerics/fixed_point.hpp"
#include "theory/rate_map.hpp"

namespace siegert::theory {

/// Domain and tolerance of the rates, in the terms of the solvers.
[[nodiscard]] numerics::FixedPointOptions solver_options(const Network& network,
                                                         const WorkingPointOptions& options);

/// A converged point with the rates of nearly silent populations made accurate relative to
/// themselves, too.
[[nodiscard]] numerics::FixedPoint refine_silent(const numerics::DifferentiableMap& f,
                                                 numerics::FixedPoint point,
                                                 const numerics::FixedPointOptions& options);

/// A fixed point of the map close to one of a map that approximates it; `at_x.jacobian` is an
/// estimate.
///
/// Throws: AccuracyNotReached where the rates cannot be resolved.
[[nodiscard]] numerics::FixedPoint refined(const RateMap& map, const numerics::FixedPoint& close,
                                           const numerics::FixedPointOptions& options);

/// The working point at the rates `point.x`, with all that is derived from them.
[[nodiscard]] WorkingPoint describe(const RateMap& map, lif::exp::Method method,
                                    const numerics::FixedPoint& point);

/// The checks of how conductances are treated.
[[nodiscard]] std::vector<ValidityCheck> conductance_validity(const RateMap& map,
                                                              const neurons::Input& input);

/// The checks of how adaptation is treated, of populations that have some.
[[nodiscard]] std::vector<ValidityCheck> adaptation_validity(const RateMap& map,
                                                             const neurons::Input& input);

/// The checks of a rate that is an expansion in sqrt(tau_s / tau_m), at this input.
[[nodiscard]] std::vector<ValidityCheck> expansion_validity(const RateMap& map,
                                                            const neurons::Input& input);

/// What the theory leaves out where the neurons of a population differ: the change of their mean
/// rate, at this input. Nothing where they do not.
[[nodiscard]] std::vector<ValidityCheck> difference_validity(const RateMap& map,
                                                             const neurons::Input& input,
                                                             const Vector& nu);

}  // namespace siegert::theory
