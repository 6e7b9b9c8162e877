#include "threshold_scheme.hpp"

#include <cmath>
#include <vector>

namespace siegert::validation {
namespace {

/// One step downwards of D p' = f p - J + source: p = decay p - gain (J - source).
struct DensityStep {
    double decay;
    double gain;
};

DensityStep density_step(const NoisyNeuron& neuron, double V, double step) {
    const double D = neuron.sigma * neuron.sigma / (2.0 * neuron.tau_m);
    const double exponent = -step * (neuron.current(V) + neuron.mu) / neuron.tau_m / D;
    const double mean = exponent == 0.0 ? 1.0 : std::expm1(exponent) / exponent;
    return {.decay = std::exp(exponent), .gain = step * mean / D};
}

/// Density and flux at the upper edge of a step.
template <class Number>
struct Flow {
    Number p, J;
};

/// Moves both down; `source` is what drives the flux besides, `loss` what density loses per time.
template <class Number>
void go_down(const DensityStep& step, Number source, Complex loss, double width, Drift drift,
             Flow<Number>& flow) {
    const bool middle = drift == Drift::middle;
    const auto gathered = [&](Number p, double part) {
        if constexpr (std::is_same_v<Number, Complex>) return loss * (part * width) * p;
        return Number(0.0);
    };
    const Number J = middle ? flow.J + gathered(flow.p, 0.5) : flow.J;
    const Number next = flow.p * step.decay + step.gain * (J - source);
    flow.J += gathered(middle ? 0.5 * (flow.p + next) : flow.p, 1.0);
    flow.p = next;
}

}  // namespace

// Two solutions downwards: one with unit flux through the threshold, one without any that mu
// drives. The flux vanishes at the lower end where the second is added to r times the first.
SchemeResult threshold_scheme(const NoisyNeuron& neuron, double omega,
                              const SchemeOptions& options) {
    const double h = options.step;
    const auto to_reset = std::lround((neuron.V_th - neuron.V_0) / h);
    const auto steps = to_reset + std::lround(options.depth / h);
    const bool middle = options.drift == Drift::middle;
    const Complex loss(0.0, omega);
    const Complex late = std::exp(-loss * neuron.tau_r);
    Flow<double> stationary{.p = 0.0, .J = 1.0};
    Flow<Complex> fired{.p = 0.0, .J = 1.0};
    Flow<Complex> driven{.p = 0.0, .J = 0.0};
    double total = 0.0;
    for (long k = 0; k < steps; ++k) {
        if (k == to_reset) {
            stationary.J -= 1.0;
            fired.J -= late;
        }
        const double V = neuron.V_th - h * (static_cast<double>(k) + (middle ? 0.5 : 0.0));
        const DensityStep step = density_step(neuron, V, h);
        const double above = stationary.p;
        go_down(step, 0.0, loss, h, options.drift, stationary);
        const double p = middle ? 0.5 * (above + stationary.p) : above;
        total += h * p;
        go_down(step, Complex(0.0), loss, h, options.drift, fired);
        go_down(step, Complex(p / neuron.tau_m), loss, h, options.drift, driven);
    }
    const double rate = 1.0 / (total + neuron.tau_r);
    return {.firing_rate = rate, .n_mu = -rate * driven.J / fired.J};
}

SchemeResult extrapolated_scheme(const NoisyNeuron& neuron, double omega, double step,
                                 double depth) {
    const auto at = [&](double h) {
        return threshold_scheme(neuron, omega, {.drift = Drift::middle, .step = h, .depth = depth});
    };
    const SchemeResult coarse = at(step);
    const SchemeResult fine = at(0.5 * step);
    return {.firing_rate = (4.0 * fine.firing_rate - coarse.firing_rate) / 3.0,
            .n_mu = (4.0 * fine.n_mu - coarse.n_mu) / 3.0};
}

}  // namespace siegert::validation
