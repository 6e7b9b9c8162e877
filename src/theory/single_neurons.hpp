#pragma once

#include <siegert/lif/exp.hpp>
#include <siegert/model/network.hpp>
#include <siegert/theory/finite_psp.hpp>
#include <siegert/theory/finite_weights.hpp>
#include <siegert/theory/working_point.hpp>

#include <vector>

namespace siegert::theory {

/// The input of a neuron of population i at population rates nu: Poisson spikes, of three weights
/// each where weights are distributed.
[[nodiscard]] std::vector<PoissonInput> poisson_inputs(const Network& network, Index i,
                                                       const Vector& nu);

/// Potential [V] that the constant current of population i alone would cause.
[[nodiscard]] double constant_potential(const Network& network, Index i);

/// Rate [Hz] of this neuron with the synapses of population i at the given input.
[[nodiscard]] double neuron_rate(const Network& network, Index i, const LifNeuron& neuron,
                                 const lif::Input& input, lif::exp::Method method);

/// Rates [Hz] of the theory at the inputs of `point` and an additional potential [V], n.
[[nodiscard]] Vector diffusion_rates(const Network& network, const WorkingPoint& point,
                                     lif::exp::Method method, const Vector& additional);

/// The same with Poisson input of finite weights on a grid. Exponential synapses: as delta synapses
/// of equal weight, relative to the diffusion limit.
[[nodiscard]] Vector finite_weight_rates_at(const Network& network, const WorkingPoint& point,
                                            const FiniteWeightOptions& options,
                                            const Vector& additional);

/// The network with thresholds at which the theory's rates at the inputs of `point` are `target`
/// [Hz], n; within V_th - V_0 of the given ones, and unchanged where the target is not positive.
[[nodiscard]] Network with_rates(const Network& network, const WorkingPoint& point,
                                 lif::exp::Method method, const Vector& target);

/// The working point near `start` [Hz]. Throws: AccuracyNotReached if there is none.
[[nodiscard]] WorkingPoint working_point_near(const Network& network, const Vector& start,
                                              lif::exp::Method method);

}  // namespace siegert::theory
