#pragma once

#include <cmath>

namespace siegert::lif {

/// k: how far exponential synapses raise threshold and reset, in units of sigma. The factor is
/// alpha / 2 = |zeta(1/2)| / sqrt(2).
[[nodiscard]] inline double correlation_shift(double tau_m, double tau_s) {
    constexpr double half_alpha = 1.0326265761156086;
    return half_alpha * std::sqrt(tau_s / tau_m);
}

}  // namespace siegert::lif
