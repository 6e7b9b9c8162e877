#include "neurons/conductance/effective.hpp"

#include <siegert/lif/exp.hpp>

#include "lif/mixed_noise.hpp"

#include <algorithm>
#include <cmath>
#include <vector>

namespace siegert::neurons::conductance {
namespace {

/// Relative to that of the leak, which is in it.
double total_conductance(const ConductanceNeuron& neuron) {
    double total = 1.0;
    for (const Conductance& c : neuron.conductances) total += c.mean;
    return total;
}

/// F relative to the leak, over the total conductance, and the whole leak again.
Current under(const Current& current, double total) {
    return {.taylor =
                [taylor = current.taylor, total](double V, double h, std::span<double> out) {
                    taylor(V, h, out);
                    const double leak[] = {-V, -h};
                    for (std::size_t k = 0; k < out.size(); ++k) {
                        const double own = k < 2 ? leak[k] : 0.0;
                        out[k] = own + (out[k] - own) / total;
                    }
                },
            .scale = current.scale};
}

// Polynomials do not run away: the threshold is where the spike is.
bool has_sharp_threshold(const IntegrateAndFireNeuron& neuron) {
    return std::isinf(neuron.current.scale);
}

}  // namespace

EffectiveInput effective_input(const ConductanceNeuron& neuron) {
    validate(neuron);
    const double total = total_conductance(neuron);
    const double tau = neuron.neuron.tau_m / total;
    double mu = neuron.mu;
    for (const Conductance& c : neuron.conductances) mu += c.mean * c.E_rev;
    mu /= total;
    std::vector<lif::NoisePart> parts;
    for (const Conductance& c : neuron.conductances) {
        const double drive = (c.E_rev - mu) / total;
        parts.push_back(
            {.variance = 2.0 * c.variance * drive * drive * c.tau / tau, .tau_s = c.tau});
    }
    std::ranges::sort(parts, {}, &lif::NoisePart::tau_s);
    const lif::EffectiveNoise noise = lif::first_order_noise(parts, tau);
    return {.tau = tau,
            .mu = mu,
            .sigma = std::sqrt(noise.variance),
            .tau_s = noise.root_tau * noise.root_tau};
}

EffectiveNeuron effective_neuron(const ConductanceNeuron& neuron) {
    const EffectiveInput input = effective_input(neuron);
    EffectiveNeuron result{.neuron = neuron.neuron,
                           .input = {.mu = input.mu, .sigma = input.sigma}};
    result.neuron.tau_m = input.tau;
    result.neuron.current = under(neuron.neuron.current, total_conductance(neuron));
    if (!has_sharp_threshold(neuron.neuron)) return result;
    const LifNeuron lif{.tau_m = input.tau,
                        .tau_r = neuron.neuron.tau_r,
                        .V_th = neuron.neuron.V_th,
                        .V_0 = neuron.neuron.V_0};
    const double shift =
        input.sigma * lif::exp::noise_correlation_shift(
                          lif, {.tau_s = input.tau_s, .method = lif::exp::Method::shift});
    result.neuron.V_th += shift;
    result.neuron.V_0 += shift;
    return result;
}

}  // namespace siegert::neurons::conductance
