#pragma once

#include "neurons/model.hpp"

namespace siegert::neurons {

/// Neurons of any kind in white noise, by threshold integration of their own current F(V)
/// (own_current.hpp). The smooth onset of a spike leaves no term of order sqrt(tau_s / tau_m), so
/// that for those that have it this is the first-order theory of fast synapses, too
/// (N. Fourcaud-Trocme et al., J. Neurosci. 23, 11628, 2003).
extern const Theory white_noise;

}  // namespace siegert::neurons
