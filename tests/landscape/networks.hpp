#pragma once

#include <siegert/io/parameter_file.hpp>
#include <siegert/landscape/branches.hpp>

/// Networks whose landscapes are known.
namespace siegert::landscape {

/// Brunel's model A with delays of 1.5 ms.
inline Network brunel(double g, double nu_ext_over_nu_thr) {
    static const Network base = load_network(SIEGERT_EXAMPLES "/networks/brunel_2000.yaml").network;
    Network network = base;
    network.J.col(1).setConstant(-g * 0.1e-3);
    network.nu_ext.setConstant(10.0 * nu_ext_over_nu_thr);
    return network;
}

/// Along the external rate, in units of that which holds the mean potential at threshold.
inline Line brunel_line(double g, double from, double to) {
    return {.network_at = [g](double x) { return brunel(g, x); }, .from = from, .to = to};
}

/// An excitatory and an inhibitory population with weights J and -g J onto each, delta synapses.
struct Pair {
    Vector J;      ///< [V], onto E and I
    Vector g;      ///< onto E and I
    Matrix K;      ///< 2 x 2
    Vector K_ext;  ///< onto E and I
};

inline Network network_of(const Pair& pair, double nu_ext) {
    Network network = brunel(5.0, 1.0);
    network.J.col(0) = pair.J;
    network.J.col(1) = -pair.g.cwiseProduct(pair.J);
    network.K = pair.K;
    network.J_ext = pair.J;
    network.K_ext = pair.K_ext;
    network.nu_ext.setConstant(nu_ext);
    return network;
}

inline Line external_rate_line(const Pair& pair, double from, double to) {
    return {.network_at = [pair](double nu_ext) { return network_of(pair, nu_ext); },
            .from = from,
            .to = to};
}

}  // namespace siegert::landscape
