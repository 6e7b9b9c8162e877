#pragma once

#include <siegert/lif/exp.hpp>
#include <siegert/model/network.hpp>
#include <siegert/theory/working_point.hpp>

/// Synapses of finite weight in place of Gaussian white noise, for whole networks.
namespace siegert::theory {

/// How spikes of finite weight are treated.
///
/// When to use: `dt` is the step of the simulation that is compared; the smaller, the closer to
/// continuous time. `method` as for the working point.
struct FiniteWeightOptions {
    double dt = 1e-4;                                   ///< grid of the spikes [s], > 0
    lif::exp::Method method = lif::exp::Method::shift;  ///< for exponential synapses only
};

/// Intervals of one neuron of each population.
struct FiniteWeightRates {
    Vector firing_rates;  ///< [Hz], n
    Vector cvs;           ///< coefficient of variation of the intervals, n; 0 for silent neurons
};

/// Rates and CVs of single neurons that receive independent Poisson spikes of the network's weights
/// when its populations fire at `nu` [Hz], n, and constant input that alone would cause the
/// potential `additional` [V], n, besides. What arrives in a step of dt is added at its end.
///
/// Distributed weights count as three each, which have the first five moments of a normal
/// distribution. Synapses count as delta synapses. Neurons that nothing could make fire have rate
/// 0. tau_r is rounded to steps.
///
/// Accuracy: that of grid_rate.
/// Throws: InvalidParameter if the network is invalid, a shape does not fit, a rate is negative, or
/// dt is not positive or exceeds a tau_m.
/// Source: docs/theory/finite_psp.md.
[[nodiscard]] FiniteWeightRates finite_weight_rates(const Network& network, const Vector& nu,
                                                    double dt, const Vector& additional);

/// The theory with thresholds at which it gives the rates of finite weights.
struct FiniteWeightState {
    Network network;     ///< with effective thresholds
    WorkingPoint point;  ///< of that network, next to the one it started from
};

/// Self-consistent rates at finite weights: nu = Phi(mu(nu), sigma(nu); V_th + shift(nu)), where
/// the shift of each threshold gives a neuron with Gaussian input the rate that it has with spikes
/// of finite weight. Whatever the theory computes of the shifted network (CVs, transfer functions,
/// spectra) belongs to these rates.
///
/// Exponential synapses: the ratio of the rate at finite weights to that in the diffusion limit is
/// taken from delta synapses of equal weight, an estimate. `point` is a working point of `network`.
///
/// When to use: weights above a percent of V_th - V_0, or a coarse step, move the rates by percents
/// (docs/theory/finite_psp.md); a few iterations of 0.1 s for each kind of population.
/// Throws: as finite_weight_rates; AccuracyNotReached if there is no working point.
[[nodiscard]] FiniteWeightState finite_weight_state(const Network& network,
                                                    const WorkingPoint& point,
                                                    const FiniteWeightOptions& options);

}  // namespace siegert::theory
