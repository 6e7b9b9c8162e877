#include "lif/coloured/problem.hpp"

#include <cmath>

namespace siegert::lif::coloured {

double current_amplitude(const LifNeuron& neuron, double tau_s, const Input& input) {
    return input.sigma * std::sqrt(0.5 * neuron.tau_m / tau_s);
}

Problem problem_of(const LifNeuron& neuron, double tau_s, const Input& input) {
    const double s = current_amplitude(neuron, tau_s, input);
    return {.r = tau_s / neuron.tau_m,
            .z_th = (neuron.V_th - input.mu) / s,
            .z_0 = (neuron.V_0 - input.mu) / s,
            .tau_r = neuron.tau_r / neuron.tau_m};
}

}  // namespace siegert::lif::coloured
