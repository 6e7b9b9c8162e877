#include <siegert/lif/delta.hpp>

#include "lif/stationary_rate.hpp"
#include "require.hpp"

namespace siegert::lif::delta {

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

}  // namespace siegert::lif::delta
