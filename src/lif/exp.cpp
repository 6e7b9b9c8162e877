#include <siegert/lif/exp.hpp>

#include "lif/batch.hpp"
#include "lif/colored_noise.hpp"
#include "lif/stationary_rate.hpp"
#include "lif/taylor_rate.hpp"
#include "require.hpp"

namespace siegert::lif::exp {
namespace {

double shift(const LifNeuron& neuron, const Synapse& synapse) {
    return correlation_shift(neuron.tau_m, synapse.tau_s);
}

/// The barrier as the method sees it, after all checks.
RateProblem problem_of(const LifNeuron& neuron, const Synapse& synapse, const Input& input) {
    validate(synapse);
    const bool raised = synapse.method == Method::shift;
    return rate_problem(neuron, input, raised ? shift(neuron, synapse) : 0.0);
}

void compute(BatchQuantity quantity, const Batch& batch, const BatchResults& results) {
    const auto method = batch.method == Method::shift ? BatchMethod::shift : BatchMethod::taylor;
    compute_batch(quantity, method,
                  {.mu = batch.mu,
                   .sigma = batch.sigma,
                   .V_0 = batch.V_0,
                   .V_th = batch.V_th,
                   .tau_m = batch.tau_m,
                   .tau_r = batch.tau_r,
                   .tau_s = batch.tau_s},
                  results);
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

void firing_rates(const Batch& batch, std::span<double> nu) {
    compute(BatchQuantity::rate, batch, {.value = nu, .d_mu = {}, .d_sigma = {}});
}

void rate_derivatives(const Batch& batch, std::span<double> nu, std::span<double> d_mu,
                      std::span<double> d_sigma) {
    compute(BatchQuantity::rate_derivatives, batch,
            {.value = nu, .d_mu = d_mu, .d_sigma = d_sigma});
}

void cvs(const Batch& batch, std::span<double> cv) {
    compute(BatchQuantity::cv, batch, {.value = cv, .d_mu = {}, .d_sigma = {}});
}

}  // namespace siegert::lif::exp
