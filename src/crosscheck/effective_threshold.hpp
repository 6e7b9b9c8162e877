#pragma once

#include <siegert/crosscheck/finite_psp.hpp>
#include <siegert/lif/exp.hpp>
#include <siegert/model/network.hpp>
#include <siegert/theory/working_point.hpp>

namespace siegert::crosscheck {

/// Rates and CVs of the populations, n.
struct FiniteWeights {
    Vector rates;  ///< [Hz]
    Vector cvs;
};

/// The input of a neuron of population i at population rates nu: Poisson spikes, of three weights
/// each where weights are distributed.
[[nodiscard]] std::vector<PoissonInput> poisson_inputs(const Network& network, Index i,
                                                       const Vector& nu);

/// Potential [V] that the constant current of population i alone would cause.
[[nodiscard]] double constant_potential(const Network& network, Index i);

/// Rates and CVs of single neurons under the network's input at population rates nu, with synapses
/// of finite weight on a grid of step dt, and constant input that alone would cause the potential
/// `additional` [V], n. Synapses count as delta synapses.
[[nodiscard]] FiniteWeights finite_weight_rates(const Network& network, const Vector& nu, double dt,
                                                const Vector& additional);

/// Change of the thresholds [V], n, with which the theory's rates at the inputs of `point` become
/// `target` [Hz]. Zero where the target is not positive.
[[nodiscard]] Vector threshold_shifts(const Network& network, const theory::WorkingPoint& point,
                                      lif::exp::Method method, const Vector& target);

/// The network with shifted thresholds.
[[nodiscard]] Network with_thresholds(Network network, const Vector& shift);

/// Rate [Hz] of population i of a network at the given input.
[[nodiscard]] double rate_at(const Network& network, Index i, const lif::Input& input,
                             lif::exp::Method method);

}  // namespace siegert::crosscheck
