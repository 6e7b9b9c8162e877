#pragma once

#include <siegert/model/neuron.hpp>
#include <siegert/theory/finite_psp.hpp>

#include <vector>

namespace siegert::theory {

/// Intervals between the spikes of a neuron on a grid.
struct GridRate {
    double rate;   ///< [Hz]
    double cv;     ///< coefficient of variation of the intervals
    double error;  ///< change of the rate by the last halving of the grid of potentials [Hz]
};

/// Stationary rate, and CV of the intervals, of a LIF neuron under Poisson input of finite weights
/// that arrives on a grid of step dt [s], as in a simulation: what arrives in a step is added at
/// its end, where the threshold is tested.
///
/// The mean time T(V) to the next spike from potential V obeys
///
///     T(V) = dt + E[T(drift + (V - drift) exp(-dt / tau_m) + S)],    T = 0 from V_th on,
///
/// with S the sum of the weights of one step (compound Poisson), and the rate is
/// 1 / (tau_r + T(V_0)). The mean of the squared time obeys the same equation with another source.
/// Neither the diffusion approximation nor an expansion in dt is made; for dt -> 0 it is
/// finite_psp_rate. tau_r should be a multiple of dt. Without spikes that arrive every interval
/// takes the same number of steps.
///
/// When to use: to compare with a simulation on a grid; finite_psp_rate for continuous time.
///
/// Accuracy: `error`; that of the CV is similar.
/// Throws: InvalidParameter as finite_psp_rate, or if dt is not positive or exceeds tau_m.
/// Source: docs/theory/finite_psp.md.
[[nodiscard]] GridRate grid_rate(const LifNeuron& neuron, const std::vector<PoissonInput>& inputs,
                                 double drift, double dt);

}  // namespace siegert::theory
