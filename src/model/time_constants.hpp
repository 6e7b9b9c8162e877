#pragma once

#include <siegert/model/network.hpp>

#include <vector>

/// The synaptic time constants of a network, however they are given. What they are of delta
/// synapses says siegert::synapses.
namespace siegert {

/// Time constant of synapses from population j onto i [s].
[[nodiscard]] double connection_tau_s(const Network& network, Index i, Index j);

/// Time constant of synapses from external population m onto i [s].
[[nodiscard]] double external_tau_s(const Network& network, Index i, Index m);

/// The distinct time constants of the synapses that neurons of population i have [s], ascending;
/// never empty.
[[nodiscard]] std::vector<double> distinct_tau_s(const Network& network, Index i);

/// Whether neurons of some population have synapses of several time constants.
[[nodiscard]] bool has_several_tau_s(const Network& network);

/// The one that all synapses onto population i share [s].
///
/// Throws: InvalidParameter if there are several: what asks for it does not know such networks.
[[nodiscard]] double shared_tau_s(const Network& network, Index i);

}  // namespace siegert
