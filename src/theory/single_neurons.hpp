#pragma once

#include <siegert/lif/exp.hpp>
#include <siegert/model/network.hpp>
#include <siegert/theory/finite_psp.hpp>
#include <siegert/theory/finite_weights.hpp>
#include <siegert/theory/working_point.hpp>

#include "theory/surrogate.hpp"

#include <vector>

namespace siegert::theory {

/// The input of a neuron of population i at population rates nu: Poisson spikes, of three weights
/// each where weights are distributed.
[[nodiscard]] std::vector<PoissonInput> poisson_inputs(const Network& network, Index i,
                                                       const Vector& nu);

/// The same, one for each time constant of the synapses of these neurons.
[[nodiscard]] std::vector<ShotInput> shot_inputs(const Network& network, Index i, const Vector& nu);

/// Potential [V] that the constant current of population i alone would cause.
[[nodiscard]] double constant_potential(const Network& network, Index i);

/// Rates [Hz] of the theory at the inputs of `point` and an additional potential [V], n.
[[nodiscard]] Vector diffusion_rates(const Network& network, const WorkingPoint& point,
                                     lif::exp::Method method, const Vector& additional);

/// The same with Poisson input of finite weights on a grid: what that changes relative to the
/// diffusion limit in finite_weight_rates.
[[nodiscard]] Vector finite_weight_rates_at(const Network& network, const WorkingPoint& point,
                                            const FiniteWeightOptions& options,
                                            const Vector& additional);

/// Time constant [s] that synapses onto each population would share if the noise at rates nu [Hz]
/// gave the free potential the same variance, sum_k sigma_k^2 / 2 / (1 + tau_k / tau_m); n.
[[nodiscard]] Vector free_time_constants(const Network& network, const Vector& nu);

/// Leaky neurons that fire, in white noise, as often as those of each population do at the input
/// that rates nu [Hz] and an additional potential [V] cause, n each: those themselves where all
/// spikes are such first passages, else with thresholds of their own. With conductances they have
/// the time constant of with_currents, which lowers what a constant input does to the potential.
[[nodiscard]] std::vector<LifNeuron> equivalent_lif_neurons(const Network& network,
                                                            const Vector& nu,
                                                            const Vector& additional);

/// Distance from reset to where spikes begin [V]: V_th, or the soft threshold of a neuron with one.
[[nodiscard]] double way_to_threshold(const Network& network, Index i);

/// The network with thresholds, hard and soft ones, at which the theory's rates at the inputs of
/// `point` are `target` [Hz], n; moved by no more than way_to_threshold, and not where the target
/// is not positive.
[[nodiscard]] Network with_rates(const Network& network, const WorkingPoint& point,
                                 lif::exp::Method method, const Vector& target);

/// The working point near `start` [Hz]. Throws: AccuracyNotReached if there is none.
[[nodiscard]] WorkingPoint working_point_near(const Network& network, const Vector& start,
                                              lif::exp::Method method);

}  // namespace siegert::theory
