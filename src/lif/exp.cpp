#include <siegert/lif/exp.hpp>

#include <siegert/lif/exact_coloured_noise.hpp>

#include "lif/batch.hpp"
#include "lif/colored_noise.hpp"
#include "lif/exact_method.hpp"
#include "lif/stationary_rate.hpp"
#include "lif/taylor_rate.hpp"
#include "require.hpp"

namespace siegert::lif::exp {
namespace {

double shift(const LifNeuron& neuron, const Synapse& synapse) {
    return synapse.tau_s == 0.0 ? 0.0 : correlation_shift(neuron.tau_m, synapse.tau_s);
}

/// The barrier as the method sees it, after all checks.
RateProblem problem_of(const LifNeuron& neuron, const Synapse& synapse, const Input& input) {
    validate(synapse);
    const bool raised = synapse.method == Method::shift;
    return rate_problem(neuron, input, raised ? shift(neuron, synapse) : 0.0);
}

/// The rate then depends on sigma^2, and the derivative exists for sigma = 0 too.
double white_input_rate_derivative(const RateProblem& problem, double tau_m, double J) {
    if (problem.silent) return 0.0;
    const auto r = relative_derivatives<1>(problem);
    const double by_mean = derivative_in_si(problem, r, r.r_m, 1);
    const double by_variance = derivative_in_si(problem, r, r.r_variance, 2);
    return lif::input_rate_derivative(tau_m, J, by_mean, by_variance);
}

RateDerivatives exact_derivatives(const LifNeuron& neuron, const Synapse& synapse,
                                  const Input& input) {
    const auto all = exact_rate_derivatives(neuron, synapse.tau_s, input);
    return {.d_mu = all.d_mu, .d_sigma = all.d_sigma};
}

}  // namespace

void validate(const Synapse& synapse) {
    require_not_negative("tau_s", synapse.tau_s);
    require_method_of_currents(synapse.method);
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

double firing_rate(const LifNeuron& neuron, const Synapse& asked, const Input& input) {
    if (is_exact_and_coloured(asked, input)) {
        return exact_firing_rate(neuron, asked.tau_s, input);
    }
    const Synapse synapse = in_first_order(asked);
    const auto problem = problem_of(neuron, synapse, input);
    if (synapse.method == Method::shift) return stationary_rate(problem);
    return taylor_rate(problem, bounded_shift(shift(neuron, synapse)));
}

double log_firing_rate(const LifNeuron& neuron, const Synapse& asked, const Input& input) {
    if (is_exact_and_coloured(asked, input)) {
        return exact_log_firing_rate(neuron, asked.tau_s, input);
    }
    const Synapse synapse = in_first_order(asked);
    const auto problem = problem_of(neuron, synapse, input);
    if (synapse.method == Method::shift) return log_stationary_rate(problem);
    return log_taylor_rate(problem, bounded_shift(shift(neuron, synapse)));
}

RateDerivatives rate_derivatives(const LifNeuron& neuron, const Synapse& asked,
                                 const Input& input) {
    if (is_exact_and_coloured(asked, input)) {
        return exact_derivatives(neuron, asked, input);
    }
    const Synapse synapse = in_first_order(asked);
    const auto problem = problem_of(neuron, synapse, input);
    const double k = bounded_shift(shift(neuron, synapse));
    return synapse.method == Method::shift ? shifted_derivatives(problem, k)
                                           : taylor_derivatives(problem, k);
}

RateSecondDerivatives rate_second_derivatives(const LifNeuron& neuron, const Synapse& asked,
                                              const Input& input) {
    if (is_exact_and_coloured(asked, input)) {
        throw InvalidParameter("method exact has no second derivatives; use shift or taylor");
    }
    const Synapse synapse = in_first_order(asked);
    const auto problem = problem_of(neuron, synapse, input);
    const double k = bounded_shift(shift(neuron, synapse));
    return synapse.method == Method::shift ? shifted_second_derivatives(problem, k)
                                           : taylor_second_derivatives(problem, k);
}

double input_rate_derivative(const LifNeuron& neuron, const Synapse& synapse, const Input& input,
                             double J) {
    const auto problem = problem_of(neuron, synapse, input);
    require_finite("J", J);
    if (synapse.tau_s == 0.0) return white_input_rate_derivative(problem, neuron.tau_m, J);
    require_positive("sigma", input.sigma);
    const auto derivatives = rate_derivatives(neuron, synapse, input);
    const double by_variance = 0.5 * derivatives.d_sigma / input.sigma;
    return lif::input_rate_derivative(neuron.tau_m, J, derivatives.d_mu,
                                      in_si({}, by_variance, 0, 0));
}

double cv(const LifNeuron& neuron, const Synapse& asked, const Input& input) {
    if (is_exact_and_coloured(asked, input)) {
        return exact_interval_statistics(neuron, asked.tau_s, input).cv;
    }
    const Synapse synapse = in_first_order(asked);
    return interval_cv(problem_of(neuron, {synapse.tau_s, Method::shift}, input));
}

void firing_rates(const Batch& batch, std::span<double> nu) {
    compute_batch(BatchQuantity::rate, batch, {.value = nu});
}

void rate_derivatives(const Batch& batch, std::span<double> nu, std::span<double> d_mu,
                      std::span<double> d_sigma) {
    compute_batch(BatchQuantity::rate_derivatives, batch,
                  {.value = nu, .d_mu = d_mu, .d_sigma = d_sigma});
}

void cvs(const Batch& batch, std::span<double> cv) {
    compute_batch(BatchQuantity::cv, batch, {.value = cv});
}

}  // namespace siegert::lif::exp
