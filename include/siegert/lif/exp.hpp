#pragma once

#include <siegert/lif/batch.hpp>
#include <siegert/lif/delta.hpp>
#include <siegert/lif/input.hpp>
#include <siegert/lif/method.hpp>

#include <span>

/// One leaky integrate-and-fire neuron with exponential synapses: Gaussian noise of correlation
/// time tau_s. Methods `shift` and `taylor` are of first order in
/// k = (alpha / 2) sqrt(tau_s / tau_m), alpha = sqrt(2) |zeta(1/2)|.
///
/// Their assumption is tau_s << tau_m; tau_s = 0 gives what siegert::lif::delta gives. Limits,
/// range and errors are those of that namespace, and InvalidParameter if tau_s is negative or not
/// finite. Method `exact` has no such assumption: limits, accuracy and errors are those of
/// exact_coloured_noise.hpp; without noise (sigma = 0) or with tau_s = 0 it is siegert::lif::delta.
///
/// Source: N. Fourcaud and N. Brunel, Neural Comput. 14, 2057 (2002).
namespace siegert::lif::exp {

/// Exponential synapses and how they are treated.
struct Synapse {
    double tau_s = unset;  ///< time constant [s], >= 0; << tau_m unless the method is exact
    Method method = Method::shift;
};

/// Throws InvalidParameter unless tau_s is finite and not negative.
void validate(const Synapse& synapse);

/// k = (alpha / 2) sqrt(tau_s / tau_m), the shift of threshold and reset in units of sigma. The
/// theory is the first order in this number.
///
/// Throws: InvalidParameter if neuron or synapse are invalid.
[[nodiscard]] double noise_correlation_shift(const LifNeuron& neuron, const Synapse& synapse);

/// The first-order term relative to the white-noise rate, k sigma (d nu/d mu) / nu >= 0: the number
/// that says whether the expansion holds. The taylor rate is nu (1 - this), negative beyond 1.
/// Zero for sigma = 0.
[[nodiscard]] double relative_correction(const LifNeuron& neuron, const Synapse& synapse,
                                         const Input& input);

/// Stationary firing rate nu [Hz].
///
/// shift: the Siegert formula with y_th and y_r raised by k, see siegert::lif::delta::firing_rate.
/// taylor: nu = nu_delta - k sigma d nu_delta/d mu. This is the value of the expansion; where it is
/// negative (`relative_correction` > 1) it is no rate, and `shift` should be used.
///
/// Accuracy: 1e-14 relative (taylor: 1e-13 of nu_delta (1 + relative_correction)).
[[nodiscard]] double firing_rate(const LifNeuron& neuron, const Synapse& synapse,
                                 const Input& input);

/// Natural logarithm of the rate in Hz; the lowest double where the rate is not positive.
[[nodiscard]] double log_firing_rate(const LifNeuron& neuron, const Synapse& synapse,
                                     const Input& input);

/// Derivatives of the rate with respect to mu and sigma. k does not depend on either.
///
/// Accuracy: 1e-13 relative (d_sigma, and taylor: 1e-13 of the largest term).
[[nodiscard]] RateDerivatives rate_derivatives(const LifNeuron& neuron, const Synapse& synapse,
                                               const Input& input);

/// Second derivatives of the rate with respect to mu and sigma. Accuracy: 1e-12 of the largest
/// term.
///
/// Throws: InvalidParameter also for method `exact`, which has none.
[[nodiscard]] RateSecondDerivatives rate_second_derivatives(const LifNeuron& neuron,
                                                            const Synapse& synapse,
                                                            const Input& input);

/// Derivative of the rate with respect to the rate of one input of weight J [V], dimensionless:
///
///     d nu / d nu_j = tau_m J d nu/d mu + tau_m J^2 / (2 sigma) d nu/d sigma.
///
/// Throws: InvalidParameter also if J is not finite, or sigma = 0 and tau_s > 0: the first order in
/// k makes the rate depend on sigma, not on sigma^2, and the derivative diverges.
[[nodiscard]] double input_rate_derivative(const LifNeuron& neuron, const Synapse& synapse,
                                           const Input& input, double J);

/// Coefficient of variation of the interspike intervals, see siegert::lif::delta::cv.
///
/// shift and taylor: threshold and reset are raised by k sigma, no expansion of the CV in k is in
/// use.
[[nodiscard]] double cv(const LifNeuron& neuron, const Synapse& synapse, const Input& input);

/// Points at which a function is evaluated at once; tau_s must be given.
using lif::Batch;

/// `firing_rate` of each point.
void firing_rates(const Batch& batch, std::span<double> nu);

/// `firing_rate` and `rate_derivatives` of each point.
void rate_derivatives(const Batch& batch, std::span<double> nu, std::span<double> d_mu,
                      std::span<double> d_sigma);

/// `cv` of each point.
void cvs(const Batch& batch, std::span<double> cv);

/// Linear response of the rate to the mean of the input current and to the variance of its noise,
/// at frequencies s [1/s]. See siegert::lif::delta::transfer_function for definitions, limits,
/// errors and accuracy.
///
/// shift: the response of the white-noise neuron with threshold and reset raised by k sigma. In the
/// response to sigma^2 the barrier moves with sigma, which is a modulation of the mean too:
/// n_sigma2 = n_sigma2(delta) - k (1 + s tau_m) / (2 sigma) n_mu(delta).
/// taylor: the same, expanded to first order in k; in Convention::nnmt this is the published
/// formula.
/// exact: the response of ExactNeuron; n_sigma2 is that to the white noise in front of the synapse.
///
/// SynapticFilter::with includes the low-pass filtering by the synapse, 1 / (1 + s tau_s) for n_mu
/// and 1 / ((1 + s tau_s) (1 + s tau_s / 2)) for n_sigma2 (exact: for n_mu only).
/// At s = 0, Convention::exact gives the derivatives of `firing_rate` with that method.
///
/// Throws: InvalidParameter also if sigma = 0, mu > V_th and tau_s > 0: the rate then depends on
/// sigma, not on sigma^2; if the convention of method `exact` is nnmt, which is of first order.
/// Source: J. Schuecker, M. Diesmann and M. Helias,
/// Phys. Rev. E 92, 052119 (2015); what is beyond it is derived in
/// docs/theory/transfer_function.md.
[[nodiscard]] TransferFunction transfer_function(const LifNeuron& neuron, const Synapse& synapse,
                                                 const Input& input, const ComplexVector& s,
                                                 Convention convention, SynapticFilter filter);

/// Characteristic function of the interspike intervals, see
/// siegert::lif::delta::interval_characteristic_function. shift and taylor: threshold and reset are
/// raised by k sigma, as in `cv`.
[[nodiscard]] ComplexVector interval_characteristic_function(const LifNeuron& neuron,
                                                             const Synapse& synapse,
                                                             const Input& input,
                                                             const ComplexVector& s);

/// Power spectrum of the spike train [Hz], see siegert::lif::delta::renewal_spectrum. shift and
/// taylor: threshold and reset are raised by k sigma, as in `cv`; exact: not that of a renewal
/// process.
[[nodiscard]] Vector renewal_spectrum(const LifNeuron& neuron, const Synapse& synapse,
                                      const Input& input, const Vector& omegas);

}  // namespace siegert::lif::exp
