#pragma once

#include <siegert/model/neuron.hpp>

#include <vector>

namespace siegert::theory {

/// Poisson input through delta synapses: each spike moves the membrane potential by `weight`.
struct PoissonInput {
    double rate = unset;    ///< of all synapses of this weight together [Hz], >= 0
    double weight = unset;  ///< [V], of either sign
};

/// A rate and how far it may be off.
struct FinitePspRate {
    double rate;   ///< [Hz]
    double error;  ///< estimate of the absolute error of the discretisation [Hz]
};

/// Stationary rate of a LIF neuron under Poisson input of finite weights, without the diffusion
/// approximation: what remains between it and the Siegert formula is the error of that
/// approximation.
///
/// The mean time T(V) to the next spike from potential V obeys
///
///     (drift - V) / tau_m T'(V) + sum_k rate_k (T(V + weight_k) - T(V)) = -1,    T = 0 from V_th
///     on,
///
/// and the rate is 1 / (tau_r + T(V_0)). It is solved on a grid of potentials and extrapolated in
/// the grid constant. `drift` [V] is the potential that constant input alone would cause.
///
/// Accuracy: `error`, usually below 1e-4 of the rate.
/// Throws: InvalidParameter if the neuron or an input is invalid or the drift is not finite, and if
/// there is no input that could make the neuron fire or not.
/// Source: Kolmogorov's backward equation of the jump process; docs/theory/finite_psp.md.
[[nodiscard]] FinitePspRate finite_psp_rate(const LifNeuron& neuron,
                                            const std::vector<PoissonInput>& inputs, double drift);

}  // namespace siegert::theory
