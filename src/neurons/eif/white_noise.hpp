#pragma once

#include <siegert/neurons/eif.hpp>

#include "neurons/model.hpp"

namespace siegert::neurons {

/// EIF neurons: the exact theory for white noise. The smooth onset of its spikes leaves no term of
/// order sqrt(tau_s / tau_m), so that this is the first-order theory of fast synapses, too
/// (N. Fourcaud-Trocme et al., J. Neurosci. 23, 11628, 2003).
extern const Theory eif_white_noise;

/// Population i, of EIF neurons.
[[nodiscard]] eif::EifNeuron eif_neuron(const Network& network, Index i);

}  // namespace siegert::neurons
