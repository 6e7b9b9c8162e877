#pragma once

#include <siegert/model/network.hpp>

/// Networks with conductances as networks with currents: what conductances are to small
/// fluctuations (docs/theory/conductances.md).
namespace siegert::theory {

/// Difference [V] between a reversal potential and that of a neuron. It is kept away from 0, so
/// that a conductance always causes some current by which it can be told.
[[nodiscard]] double driving_force(double E_rev, double V);

/// The network with currents in place of conductances when its populations fire at nu [Hz], n:
/// exponential synapses of J = tau_s W (E_rev - V) / C [V] at the mean potential V, membranes with
/// the effective time constant, and a constant current with which mean potential and noise
/// amplitude are those of the network. A network without conductances as it is.
[[nodiscard]] Network with_currents(const Network& network, const Vector& nu);

/// The same of neurons at rest whose conductances are negligible beside that of the leak.
[[nodiscard]] Network with_currents_at_rest(const Network& network);

/// Potential V [V], n, of which with_currents tells the fluctuations.
[[nodiscard]] Vector mean_potentials(const Network& network, const Vector& nu);

}  // namespace siegert::theory
