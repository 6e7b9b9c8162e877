#pragma once

#include "neurons/own_current.hpp"

namespace siegert::neurons::qif {

/// F(V) = Delta_T - V_T + (V - V_T)^2 / (2 Delta_T), what is left of the exponential current at V_T
/// in second order: least where V = V_T, of the same curvature there.
[[nodiscard]] OwnCurrent own_current(const Network& network, Index i);

}  // namespace siegert::neurons::qif
