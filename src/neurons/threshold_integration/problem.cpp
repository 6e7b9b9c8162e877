#include "neurons/threshold_integration/problem.hpp"

#include "require.hpp"

#include <algorithm>
#include <array>

namespace siegert::neurons {

void validate(const IntegrateAndFireNeuron& neuron) {
    validate(LifNeuron{
        .tau_m = neuron.tau_m, .tau_r = neuron.tau_r, .V_th = neuron.V_th, .V_0 = neuron.V_0});
    require(neuron.current.scale > 0.0, "scale of the current", neuron.current.scale,
            "be positive");
    if (!neuron.current.taylor) throw InvalidParameter("the current has no Taylor coefficients");
}

Problem problem_of(const IntegrateAndFireNeuron& neuron, const lif::Input& input) {
    validate(neuron);
    validate(input);
    return {.current = &neuron.current,
            .mu = input.mu,
            .tau_m = neuron.tau_m,
            .tau_r = neuron.tau_r,
            .V_th = neuron.V_th,
            .V_0 = neuron.V_0,
            .D = input.sigma * input.sigma / (2.0 * neuron.tau_m)};
}

void drift_series(const Problem& problem, double V, double h, std::span<double> coefficients) {
    problem.current->taylor(V, h, coefficients);
    coefficients[0] += problem.mu;
    for (double& c : coefficients) c /= problem.tau_m;
}

LocalDrift local_drift(const Problem& problem, double V) {
    const double unit = std::min(problem.current->scale, problem.V_th - problem.V_0);
    std::array<double, 3> c{};
    drift_series(problem, V, unit, c);
    return {.f = c[0], .slope = c[1] / unit, .curvature = 2.0 * c[2] / unit / unit};
}

}  // namespace siegert::neurons
