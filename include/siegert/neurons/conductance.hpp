#pragma once

#include <siegert/neurons/threshold_integration.hpp>

#include <vector>

/// Integrate-and-fire neurons with fluctuating conductances x_k, relative to that of the leak:
///
///     tau_m dV/dt = F(V) + mu + sum_k x_k (E_k - V),
///     tau_k dx_k/dt = mean_k - x_k + sqrt(2 tau_k variance_k) xi_k(t),
///
/// with threshold, reset and refractory period as in siegert/neurons/threshold_integration.hpp;
/// while a neuron is refractory its conductances go on. Of Poisson spikes of rate R [Hz] that add w
/// to a conductance, mean = w R tau and variance = w^2 R tau / 2. Every function asks one of two
/// theories (docs/theory/conductances.md):
///
/// - galerkin: the joint density of potential and conductances, in Hermite polynomials of these, on
///   a mesh of potentials.
/// - effective: tau_m shortened by the mean conductances, their noise as current noise whose time
///   constants are short.
///
/// Common to all functions:
/// - No result is NaN or infinite.
/// - Throws: InvalidParameter if neuron or conductances are invalid, or there are more than four
///   kinds of them.
/// - Accuracy of galerkin: 1 to 3 % of the rate where neurons fire at more than 1 Hz (14 % at
///   0.2 Hz); `ConductanceState::error` tells. Of effective: 10 to 50 % of the rate.
/// - Cost for two kinds: galerkin 50 ms, a frequency 0.2 s; effective a few rates of lif::exp or,
///   with an exponential current, of threshold integration.
/// - Source: galerkin is this library's. Effective time constant: M. J. E. Richardson, Phys. Rev. E
///   69, 051918 (2004).
namespace siegert::neurons::conductance {

/// How conductances are treated.
///
/// When to use: `galerkin`. `effective` costs a thousandth and shows trends.
enum class Theory {
    galerkin,   ///< their distribution
    effective,  ///< their mean as an effective time constant, their noise as that of currents
};

struct Options {
    Theory theory = Theory::galerkin;
    /// Nodes for each kind of conductance, 3 to 12; 0: 8 for one kind, 6 for two, 4 for three, 3
    /// for four.
    int nodes = 0;
};

/// One kind of conductance.
struct Conductance {
    double tau = unset;       ///< time constant [s], > 0
    double E_rev = unset;     ///< reversal potential [V]
    double mean = unset;      ///< relative to that of the leak, >= 0
    double variance = unset;  ///< relative to the square of that of the leak, >= 0
};

struct ConductanceNeuron {
    IntegrateAndFireNeuron neuron;
    double mu = unset;                      ///< constant input [V]
    std::vector<Conductance> conductances;  ///< one to four
};

/// Throws InvalidParameter, naming the field, unless every condition above holds.
void validate(const ConductanceNeuron& neuron);

/// What the conductances are, in effect, to the membrane.
struct EffectiveInput {
    double tau;    ///< effective time constant tau_m / (1 + sum of the means) [s]
    double mu;     ///< the potential without spikes and fluctuations [V]
    double sigma;  ///< noise amplitude at that potential [V], as in lif::Input
    double tau_s;  ///< correlation time of the noise [s]: of the process that stands for all kinds
};

/// The noise of a sharp threshold is corrected to first order in sqrt(tau_s / tau), as method shift
/// does; an exponential current needs no correction.
[[nodiscard]] EffectiveInput effective_input(const ConductanceNeuron& neuron);

/// Stationary state.
struct ConductanceState {
    double firing_rate;  ///< nu [Hz]
    double cv;           ///< coefficient of variation of the intervals
    /// Change of the rate, relative to it, from a theory of two nodes fewer; of `effective`: to
    /// galerkin with four nodes. The error of galerkin was at most a third of it where it was
    /// measured, that of `effective` is about as large.
    double error;
};
[[nodiscard]] ConductanceState stationary_state(const ConductanceNeuron& neuron,
                                                const Options& options = {});

/// nu [Hz] alone.
[[nodiscard]] double firing_rate(const ConductanceNeuron& neuron, const Options& options = {});

/// Coefficient of variation of the interspike intervals.
[[nodiscard]] double cv(const ConductanceNeuron& neuron, const Options& options = {});

/// Linear response of the rate at each s: to mu [1/(V s)], and to mean and variance of the spikes
/// that drive each kind of conductance [1/s], whose filter is in it; frequencies x kinds. At s = 0
/// the last two are the derivatives with respect to mean and variance of the conductance.
struct ConductanceResponse {
    ComplexVector n_mu;
    ComplexMatrix n_mean;
    ComplexMatrix n_variance;
};

/// galerkin only. At more than 40 frequencies on the imaginary axis a rational interpolant, 1e-7 of
/// the largest value.
///
/// Throws: InvalidParameter also if an s is not finite or Options::theory is effective.
[[nodiscard]] ConductanceResponse response(const ConductanceNeuron& neuron, const ComplexVector& s,
                                           const Options& options = {});

/// Power spectrum S [Hz] of the spike train at angular frequencies omega [rad/s], two-sided,
/// without the line at zero frequency.
///
/// Throws: InvalidParameter also if Options::theory is effective.
[[nodiscard]] Vector power_spectrum(const ConductanceNeuron& neuron, const Vector& omegas,
                                    const Options& options = {});

}  // namespace siegert::neurons::conductance
