#pragma once

#include <siegert/arrays.hpp>
#include <siegert/lif/batch.hpp>
#include <siegert/lif/convention.hpp>
#include <siegert/lif/input.hpp>
#include <siegert/lif/transfer_function.hpp>

#include <span>

/// One leaky integrate-and-fire neuron with delta synapses: Gaussian white input.
///
/// Common to all functions for one neuron:
/// - sigma = 0 is the noise-free neuron and is the limit sigma -> 0 of everything below: silent for
///   mu <= V_th, regular for mu > V_th. At mu = V_th, where the derivatives of the noise-free rate
///   do not exist, they are those from below, zero.
/// - A result beyond the range of double precision is the largest double of its sign; one too
///   small is zero. No result is NaN or infinite.
/// - Throws: InvalidParameter if neuron or input are invalid.
/// - Source: A. J. F. Siegert, Phys. Rev. 81, 617 (1951); N. Brunel, J. Comput. Neurosci. 8, 183
///   (2000). How they are evaluated: docs/theory/stationary_rate.md, interval_statistics.md.
namespace siegert::lif::delta {

/// Stationary firing rate nu [Hz], the Siegert formula:
///
///     1/nu = tau_r + tau_m sqrt(pi) int_{y_r}^{y_th} exp(u^2) (1 + erf u) du,
///     y_th = (V_th - mu) / sigma,    y_r = (V_0 - mu) / sigma.
///
/// For sigma = 0 and mu > V_th: 1/nu = tau_r + tau_m log((mu - V_0) / (mu - V_th)).
///
/// Accuracy: relative error below 1e-14, the arguments taken as exact.
[[nodiscard]] double firing_rate(const LifNeuron& neuron, const Input& input);

/// Natural logarithm of the rate in Hz, which holds where the rate itself underflows (y_th > 27).
///
/// A silent neuron (sigma = 0, mu <= V_th), and whatever has a logarithm below its range, gives the
/// lowest double.
///
/// Accuracy: as the rate while |log nu| < 1, else 1e-15 relative.
[[nodiscard]] double log_firing_rate(const LifNeuron& neuron, const Input& input);

/// Derivatives of the rate with respect to mu and sigma.
///
/// For sigma = 0 and mu > V_th: d_sigma = 0.
///
/// Accuracy: relative error below 1e-13.
[[nodiscard]] RateDerivatives rate_derivatives(const LifNeuron& neuron, const Input& input);

/// Second derivatives of the rate with respect to mu and sigma.
///
/// Accuracy: 1e-13 of the larger of |second derivative| and |product of first derivatives / nu|.
[[nodiscard]] RateSecondDerivatives rate_second_derivatives(const LifNeuron& neuron,
                                                            const Input& input);

/// Derivative of the rate with respect to the rate nu_j of one input of weight J [V],
/// dimensionless:
///
///     d nu / d nu_j = tau_m J d nu/d mu + tau_m J^2 d nu/d(sigma^2).
///
/// For K synapses from the population multiply by K.
///
/// Accuracy: 1e-13 of the larger term.
/// Throws: InvalidParameter also if J is not finite.
[[nodiscard]] double input_rate_derivative(const LifNeuron& neuron, const Input& input, double J);

/// Coefficient of variation of the interspike intervals: standard deviation over mean,
///
///     CV^2 = 2 pi (nu tau_m)^2 int_{y_r}^{y_th} dx exp(x^2) int_{-inf}^{x} dy exp(y^2) (1 + erf
///     y)^2.
///
/// For sigma = 0: 0 for mu >= V_th; 1 for mu < V_th, since rare threshold crossings by noise are a
/// Poisson process, however weak the noise.
///
/// Accuracy: relative error below 1e-13.
[[nodiscard]] double cv(const LifNeuron& neuron, const Input& input);

/// Points at which a function is evaluated at once; tau_s stays empty.
using lif::Batch;

/// `firing_rate` of each point.
void firing_rates(const Batch& batch, std::span<double> nu);

/// `firing_rate` and `rate_derivatives` of each point.
void rate_derivatives(const Batch& batch, std::span<double> nu, std::span<double> d_mu,
                      std::span<double> d_sigma);

/// `cv` of each point.
void cvs(const Batch& batch, std::span<double> cv);

/// Linear response of the rate to mu and to sigma^2 at frequencies s [1/s].
/// With z = s tau_m, x = sqrt(2) (V - mu) / sigma, Psi = exp(x^2/4) U(z - 1/2, -x), U the parabolic
/// cylinder function, and D F = F(x_th) - F(x_r):
///
///     n_mu     = sqrt(2) nu / (sigma (1 + z)) D Psi' / Den,
///     n_sigma2 = nu / (sigma^2 (2 + z)) D Psi'' / Den,
///     Den      = D Psi + (1 - exp(-s tau_r)) Psi(x_r)   (nnmt: D Psi).
///
/// s = 0, -1/tau_m and -2/tau_m are ordinary points. At s = 0 the response in Convention::exact is
/// the derivative of the rate with respect to mu and sigma^2. In Convention::nnmt it is the limit
/// of its own formula, which is 1 / (1 - nu tau_r) times the derivative.
/// For sigma = 0 and mu > V_th the result is the limit, which is large where s / (2 pi i) is close
/// to a multiple of the rate; it is reached to rounding where sigma < 1e-8 (mu - V_th). A neuron
/// whose rate underflows (y_th > 28) does not respond: zero.
///
/// Where Re s < 0 there are poles, the decaying modes of the neuron.
///
/// Accuracy: relative error of the complex value below 1e-13 for CV > 0.1. For more regular firing
/// 1e-15 / CV^2 at its resonances, omega near multiples of 2 pi nu.
/// Throws: InvalidParameter also if an s is not finite, Re s tau_m < -20 or |s| tau_m > 1e60.
/// Source: M. J. E. Richardson, Phys. Rev. E 76, 021919 (2007), for the refractory period; J.
/// Schuecker, M. Diesmann and M. Helias, Phys. Rev. E 92, 052119 (2015), for n_mu without it.
[[nodiscard]] TransferFunction transfer_function(const LifNeuron& neuron, const Input& input,
                                                 const ComplexVector& s, Convention convention);

/// Characteristic function E[exp(-s T)] of the interspike interval T at frequencies s [1/s],
/// Re s >= 0: exp(-s tau_r) Psi(x_r) / Psi(x_th), see `transfer_function`. 1 at s = 0.
///
/// The interval of a neuron whose rate underflows (y_th > 28) counts as infinite: 0 for s != 0.
///
/// Accuracy: absolute error below 1e-13 (1 + |s| tau_m).
/// Throws: InvalidParameter also if Re s < 0, or |s| tau_m > 1e60.
[[nodiscard]] ComplexVector interval_characteristic_function(const LifNeuron& neuron,
                                                             const Input& input,
                                                             const ComplexVector& s);

/// Power spectrum S [Hz] of the spike train, a renewal process, at angular frequencies omega
/// [rad/s]: with rho the characteristic function of the intervals at i omega,
///
///     S = nu (1 - |rho|^2) / |1 - rho|^2,
///
/// two-sided, without the line at zero frequency. nu CV^2 at omega = 0, nu for omega -> infinity.
///
/// Accuracy: relative error below 1e-12 + 1e-13 / CV^2.
/// Throws: InvalidParameter also if an omega is not finite, or |omega| tau_m > 1e60.
[[nodiscard]] Vector renewal_spectrum(const LifNeuron& neuron, const Input& input,
                                      const Vector& omegas);

}  // namespace siegert::lif::delta
