#include "neurons/eif/own_current.hpp"

#include <cmath>
#include <limits>

namespace siegert::neurons::eif {

// Delta_T exp((V - V_T) / Delta_T) alone has a solution in closed form, which ends at infinity.
OwnCurrent own_current(const Network& network, Index i) {
    const double Delta_T = network.Delta_T(i);
    const double V_T = network.V_T(i);
    const auto onset = [=](double V, double duration) {
        const double left = 1.0 - duration * std::exp((V - V_T) / Delta_T);
        if (left <= 0.0) return std::numeric_limits<double>::infinity();
        return V - Delta_T * std::log(left);
    };
    return {.current = exponential_current(Delta_T, V_T), .onset = onset};
}

}  // namespace siegert::neurons::eif
