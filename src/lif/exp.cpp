#include <siegert/lif/exp.hpp>

#include "lif/stationary_rate.hpp"
#include "lif/taylor_rate.hpp"
#include "require.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace siegert::lif::exp {
namespace {

constexpr double half_alpha = 1.0326265761156086;  // |zeta(1/2)| / sqrt(2)

double shift(const LifNeuron& neuron, const Synapse& synapse) {
    return half_alpha * std::sqrt(synapse.tau_s / neuron.tau_m);
}

/// The barrier as the method sees it, after all checks.
RateProblem problem_of(const LifNeuron& neuron, const Synapse& synapse, const Input& input) {
    validate(synapse);
    const bool raised = synapse.method == Method::shift;
    return rate_problem(neuron, input, raised ? shift(neuron, synapse) : 0.0);
}

}  // namespace

void validate(const Synapse& synapse) {
    require_not_negative("tau_s", synapse.tau_s);
}

double noise_correlation_shift(const LifNeuron& neuron, const Synapse& synapse) {
    validate(neuron);
    validate(synapse);
    return in_si({}, shift(neuron, synapse), 0, 0);
}

double relative_correction(const LifNeuron& neuron, const Synapse& synapse, const Input& input) {
    const auto problem = problem_of(neuron, {synapse.tau_s, Method::taylor}, input);
    return taylor_correction(problem, bounded_shift(shift(neuron, synapse)));
}

double firing_rate(const LifNeuron& neuron, const Synapse& synapse, const Input& input) {
    const auto problem = problem_of(neuron, synapse, input);
    if (synapse.method == Method::shift) return stationary_rate(problem);
    return taylor_rate(problem, bounded_shift(shift(neuron, synapse)));
}

double log_firing_rate(const LifNeuron& neuron, const Synapse& synapse, const Input& input) {
    const auto problem = problem_of(neuron, synapse, input);
    if (synapse.method == Method::shift) return log_stationary_rate(problem);
    return log_taylor_rate(problem, bounded_shift(shift(neuron, synapse)));
}

RateDerivatives rate_derivatives(const LifNeuron& neuron, const Synapse& synapse,
                                 const Input& input) {
    const auto problem = problem_of(neuron, synapse, input);
    const double k = bounded_shift(shift(neuron, synapse));
    return synapse.method == Method::shift ? shifted_derivatives(problem, k)
                                           : taylor_derivatives(problem, k);
}

RateSecondDerivatives rate_second_derivatives(const LifNeuron& neuron, const Synapse& synapse,
                                              const Input& input) {
    const auto problem = problem_of(neuron, synapse, input);
    const double k = bounded_shift(shift(neuron, synapse));
    return synapse.method == Method::shift ? shifted_second_derivatives(problem, k)
                                           : taylor_second_derivatives(problem, k);
}

double input_rate_derivative(const LifNeuron& neuron, const Synapse& synapse, const Input& input,
                             double J) {
    const auto derivatives = rate_derivatives(neuron, synapse, input);
    require_finite("J", J);
    require_positive("sigma", input.sigma);
    const double by_variance = 0.5 * derivatives.d_sigma / input.sigma;
    return lif::input_rate_derivative(neuron.tau_m, J, derivatives.d_mu,
                                      in_si({}, by_variance, 0, 0));
}

double cv(const LifNeuron& neuron, const Synapse& synapse, const Input& input) {
    return interval_cv(problem_of(neuron, {synapse.tau_s, Method::shift}, input));
}

}  // namespace siegert::lif::exp
