#pragma once

#include "neurons/model.hpp"

namespace siegert::neurons {

/// Neurons with adaptation currents, leaky or with any current of their own. Synapses are white
/// noise or, to first order in sqrt(tau_s / tau_m), raise threshold and reset of lif neurons as
/// `shift` does; of the others they change nothing.
extern const Theory adapting_lif;
extern const Theory adapting_soft;

/// The same by the means of the currents.
extern const Theory adapting_lif_by_mean;
extern const Theory adapting_soft_by_mean;

}  // namespace siegert::neurons
