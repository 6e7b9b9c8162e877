#pragma once

#include "neurons/model.hpp"

namespace siegert::neurons {

/// LIF neurons with first order in sqrt(tau_s / tau_m): siegert/lif/delta.hpp and exp.hpp.
extern const Theory lif_shift;
extern const Theory lif_taylor;

}  // namespace siegert::neurons
