#pragma once

#include <siegert/neurons/conductance.hpp>
#include "neurons/model.hpp"

namespace siegert::neurons {

/// Neurons with conductances, by the distribution of these.
extern const Theory conducting;

/// The same as neurons with an effective time constant. They have no theory of responses.
extern const Theory effective_conducting;

/// Population i with its conductances at this input.
[[nodiscard]] conductance::ConductanceNeuron conducting_neuron(const Network& network, Index i,
                                                               const Input& input);

}  // namespace siegert::neurons
