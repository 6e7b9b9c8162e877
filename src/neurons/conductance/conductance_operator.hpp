#pragma once

#include <siegert/neurons/conductance.hpp>

#include <vector>

namespace siegert::neurons::conductance {

/// What conductances do to a neuron, in the basis of nodes, at which all of them have values:
/// between spikes
///
///     dp/dt = -d/dV (v p) + relaxation p,
///     v_i(V) = (F(V) + mu + pull_i - conductance_i V) / tau_m,
///
/// and `refractory` takes the flux through the threshold to that which leaves the reset tau_r
/// later. Products of the Gauss-Hermite nodes of each kind.
struct ConductanceOperator {
    Vector conductance;  ///< sum_k x_k
    Vector pull;         ///< sum_k x_k E_k [V]
    Matrix relaxation;   ///< [1/s]
    Matrix refractory;   ///< dimensionless
    Vector probability;  ///< weights of the total

    /// What a change of the spikes that drive a kind does to p.
    struct Drive {
        double tau;       ///< [s]
        Matrix mean;      ///< for a change of the mean [1/s]
        Matrix variance;  ///< for one of the variance [1/s]
    };
    std::vector<Drive> drives;
};

[[nodiscard]] ConductanceOperator conductance_operator(const std::vector<Conductance>& conductances,
                                                       int nodes, double tau_r);

}  // namespace siegert::neurons::conductance
