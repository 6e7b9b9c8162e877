#pragma once

#include <cmath>

namespace siegert::lif {

inline constexpr double half_alpha = 1.0326265761156086;  // |zeta(1/2)| / sqrt(2)

/// k: how far exponential synapses raise threshold and reset, in units of sigma.
[[nodiscard]] inline double correlation_shift(double tau_m, double tau_s) {
    return half_alpha * std::sqrt(tau_s / tau_m);
}

}  // namespace siegert::lif
