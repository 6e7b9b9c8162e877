#pragma once

#include <siegert/arrays.hpp>
#include <siegert/model/network.hpp>

#include <vector>

/// How the spikes of a connection become input of its target: all that theory and simulation need
/// to know of a kind of synapse. Nobody else asks which kind a network has.
namespace siegert::synapses {

/// A kind of synapse. Rows of the list are in models.cpp.
struct Model {
    SynapseType type;

    /// Whether a spike causes a current that lasts. It filters signals and colours noise; without
    /// one the potential jumps by J.
    bool has_current;

    /// Whether what lasts is a conductance, relative to that of the leak: the current is its
    /// product with E_rev - V.
    bool is_conductance;

    /// Time constant [s] of a current of which the network says `tau_s`; 0 where there is none.
    double (*time_constant)(double tau_s);

    /// What remains of a signal exp(s t) in the mean input behind the synapse, a function of s
    /// times the time constant; 1 at 0.
    Complex (*filter)(Complex z);

    /// What remains of a modulation exp(s t) of the variance of the noise behind the synapse.
    Complex (*variance_filter)(Complex z);
};

/// Synapses of this kind.
[[nodiscard]] const Model& model(SynapseType type);

/// The synapses of the network.
[[nodiscard]] const Model& model(const Network& network);

/// Whether spikes cause currents that last.
[[nodiscard]] bool has_current(const Network& network);

/// Whether they cause conductances.
[[nodiscard]] bool has_conductance(const Network& network);

/// Time constants of the currents of neurons of population i [s]: ascending, 0 (the potential jumps
/// instead) last. Spikes of all sources with one time constant, and of conductances with one
/// reversal potential, share a current.
[[nodiscard]] std::vector<double> currents(const Network& network, Index i);

/// Reversal potentials [V] of these, where they are conductances.
[[nodiscard]] std::vector<double> reversal_potentials(const Network& network, Index i);

/// What a spike of weight 1 adds to a current of this time constant, as the potential that it would
/// cause [V] or relative to the conductance of the leak; to V where `tau_s` is 0.
[[nodiscard]] double jump(const Network& network, Index i, double tau_s);

/// Which of these currents spikes of population j cause.
[[nodiscard]] std::size_t current_of(const Network& network, Index i, Index j);

/// Which of these currents spikes of external population m cause.
[[nodiscard]] std::size_t external_current_of(const Network& network, Index i, Index m);

/// Time constant of the currents of population i, which all its sources share [s]; 0: none.
[[nodiscard]] double time_constant(const Network& network, Index i);

/// The same of all populations, n.
[[nodiscard]] Vector time_constants(const Network& network);

}  // namespace siegert::synapses
