#pragma once

#include <siegert/arrays.hpp>
#include <siegert/lif/input.hpp>
#include <siegert/lif/transfer_function.hpp>

#include <functional>
#include <span>

/// Integrate-and-fire neurons with any spike-generating current F(V), in Gaussian white noise:
///
///     tau_m dV/dt = F(V) + mu + sigma sqrt(tau_m) xi(t);
///     V reaches V_th: spike, V = V_0 for the time tau_r.
///
/// The Fokker-Planck equation is integrated from threshold to reset and below, its adjoint upwards,
/// both by power series on panels (docs/theory/threshold_integration.md).
///
/// When to use: for a current that has no closed form. The leaky neuron (`leak`) has one, which is
/// 100 times as fast: siegert/lif/delta.hpp. The exponential one has names of its own:
/// siegert/neurons/eif.hpp.
///
/// Common to all functions:
/// - sigma = 0 is the noise-free neuron and is the limit sigma -> 0: silent where F(V) + mu <= 0
///   for a V between V_0 and V_th, else regular.
/// - No result is NaN or infinite.
/// - Throws: InvalidParameter if neuron or input are invalid, and if there is no stationary state
///   because the potential escapes to minus infinity (F(V) + mu not positive there).
///   AccuracyNotReached if noise and current are so far apart that a million panels do not suffice
///   (a barrier of 1e6 times the noise), or numbers leave double precision.
/// - Accuracy is stated for the leaky neuron, whose closed forms are known. Exponential and
///   quadratic neurons agree with an implicit Runge-Kutta integration to 1e-9 or better.
/// - Cost: a rate takes 5 to 60 us, a frequency 1 to 5 us.
/// - Source: M. J. E. Richardson, Phys. Rev. E 76, 021919 (2007), for the method of threshold
///   integration. Panels, backward equation and drift panels are this library's.
namespace siegert::neurons {

/// The current F(V) [V] of a neuron: whatever follows from V itself, in units of the potential
/// that it would cause across the leak.
struct Current {
    /// Writes the Taylor coefficients of F about V in units of h:
    /// F(V + h x) = coefficients[0] + coefficients[1] x + ...
    std::function<void(double V, double h, std::span<double> coefficients)> taylor;
    /// Length [V], > 0, over which F changes its form: within half of it a Taylor series of 20
    /// terms is F to rounding. Infinite for polynomials.
    double scale = unset;
};

/// F = -V: leaky integrate-and-fire.
[[nodiscard]] Current leak();

/// F = 0: perfect integrator.
[[nodiscard]] Current no_current();

/// F = -V + Delta_T exp((V - V_T) / Delta_T): exponential integrate-and-fire. Delta_T [V], > 0.
[[nodiscard]] Current exponential_current(double Delta_T, double V_T);

/// F = Delta_T - V_T + (V - V_T)^2 / (2 Delta_T): quadratic integrate-and-fire, in second order
/// about V_T the same as the exponential one (Fourcaud-Trocme et al. 2003). Delta_T [V], > 0.
[[nodiscard]] Current quadratic_current(double Delta_T, double V_T);

/// A neuron with the current F. Potentials are relative to the leak potential.
struct IntegrateAndFireNeuron {
    double tau_m = unset;  ///< membrane time constant [s], > 0
    double tau_r = unset;  ///< absolute refractory period [s], >= 0
    double V_th = unset;   ///< where a spike is registered [V], > V_0
    double V_0 = unset;    ///< reset potential [V]
    Current current;
};

/// Throws InvalidParameter, naming the field, unless every condition above holds.
void validate(const IntegrateAndFireNeuron& neuron);

/// What the stationary density of the potential says, refractory neurons counted at V_0.
struct StationaryState {
    double firing_rate;         ///< nu [Hz]
    double log_firing_rate;     ///< its logarithm; lowest double for a silent neuron
    double mean_potential;      ///< [V]
    double potential_variance;  ///< [V^2]
};

/// Stationary rate and moments of the potential.
///
/// A silent noise-free neuron rests where it comes to a halt, above V_0.
///
/// Accuracy: rate relative 1e-12, moments 1e-12 in units of V_th - V_0 plus sigma.
[[nodiscard]] StationaryState stationary_state(const IntegrateAndFireNeuron& neuron,
                                               const lif::Input& input);

/// Stationary firing rate nu [Hz]; 0 where it underflows.
///
/// Accuracy: relative error below 1e-12.
[[nodiscard]] double firing_rate(const IntegrateAndFireNeuron& neuron, const lif::Input& input);

/// Natural logarithm of the rate in Hz, which holds where the rate itself underflows. The lowest
/// double for a silent neuron.
[[nodiscard]] double log_firing_rate(const IntegrateAndFireNeuron& neuron, const lif::Input& input);

/// Derivatives of the rate with respect to mu and sigma: the response at zero frequency.
///
/// Accuracy: relative error of d_mu below 1e-11, of d_sigma below 1e-10.
[[nodiscard]] lif::RateDerivatives rate_derivatives(const IntegrateAndFireNeuron& neuron,
                                                    const lif::Input& input);

/// Coefficient of variation of the interspike intervals. For sigma = 0: 0 if the neuron fires, else
/// 1, the limit.
///
/// Accuracy: relative error below 1e-11.
[[nodiscard]] double cv(const IntegrateAndFireNeuron& neuron, const lif::Input& input);

/// Linear response of the rate to mu and to sigma^2 at frequencies s [1/s], refractory period
/// included. At s = 0 these are the derivatives of the rate.
///
/// A neuron of a rate below 1e-100 Hz does not respond: zero. Where Re s < 0 there are poles, the
/// decaying modes of the neuron.
///
/// Accuracy: relative error of the complex value below 1e-11 for CV > 0.1; for more regular firing
/// 1e-13 / CV^2 at its resonances.
/// Throws: InvalidParameter also if an s is not finite, Re s tau_m < -4 or |s| tau_m > 1e6.
[[nodiscard]] lif::TransferFunction transfer_function(const IntegrateAndFireNeuron& neuron,
                                                      const lif::Input& input,
                                                      const ComplexVector& s);

/// Response of the mean potential to mu, dimensionless: d<V> = response * d mu exp(s t), with the
/// refractory neurons at V_0.
///
/// Accuracy: absolute error below 1e-11.
/// Throws: as transfer_function, and InvalidParameter if Re s < 0.
[[nodiscard]] ComplexVector mean_potential_response(const IntegrateAndFireNeuron& neuron,
                                                    const lif::Input& input,
                                                    const ComplexVector& s);

/// Characteristic function E[exp(-s T)] of the interspike interval T at frequencies s [1/s],
/// Re s >= 0. 1 at s = 0.
///
/// The interval of a neuron of a rate below 1e-100 Hz counts as infinite: 0 for s != 0.
///
/// Accuracy: absolute error below 1e-11.
/// Throws: as mean_potential_response.
[[nodiscard]] ComplexVector interval_characteristic_function(const IntegrateAndFireNeuron& neuron,
                                                             const lif::Input& input,
                                                             const ComplexVector& s);

/// Power spectrum S [Hz] of the spike train, a renewal process, at angular frequencies omega
/// [rad/s], two-sided, without the line at zero frequency:
///
///     S = nu (1 - |rho|^2) / |1 - rho|^2
///
/// with rho the characteristic function of the intervals at i omega. nu CV^2 at omega = 0.
///
/// Accuracy: relative error below 1e-11 + 1e-13 / CV^2.
/// Throws: InvalidParameter also if an omega is not finite or |omega| tau_m > 1e6.
[[nodiscard]] Vector renewal_spectrum(const IntegrateAndFireNeuron& neuron, const lif::Input& input,
                                      const Vector& omegas);

}  // namespace siegert::neurons
