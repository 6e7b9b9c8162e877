#pragma once

#include <siegert/arrays.hpp>
#include <siegert/model/network.hpp>
#include <siegert/theory/analysis.hpp>
#include <siegert/theory/network_transfer_function.hpp>
#include <siegert/theory/working_point.hpp>

/// How what a network does depends on its parameters.
namespace siegert::landscape {

/// Derivatives of one number with respect to every parameter of a network, the working point
/// following; shapes are those of the fields of Network. Real numbers have imaginary part 0.
struct Gradient {
    ComplexMatrix J;          ///< per volt, n x n
    ComplexMatrix J_sd;       ///< per volt, n x n; empty where the network has none
    ComplexMatrix K;          ///< per synapse, n x n
    ComplexMatrix Delay;      ///< per second, n x n; empty where the network has none
    ComplexMatrix Delay_sd;   ///< per second, n x n; empty where the network has none
    ComplexMatrix J_ext;      ///< per volt, n x m
    ComplexMatrix K_ext;      ///< per synapse, n x m
    ComplexVector nu_ext;     ///< per hertz, m
    ComplexVector C;          ///< per farad, n, weights held; empty where the network has no C
    ComplexVector I_ext;      ///< per ampere, n; empty where the network has no C
    ComplexVector tau_m;      ///< per second, n
    ComplexVector tau_r;      ///< per second, n
    ComplexMatrix tau_s;      ///< per second, n x 1, or n x n where connections have their own; 0
                              ///< for delta synapses
    ComplexMatrix tau_s_ext;  ///< per second, n x m; empty where external synapses have none of
                              ///< their own
    ComplexVector V_th;       ///< per volt, n
    ComplexVector V_0;        ///< per volt, n
    ComplexVector Delta_T;    ///< per volt, n; 0 for populations that are not eif; empty: no eif
    ComplexVector V_T;        ///< as Delta_T
    ComplexVector N;          ///< per neuron, n; in-degrees held: only the noise of spectra changes
};

/// Of sum_i weights(i) nu_i: weights(i) = 1 and 0 elsewhere for the rate of population i.
///
/// By one adjoint equation, lambda = (1 - dPhi/dnu)^-T weights, whatever the number of parameters.
/// Where synapses of a population have several time constants every parameter costs four more
/// evaluations of all rates, and of what is differentiated.
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

/// Which spectrum has the peak.
struct PeakOptions {
    theory::ResponseOptions response{};
    theory::SpikingNoise noise = theory::SpikingNoise::by_convention;
};

/// A maximum of the power spectrum of one population, located between all frequencies.
struct Peak {
    Index population;
    double omega;   ///< [rad/s]
    double height;  ///< [Hz]
    double width;   ///< [rad/s]: sqrt(-2 / (d^2 log S / d omega^2)); of a resonance |Re s|
};

/// The peak of population `population` to which the spectrum rises from omega [rad/s].
///
/// Accuracy: 1e-10 of the frequency, where the methods of rates and responses resolve it.
/// Throws: InvalidParameter if there is no such population, omega is negative, or the network has
/// no delays; AccuracyNotReached if there is no peak, or at an instability.
[[nodiscard]] Peak peak_near(const Network& network, const theory::WorkingPoint& point,
                             Index population, double omega, const PeakOptions& options = {});

/// How a peak depends on the parameters.
struct PeakGradients {
    Peak peak;
    Gradient log_height;  ///< of the logarithm of its height
    Gradient omega;       ///< of its angular frequency [rad/s]
};

/// With Q = (1 - W)^-1, noise s_k of the populations and C = Q diag(s) Q^dagger,
///
///     d log S_p = (2 Re sum_ij Q_pi dW_ij C_jp + sum_k |Q_pk|^2 ds_k) / S_p,
///     d omega = -(d/domega)(d log S_p) / (d^2 log S_p / domega^2).
///
/// Accuracy: 1e-7 relative to the largest of the same field. Throws: as peak_near and
/// rate_gradient.
[[nodiscard]] PeakGradients peak_gradients(const Network& network,
                                           const theory::WorkingPoint& point, Index population,
                                           double omega, const PeakOptions& options = {});

}  // namespace siegert::landscape
