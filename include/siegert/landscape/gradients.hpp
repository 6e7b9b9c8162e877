#pragma once

#include <siegert/arrays.hpp>
#include <siegert/model/network.hpp>
#include <siegert/theory/network_transfer_function.hpp>
#include <siegert/theory/working_point.hpp>

/// How what a network does depends on its parameters.
namespace siegert::landscape {

/// Derivatives of one number with respect to every parameter of a network, the working point
/// following; shapes are those of the fields of Network. Real numbers have imaginary part 0.
struct Gradient {
    ComplexMatrix J;         ///< per volt, n x n
    ComplexMatrix J_sd;      ///< per volt, n x n; empty where the network has none
    ComplexMatrix K;         ///< per synapse, n x n
    ComplexMatrix Delay;     ///< per second, n x n; empty where the network has none
    ComplexMatrix Delay_sd;  ///< per second, n x n; empty where the network has none
    ComplexMatrix J_ext;     ///< per volt, n x m
    ComplexMatrix K_ext;     ///< per synapse, n x m
    ComplexVector nu_ext;    ///< per hertz, m
    ComplexVector I_ext;     ///< per ampere, n; empty where the network has no C
    ComplexVector tau_m;     ///< per second, n
    ComplexVector tau_r;     ///< per second, n
    ComplexVector tau_s;     ///< per second, n; 0 for delta synapses
    ComplexVector V_th;      ///< per volt, n
    ComplexVector V_0;       ///< per volt, n
};

/// Of sum_i weights(i) nu_i: weights(i) = 1 and 0 elsewhere for the rate of population i.
///
/// By one adjoint equation, lambda = (1 - dPhi/dnu)^-T weights, whatever the number of parameters.
/// Accuracy: 1e-9 relative to the largest of the same field, times the condition of 1 - dPhi/dnu.
/// Throws: InvalidParameter if the point is not one of the network, or a shape does not fit; as
/// theory::working_point.
/// Source: docs/theory/gradients.md.
[[nodiscard]] Gradient rate_gradient(const Network& network, const theory::WorkingPoint& point,
                                     const Vector& weights,
                                     lif::exp::Method method = lif::exp::Method::shift);

/// Of sum_i weights(i) CV_i. Accuracy, Throws: as rate_gradient.
[[nodiscard]] Gradient cv_gradient(const Network& network, const theory::WorkingPoint& point,
                                   const Vector& weights,
                                   lif::exp::Method method = lif::exp::Method::shift);

/// Of the eigenvalue of W(i omega) nearest to 1, omega [rad/s] fixed.
/// Accuracy, Throws: as rate_gradient; InvalidParameter if the network has no delays.
[[nodiscard]] Gradient eigenvalue_gradient(const Network& network,
                                           const theory::WorkingPoint& point, double omega,
                                           const theory::ResponseOptions& options = {});

/// Of the solution s of det(1 - W(s)) = 0 (theory::growth_rates): the real part is the growth rate
/// [1/s], the imaginary part its angular frequency [rad/s]; ds = -(u^dagger dW v) / (u^dagger W'
/// v). Accuracy, Throws: as eigenvalue_gradient.
[[nodiscard]] Gradient growth_rate_gradient(const Network& network,
                                            const theory::WorkingPoint& point, Complex s,
                                            const theory::ResponseOptions& options = {});

}  // namespace siegert::landscape
