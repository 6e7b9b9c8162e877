#include <siegert/theory/input_statistics.hpp>

#include "model/field_use.hpp"
#include "theory/input_from_currents.hpp"
#include "theory/mean_square_weight.hpp"
#include "theory/require_rates.hpp"

namespace siegert::theory {
InputMap input_map(const Network& network) {
    validate(network);
    schema::require_known_to_theory(network);
    const auto tau_m = network.tau_m.asDiagonal();
    const Matrix& J_ext = network.J_ext;
    const Matrix& K_ext = network.K_ext;
    return {.mean = tau_m * network.J.cwiseProduct(network.K),
            .mean_ext =
                tau_m * (J_ext.cwiseProduct(K_ext) * network.nu_ext) + input_from_currents(network),
            .variance = tau_m * mean_square_weight(network).cwiseProduct(network.K),
            .variance_ext = tau_m * (J_ext.cwiseAbs2().cwiseProduct(K_ext) * network.nu_ext)};
}

Vector mean_input(const Network& network, const Vector& nu) {
    const InputMap input = input_map(network);
    require_rates("nu", nu, network);
    return input.mean * nu + input.mean_ext;
}

Vector std_input(const Network& network, const Vector& nu) {
    const InputMap input = input_map(network);
    require_rates("nu", nu, network);
    return (input.variance * nu + input.variance_ext).cwiseSqrt();
}

}  // namespace siegert::theory
