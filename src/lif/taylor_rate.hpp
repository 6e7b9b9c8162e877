#pragma once

#include "lif/rate_problem.hpp"

/// The stationary rate expanded to first order in the shift k of threshold and reset. `problem` is
/// that of delta synapses, k = 0.
namespace siegert::lif {

/// k, kept from values whose square is no double.
[[nodiscard]] double bounded_shift(double k);

/// k sigma (d nu/d mu) / nu.
[[nodiscard]] double taylor_correction(const RateProblem& problem, double k);
[[nodiscard]] double taylor_rate(const RateProblem& problem, double k);
[[nodiscard]] double log_taylor_rate(const RateProblem& problem, double k);
[[nodiscard]] RateDerivatives taylor_derivatives(const RateProblem& problem, double k);
[[nodiscard]] RateSecondDerivatives taylor_second_derivatives(const RateProblem& problem, double k);

}  // namespace siegert::lif
