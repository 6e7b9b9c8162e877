#include "neurons/qif/own_current.hpp"

#include <cmath>
#include <limits>
#include <numbers>

namespace siegert::neurons::qif {

// With x = 1 + (V - V_T) / Delta_T the current beyond the leak moves x by (1 + x^2) / 2 per tau_m.
OwnCurrent own_current(const Network& network, Index i) {
    const double Delta_T = network.Delta_T(i);
    const double V_T = network.V_T(i);
    const auto onset = [=](double V, double duration) {
        const double phase = std::atan(1.0 + (V - V_T) / Delta_T) + 0.5 * duration;
        if (phase >= 0.5 * std::numbers::pi) return std::numeric_limits<double>::infinity();
        return V_T + Delta_T * (std::tan(phase) - 1.0);
    };
    return {.current = quadratic_current(Delta_T, V_T), .onset = onset};
}

}  // namespace siegert::neurons::qif
