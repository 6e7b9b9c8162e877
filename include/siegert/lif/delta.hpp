#pragma once

#include <siegert/arrays.hpp>
#include <siegert/lif/convention.hpp>
#include <siegert/lif/input.hpp>

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

/// Points at which a function is evaluated at once. Each span has n entries, or one that holds for
/// all points.
///
/// The functions of a batch give what those for one point give, up to a relative difference of
/// 1e-13 (typically 1e-15), and are several times as fast. Results are n entries. A point does not
/// influence the result of another.
///
/// Throws: InvalidParameter if a span has another size, or if a point is invalid; the message
/// begins with its index: "entry 17: tau_m must be ...". The results are unspecified then.
struct Batch {
    std::span<const double> mu;     ///< [V]
    std::span<const double> sigma;  ///< [V]
    std::span<const double> V_0;    ///< [V]
    std::span<const double> V_th;   ///< [V]
    std::span<const double> tau_m;  ///< [s]
    std::span<const double> tau_r;  ///< [s]
};

/// `firing_rate` of each point.
void firing_rates(const Batch& batch, std::span<double> nu);

/// `firing_rate` and `rate_derivatives` of each point.
void rate_derivatives(const Batch& batch, std::span<double> nu, std::span<double> d_mu,
                      std::span<double> d_sigma);

/// `cv` of each point.
void cvs(const Batch& batch, std::span<double> cv);

/// Linear response of the rate at each frequency.
struct TransferFunction {
    ComplexVector n_mu;      ///< to mu [1/(V s)]
    ComplexVector n_sigma2;  ///< to sigma^2 [1/(V^2 s)]; empty where the convention ignores it
};

[[nodiscard]] TransferFunction transfer_function(const LifNeuron& neuron, const Input& input,
                                                 std::span<const Complex> s, Convention convention);

}  // namespace siegert::lif::delta
