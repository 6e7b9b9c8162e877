#pragma once

#include <siegert/neurons/conductance.hpp>

namespace siegert::neurons::conductance {

/// The neuron without conductances that stands for one with them.
struct EffectiveNeuron {
    IntegrateAndFireNeuron neuron;
    lif::Input input;
};

[[nodiscard]] EffectiveNeuron effective_neuron(const ConductanceNeuron& neuron);

}  // namespace siegert::neurons::conductance
