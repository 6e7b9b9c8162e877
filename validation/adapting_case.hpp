#pragma once

#include "claims.hpp"

#include <siegert/neurons/adaptation.hpp>
#include <siegert/neurons/eif.hpp>

/// One neuron with an adaptation current in white noise: theory beside simulation.
namespace siegert::validation {

/// A neuron, with a spike onset or without, at one input.
struct AdaptingCase {
    const char* name;
    neurons::eif::EifNeuron neuron;  ///< Delta_T = 0: LIF
    AdaptationCurrent current;
    lif::Input input;
};

/// As the theory takes it.
neurons::adaptation::AdaptingNeuron adapting(const AdaptingCase& c);

/// 200 of them as a network without connections.
Network unconnected(const AdaptingCase& c);

/// Rate [Hz] of `samples` simulations.
Measured simulated_rate(const AdaptingCase& c, Index samples, double dt, double duration);

/// The rate of galerkin beside the simulated one, where `allowed` standard errors are chance: its
/// error is at most a third of what it states.
Claim rate_by_distribution(const AdaptingCase& c, Index samples, double duration, double allowed);

}  // namespace siegert::validation
