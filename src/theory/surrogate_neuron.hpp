#pragma once

#include "theory/surrogate.hpp"

#include <vector>

/// A neuron without a network that runs through the jumps of its input, step by step.
namespace siegert::theory {

/// One number for each step. Single precision: the random error of a spectrum is far larger than
/// that of rounding.
using SurrogateSignal = std::vector<float>;

/// Coefficients of one step of what one kind of synapse does: x = decay x + of_jump jump, and
/// to_potential x reaches the potential in the next step. Delta synapses: the jump does at once.
/// Conductances: to_potential x is their mean in the step, relative to that of the leak.
struct CurrentStep {
    double decay, of_jump, to_potential;
    bool delta;
    double E_rev = 0.0;
};

/// w = decay w + from_potential V, and b more for each spike.
struct AdaptationStep {
    double decay, from_potential, b;
};

/// Coefficients of one step of a neuron.
struct SurrogateStep {
    double decay, drift;  ///< of the potential without adaptation and onset
    double half_decay;    ///< in half a step
    double duration;      ///< dt / tau_m
    bool conducts;        ///< whether currents are conductances
    std::vector<CurrentStep> currents;
    std::vector<AdaptationStep> adaptation;
    Index refractory;
    Index warmup;
};

[[nodiscard]] SurrogateStep surrogate_step(const Surrogate& surrogate, const SurrogateGrid& grid);

/// Runs a neuron from the potential V through the jumps that each kind of synapse receives;
/// `spikes` become the steps in which it fires.
void run_surrogate(const Surrogate& surrogate, const SurrogateStep& step,
                   const std::vector<SurrogateSignal>& jumps, double V, std::vector<Index>& spikes);

}  // namespace siegert::theory
