#pragma once

#include "lif/rate_problem.hpp"

/// The stationary rate and its derivatives for a given shift k of threshold and reset, which is 0
/// for delta synapses. See docs/theory/stationary_rate.md.
namespace siegert::lif {

[[nodiscard]] double stationary_rate(const RateProblem& problem);
[[nodiscard]] double log_stationary_rate(const RateProblem& problem);

/// Coefficient of variation of the interspike intervals.
[[nodiscard]] double interval_cv(const RateProblem& problem);

/// Derivatives of the rate at fixed barrier, that is for delta synapses, each divided by the rate
/// and by p per derivative: d nu/d mu = nu p r_m, d2 nu/(d mu d sigma) = nu p^2 r_ms, ...
struct RelativeDerivatives {
    double rate_factor;  ///< nu = rate_factor root
    double root;
    double p;  ///< inverse length [1 / potential]
    double t;  ///< sigma p
    double r_m, r_s;
    double r_variance;           ///< d nu/d(sigma^2) = nu p^2 r_variance
    double r_mm, r_ms, r_ss;     ///< from order 2
    double r_mmm, r_mms, r_mss;  ///< from order 3
};

/// `problem` must not be silent.
template <int order>
[[nodiscard]] RelativeDerivatives relative_derivatives(const RateProblem& problem);

/// nu p^power value in SI, for a derivative of that order.
[[nodiscard]] double derivative_in_si(const RateProblem& problem, const RelativeDerivatives& r,
                                      double value, int order);

/// tau_m J by_mean + tau_m J^2 by_variance, within the range of double precision.
[[nodiscard]] double input_rate_derivative(double tau_m, double J, double by_mean,
                                           double by_variance);

/// Derivatives with respect to mu and sigma when the barrier is raised by k sigma. `problem` has
/// been made with the same k.
[[nodiscard]] RateDerivatives shifted_derivatives(const RateProblem& problem, double k);
[[nodiscard]] RateSecondDerivatives shifted_second_derivatives(const RateProblem& problem,
                                                               double k);

}  // namespace siegert::lif
