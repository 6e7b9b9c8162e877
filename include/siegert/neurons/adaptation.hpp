#pragma once

#include <siegert/model/network.hpp>
#include <siegert/neurons/threshold_integration.hpp>

#include <vector>

/// Integrate-and-fire neurons with adaptation currents w_k, in Gaussian white noise:
///
///     tau_m dV/dt = F(V) + mu - sum_k w_k + sigma sqrt(tau_m) xi(t),
///     tau_k dw_k/dt = a_k V - w_k,    at each spike w_k -> w_k + b_k,
///
/// with threshold, reset and refractory period as in siegert/neurons/threshold_integration.hpp;
/// while a neuron is refractory its currents go on with V = V_0. Every function asks one of two
/// theories (docs/theory/adaptation.md):
///
/// - galerkin: the joint density of potential and currents, in Hermite polynomials of the currents
///   up to a degree, on a mesh of potentials.
/// - mean_field: the mean currents; in linear response, how they follow mean potential and rate.
///
/// Common to all functions:
/// - Where noise is too weak for the mesh (sigma below 1/400 of V_th - V_0) or the rate is
///   below 1e-8 Hz, galerkin answers as mean_field.
/// - No result is NaN or infinite.
/// - Throws: as the functions of threshold integration; InvalidParameter also if the currents are
///   invalid, AccuracyNotReached also if negative a or b leave no mean field.
/// - Accuracy of galerkin: mesh 3e-6. What the order leaves is in `AdaptedState::error`: below 1e-3
///   where spikes are not much larger than the spread of the currents (b < 2.5 sd_adaptation).
/// - Cost for one current: galerkin 0.15 ms, a frequency 0.2 ms; mean_field ten rates of
///   siegert/neurons/threshold_integration.hpp, which galerkin begins with (EIF: 0.7 ms).
/// - Source: galerkin is this library's. Mean field: M. Augustin, J. Ladenbauer, F. Baumann and
///   K. Obermayer, PLoS Comput. Biol. 13, e1005545 (2017).
namespace siegert::neurons::adaptation {

/// How adaptation is treated.
///
/// When to use: `galerkin`. `mean_field` is faster and right where currents are slow (tau nu above
/// 10) or weak; `AdaptedState::error` tells.
enum class Theory {
    galerkin,    ///< the distribution of the currents
    mean_field,  ///< their mean
};

struct Options {
    Theory theory = Theory::galerkin;
    /// Highest degree of the polynomials, 2 to 8; 0: 4 for one current, 3 for two, 2 for more.
    int order = 0;
};

struct AdaptingNeuron {
    IntegrateAndFireNeuron neuron;
    std::vector<AdaptationCurrent> adaptation;  ///< tau > 0, a and b finite; may be empty
};

/// Throws InvalidParameter, naming the field, unless every condition above holds.
void validate(const AdaptingNeuron& neuron);

/// Stationary state. Refractory neurons count at V_0, and not in the moments of the currents.
struct AdaptedState {
    double firing_rate;      ///< nu [Hz]
    double mean_potential;   ///< [V]
    Vector mean_adaptation;  ///< of each current [V]
    Vector sd_adaptation;    ///< standard deviation of each current [V]; 0 in mean_field
    /// Change of the rate, relative to it, from the theory two orders lower; of mean_field: to
    /// galerkin of order 2. The error of galerkin was at most a third of it wherever it was
    /// measured, that of mean_field is about as large.
    double error;
};

[[nodiscard]] AdaptedState stationary_state(const AdaptingNeuron& neuron, const lif::Input& input,
                                            const Options& options = {});

/// nu [Hz] alone.
[[nodiscard]] double firing_rate(const AdaptingNeuron& neuron, const lif::Input& input,
                                 const Options& options = {});

/// Derivatives of the rate with respect to mu and sigma, adaptation inside: the response at zero
/// frequency.
[[nodiscard]] lif::RateDerivatives rate_derivatives(const AdaptingNeuron& neuron,
                                                    const lif::Input& input,
                                                    const Options& options = {});

/// Coefficient of variation of the interspike intervals; mean_field: at constant currents.
[[nodiscard]] double cv(const AdaptingNeuron& neuron, const lif::Input& input,
                        const Options& options = {});

/// Linear response of the rate to mu and to sigma^2 at frequencies s [1/s], adaptation and
/// refractory period included.
///
/// galerkin: at more than 40 frequencies on the imaginary axis a rational interpolant, 1e-7 of the
/// largest value.
/// Throws: InvalidParameter also if an s is not finite or |s| tau_m > 1e6.
[[nodiscard]] lif::TransferFunction transfer_function(const AdaptingNeuron& neuron,
                                                      const lif::Input& input,
                                                      const ComplexVector& s,
                                                      const Options& options = {});

/// Power spectrum S [Hz] of the spike train at angular frequencies omega [rad/s], two-sided,
/// without the line at zero frequency. At omega = 0 it is nu times the Fano factor of long windows.
///
/// mean_field: the renewal spectrum at constant currents over |1 + loop|^2, where the loop is what
/// a change of the rate makes of itself through the currents.
[[nodiscard]] Vector power_spectrum(const AdaptingNeuron& neuron, const lif::Input& input,
                                    const Vector& omegas, const Options& options = {});

}  // namespace siegert::neurons::adaptation
