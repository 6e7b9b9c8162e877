#pragma once

#include <siegert/lif/method.hpp>
#include <siegert/model/network.hpp>

/// What can be known of the neurons of a network before any theory is asked.
namespace siegert::neurons {

/// What answers where `method` is asked for: white noise has one method only, and `shift` stands
/// for `galerkin` where synapses are conductances.
[[nodiscard]] lif::exp::Method method_in_use(const Network& network, lif::exp::Method method);

/// Whether every population has a theory by this method.
[[nodiscard]] bool has_theory(const Network& network, lif::exp::Method method);

/// Whether spikes of all neurons are first passages of a leaky potential from V_0 to V_th, and
/// reset nothing else: then what is known of these holds.
[[nodiscard]] bool fire_by_first_passage(const Network& network);

}  // namespace siegert::neurons
