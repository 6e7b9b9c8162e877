#pragma once

#include <siegert/model/network.hpp>

#include "neurons/model.hpp"

#include <vector>

namespace siegert::theory {

/// How the conductances of the neurons depend on the rates nu [Hz] of all populations: mean and
/// variance, relative to the leak, of the kind of conductance that connection (i, j) belongs to
/// grow by mean_ij nu_j and variance_ij nu_j.
struct ConductanceMap {
    Matrix kind;      ///< of each connection, n x n, a number of synapses::currents
    Matrix mean;      ///< K_ij J_ij tau_ij / g_i [s], n x n, with the leak's conductance g
    Matrix variance;  ///< K_ij <J_ij^2> tau_ij / (2 g_i^2) [s], n x n
    std::vector<neurons::Conductances> external;  ///< what external populations contribute
};

/// Throws: InvalidParameter if weights or in-degrees vary between the neurons of a population: the
/// theory of conductances does not average over them.
[[nodiscard]] ConductanceMap conductance_map(const Network& network);

/// The conductances at the rates nu [Hz].
[[nodiscard]] std::vector<neurons::Conductances> conductances_at(const ConductanceMap& map,
                                                                 const Vector& nu);

/// dPhi_i/dnu_j from the derivatives of the rates with respect to the conductances.
[[nodiscard]] Matrix jacobian(const ConductanceMap& map,
                              const std::vector<neurons::ConductanceSlopes>& slopes);

}  // namespace siegert::theory
