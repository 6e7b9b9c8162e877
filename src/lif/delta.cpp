#include <siegert/lif/delta.hpp>

#include "lif/batch.hpp"
#include "lif/stationary_rate.hpp"
#include "require.hpp"

namespace siegert::lif::delta {
namespace {

void compute(BatchQuantity quantity, const Batch& batch, const BatchResults& results) {
    compute_batch(quantity, BatchMethod::shift,
                  {.mu = batch.mu,
                   .sigma = batch.sigma,
                   .V_0 = batch.V_0,
                   .V_th = batch.V_th,
                   .tau_m = batch.tau_m,
                   .tau_r = batch.tau_r,
                   .tau_s = std::nullopt},
                  results);
}

}  // namespace

double firing_rate(const LifNeuron& neuron, const Input& input) {
    return stationary_rate(rate_problem(neuron, input, 0.0));
}

double log_firing_rate(const LifNeuron& neuron, const Input& input) {
    return log_stationary_rate(rate_problem(neuron, input, 0.0));
}

RateDerivatives rate_derivatives(const LifNeuron& neuron, const Input& input) {
    return shifted_derivatives(rate_problem(neuron, input, 0.0), 0.0);
}

RateSecondDerivatives rate_second_derivatives(const LifNeuron& neuron, const Input& input) {
    return shifted_second_derivatives(rate_problem(neuron, input, 0.0), 0.0);
}

double input_rate_derivative(const LifNeuron& neuron, const Input& input, double J) {
    const RateProblem problem = rate_problem(neuron, input, 0.0);
    require_finite("J", J);
    if (problem.silent) return 0.0;
    const auto r = relative_derivatives<1>(problem);
    const double by_mean = derivative_in_si(problem, r, r.r_m, 1);
    const double by_variance = derivative_in_si(problem, r, r.r_variance, 2);
    return lif::input_rate_derivative(neuron.tau_m, J, by_mean, by_variance);
}

double cv(const LifNeuron& neuron, const Input& input) {
    return interval_cv(rate_problem(neuron, input, 0.0));
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

}  // namespace siegert::lif::delta
