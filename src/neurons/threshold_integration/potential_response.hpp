#pragma once

#include <siegert/neurons/threshold_integration.hpp>

namespace siegert::neurons {

/// Linear response of rate and mean potential, refractory neurons at V_0, to mu and sigma^2.
struct JointResponse {
    lif::TransferFunction rate;
    ComplexVector potential_mu;      ///< dimensionless
    ComplexVector potential_sigma2;  ///< [1/V]
};

/// At the frequencies s [1/s], Re s >= 0.
///
/// Accuracy, throws: as mean_potential_response.
[[nodiscard]] JointResponse joint_response(const IntegrateAndFireNeuron& neuron,
                                           const lif::Input& input, const ComplexVector& s);

}  // namespace siegert::neurons
