#pragma once

#include "neurons/model.hpp"

namespace siegert::neurons {

/// LIF neurons with synapses of any time constant: siegert/lif/exact_coloured_noise.hpp. The search
/// for working points begins at what `lif_shift` has.
///
/// Where noise is absent (sigma = 0) or white (tau_s = 0) the formulas of delta synapses answer;
/// below tau_s = 1e-6 tau_m, where those of `lif_shift` err by 1e-3 at most, they do.
///
/// Responses and spectra at many frequencies are interpolated by rational functions that keep
/// 1e-7 of the largest value. Throws: AccuracyNotReached, naming the population, where noise is too
/// weak or too slow to be resolved.
extern const Theory lif_exact;

}  // namespace siegert::neurons
