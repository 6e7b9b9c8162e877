#pragma once

#include <siegert/model/network.hpp>

#include "neurons/adaptation/hermite_modes.hpp"

#include <span>

namespace siegert::neurons {

/// Where the distribution of the currents is expanded.
struct AdaptationFrame {
    Vector mean;  ///< of each current [V]
    Vector sd;    ///< standard deviation of each current [V], > 0
};

/// What the currents do to a neuron, in the basis of nodes, in which the total of all currents has
/// one value for each entry: between spikes
///
///     dp/dt = -d/dV ((F(V) + mu - w) / tau_m p - D dp/dV) + (relaxation + V coupling) p,
///
/// and `reset` takes the flux through the threshold to that which leaves the reset tau_r later.
struct AdaptingOperator {
    Vector w;             ///< sum of all currents at each node [V]
    Matrix relaxation;    ///< [1/s]
    Matrix coupling;      ///< [1/(V s)]
    Matrix reset;         ///< dimensionless
    Vector probability;   ///< weights of the total
    Matrix coefficients;  ///< from nodes to Hermite coefficients, orthogonal
};

/// V_0 [V] and tau_r [s] of the neuron.
[[nodiscard]] AdaptingOperator adapting_operator(const HermiteModes& modes,
                                                 const AdaptationFrame& frame,
                                                 std::span<const AdaptationCurrent> currents,
                                                 double V_0, double tau_r);

}  // namespace siegert::neurons
