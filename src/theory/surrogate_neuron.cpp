#include "theory/surrogate_neuron.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace siegert::theory {
namespace {

CurrentStep current_step(double tau_m, double tau_s, double dt) {
    if (tau_s == 0.0) return {.decay = 0.0, .of_jump = 0.0, .to_potential = 0.0, .delta = true};
    return {.decay = std::exp(-dt / tau_s),
            .of_jump = tau_m / tau_s,
            .to_potential = potential_of_current(tau_m, tau_s, dt),
            .delta = false};
}

CurrentStep conductance_step(double tau_m, double tau_s, const Reversal& reversal, double dt) {
    return {.decay = std::exp(-dt / tau_s),
            .of_jump = tau_m / tau_s / reversal.driving_force,
            .to_potential = -std::expm1(-dt / tau_s) * tau_s / dt,
            .delta = false,
            .E_rev = reversal.E_rev};
}

/// What has reached a neuron, and what it remembers.
struct NeuronState {
    double V;
    std::vector<double> currents;
    std::vector<double> w;  ///< adaptation
};

/// What synapses do to the potential in a step.
struct Arriving {
    double jump = 0.0;         ///< [V]
    double conductance = 0.0;  ///< relative to that of the leak
    double pull = 0.0;         ///< the sum of each times its reversal potential [V]
};

/// Takes in the jumps of a step.
Arriving arriving(NeuronState& state, const SurrogateStep& step,
                  const std::vector<SurrogateSignal>& jumps, std::size_t t) {
    Arriving sum;
    for (std::size_t k = 0; k < jumps.size(); ++k) {
        const CurrentStep& coefficients = step.currents[k];
        const double jump = jumps[k][t];
        const double x = coefficients.delta ? jump : coefficients.to_potential * state.currents[k];
        if (step.conducts) {
            sum.conductance += x;
            sum.pull += x * coefficients.E_rev;
        } else {
            sum.jump += x;
        }
        state.currents[k] = coefficients.decay * state.currents[k] + coefficients.of_jump * jump;
    }
    return sum;
}

void adapt(NeuronState& state, const SurrogateStep& step, double V) {
    for (std::size_t k = 0; k < state.w.size(); ++k) {
        state.w[k] = step.adaptation[k].decay * state.w[k] + step.adaptation[k].from_potential * V;
    }
}

/// The potential after `duration`, relative to tau_m, with these conductances and constant input.
double relaxed(double V, double duration, double constant, const Arriving& input) {
    const double conductance = 1.0 + input.conductance;
    const double target = (constant + input.pull) / conductance;
    return target + (V - target) * std::exp(-conductance * duration);
}

/// The potential after a step without jumps: linear, or half of it before and half after what is
/// nonlinear and what adapts, which is of second order.
double moved(NeuronState& state, const SurrogateStep& step, const Surrogate& surrogate,
             const Arriving& input) {
    if (!surrogate.onset && state.w.empty()) {
        return step.conducts ? relaxed(state.V, step.duration, surrogate.drift, input)
                             : step.decay * state.V + step.drift;
    }
    const auto half = [&](double V) {
        const double w = std::accumulate(state.w.begin(), state.w.end(), 0.0);
        if (step.conducts) return relaxed(V, 0.5 * step.duration, surrogate.drift - w, input);
        return step.half_decay * V + (1.0 - step.half_decay) * (surrogate.drift - w);
    };
    double V = half(state.V);
    adapt(state, step, V);
    if (surrogate.onset) {
        V = surrogate.onset(V, step.duration);
        if (std::isinf(V)) return V;
    }
    return half(V);
}

}  // namespace

double potential_of_current(double tau_m, double tau_s, double dt) {
    const double decay = std::exp(-dt / tau_m);
    const bool equal = std::abs(tau_m - tau_s) < 1e-9 * tau_m;
    return equal ? dt / tau_m * decay : tau_s / (tau_m - tau_s) * (decay - std::exp(-dt / tau_s));
}

SurrogateStep surrogate_step(const Surrogate& surrogate, const SurrogateGrid& grid) {
    const double tau_m = surrogate.neuron.tau_m;
    double memory = 20.0 * tau_m;
    SurrogateStep step{.decay = std::exp(-grid.dt / tau_m),
                       .drift = -surrogate.drift * std::expm1(-grid.dt / tau_m),
                       .half_decay = std::exp(-0.5 * grid.dt / tau_m),
                       .duration = grid.dt / tau_m,
                       .conducts = surrogate.inputs.front().conductance.has_value(),
                       .currents = {},
                       .adaptation = {},
                       .refractory = std::lround(surrogate.neuron.tau_r / grid.dt),
                       .warmup = 0};
    for (const auto& input : surrogate.inputs) {
        step.currents.push_back(
            input.conductance ? conductance_step(tau_m, input.tau_s, *input.conductance, grid.dt)
                              : current_step(tau_m, input.tau_s, grid.dt));
    }
    for (const auto& [tau, a, b] : surrogate.adaptation) {
        step.adaptation.push_back({.decay = std::exp(-grid.dt / tau),
                                   .from_potential = -a * std::expm1(-grid.dt / tau),
                                   .b = b});
        memory = std::max(memory, 8.0 * tau);
    }
    step.warmup = std::min(grid.steps, static_cast<Index>(memory / grid.dt));
    return step;
}

void run_surrogate(const Surrogate& surrogate, const SurrogateStep& step,
                   const std::vector<SurrogateSignal>& jumps, double V,
                   std::vector<Index>& spikes) {
    const auto steps = static_cast<Index>(jumps.front().size());
    NeuronState state{.V = V,
                      .currents = std::vector<double>(jumps.size(), 0.0),
                      .w = std::vector<double>(step.adaptation.size(), 0.0)};
    Index refractory = 0;
    spikes.clear();
    for (Index t = -step.warmup; t < steps; ++t) {
        const Arriving input =
            arriving(state, step, jumps, static_cast<std::size_t>(t < 0 ? t + steps : t));
        if (refractory > 0) {
            --refractory;
            adapt(state, step, state.V);
            continue;
        }
        state.V = moved(state, step, surrogate, input) + input.jump;
        if (state.V < surrogate.neuron.V_th) continue;
        state.V = surrogate.neuron.V_0;
        for (std::size_t k = 0; k < state.w.size(); ++k) state.w[k] += step.adaptation[k].b;
        refractory = step.refractory;
        if (t >= 0) spikes.push_back(t);
    }
}

}  // namespace siegert::theory
