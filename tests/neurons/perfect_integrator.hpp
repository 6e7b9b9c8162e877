#pragma once

#include "neurons/model.hpp"

namespace siegert::neurons {

/// Perfect integrators, tau_m dV/dt = input: the worked example of docs/architecture.md.
extern const Theory perfect_integrator;

}  // namespace siegert::neurons
