#pragma once

#include <siegert/model/network.hpp>

namespace siegert::theory {

/// What constant currents contribute to the mean input [V], n: tau_m I_ext / C.
[[nodiscard]] inline Vector input_from_currents(const Network& network) {
    if (network.I_ext.size() == 0) return Vector::Zero(network.tau_m.size());
    return network.tau_m.cwiseProduct(network.I_ext).cwiseQuotient(network.C);
}

}  // namespace siegert::theory
