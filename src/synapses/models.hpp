#pragma once

#include <siegert/arrays.hpp>
#include <siegert/model/network.hpp>

/// How the spikes of a connection become input of its target: all that theory and simulation need
/// to know of a kind of synapse. Nobody else asks which kind a network has.
namespace siegert::synapses {

/// A kind of synapse. Rows of the list are in models.cpp.
struct Model {
    SynapseType type;

    /// Whether a spike causes a current that lasts. It filters signals and colours noise; without
    /// one the potential jumps by J.
    bool has_current;

    /// Time constant of the current that spikes of j cause in i [s]; 0 where there is none.
    double (*time_constant)(const Network& network, Index i, Index j);

    /// What remains of a signal exp(s t) in the mean input behind the synapse, a function of s
    /// times the time constant; 1 at 0.
    Complex (*filter)(Complex z);

    /// What remains of a modulation exp(s t) of the variance of the noise behind the synapse.
    Complex (*variance_filter)(Complex z);
};

/// The synapses of the network.
[[nodiscard]] const Model& model(const Network& network);

/// Whether spikes cause currents that last.
[[nodiscard]] bool has_current(const Network& network);

/// Time constant of the currents of population i, which all its sources share [s]; 0: none.
[[nodiscard]] double time_constant(const Network& network, Index i);

/// The same of all populations, n.
[[nodiscard]] Vector time_constants(const Network& network);

}  // namespace siegert::synapses
