#pragma once

#include <siegert/lif/convention.hpp>
#include <siegert/lif/input.hpp>
#include <siegert/lif/transfer_function.hpp>

#include <memory>

/// One leaky integrate-and-fire neuron with exponential synapses, exactly, for any time constant
/// tau_s of the synapses:
///
///     tau_m dV/dt = -V + mu + I,    tau_s dI/dt = -I + sigma sqrt(tau_m) xi(t);
///
/// V = V_th: spike, V = V_0 for the time tau_r, in which I goes on. As in siegert::lif::exp, sigma
/// is that of the white noise that tau_s -> 0 leaves.
///
/// The flux through the threshold solves a one-dimensional integral equation; no expansion in tau_s
/// is made (docs/theory/coloured_noise.md). Work is refined until two resolutions agree; what the
/// finest does not reach is an error, never a wrong number.
///
/// Throws, all functions: InvalidParameter if neuron or input are invalid, if tau_s is negative or
/// not finite or sigma is not positive; AccuracyNotReached where noise is too weak, or too slow, to
/// be resolved: roughly tau_s > 20 tau_m, or a spread of V along the mean path of 1 % of
/// V_th - V_0.
///
/// tau_s below 1e-6 tau_m: the white-noise formulas take over, with the threshold raised by k sigma
/// and the reset by k sigma exp(-tau_r / tau_s), k = noise_correlation_shift. Their relative error
/// in the rate is of order tau_s / tau_m. (Method::shift raises the reset by k sigma whatever
/// tau_r: with tau_r >> tau_s it is wrong in first order.)
namespace siegert::lif::exp {

/// What may be asked of the exact method.
struct ExactOptions {
    /// Largest relative error of the rate, > 1e-12. When to use: 1e-5 takes the cheapest
    /// resolution, for scans; below 1e-8 it takes twice the time.
    double tolerance = 1e-8;
};

/// Throws InvalidParameter unless the condition above holds.
void validate(const ExactOptions& options);

/// Stationary firing rate nu [Hz]; zero where it underflows.
///
/// Accuracy: the tolerance. Cost: 0.3 ms.
[[nodiscard]] double exact_firing_rate(const LifNeuron& neuron, double tau_s, const Input& input,
                                       const ExactOptions& options = {});

/// Natural logarithm of the rate in Hz: finite where the rate underflows.
[[nodiscard]] double exact_log_firing_rate(const LifNeuron& neuron, double tau_s,
                                           const Input& input, const ExactOptions& options = {});

/// Derivatives of the rate.
struct ExactRateDerivatives {
    double d_mu;     ///< with respect to mu [1/(V s)]
    double d_sigma;  ///< with respect to sigma [1/(V s)]
    double d_tau_s;  ///< with respect to tau_s [1/s^2]
};

/// Accuracy: 1e-6 relative.
///
/// Throws: InvalidParameter also if tau_s is below 1e-6 tau_m: d_tau_s diverges as tau_s^(-1/2).
[[nodiscard]] ExactRateDerivatives exact_rate_derivatives(const LifNeuron& neuron, double tau_s,
                                                          const Input& input,
                                                          const ExactOptions& options = {});

/// Statistics of the interspike intervals. They are no renewal process: the current at a spike
/// remembers.
struct IntervalStatistics {
    double mean;                ///< [s]; infinite where the rate underflows
    double cv;                  ///< coefficient of variation
    double serial_correlation;  ///< rho_1, correlation of neighbouring intervals
};

/// Accuracy: cv 1e-6 relative, serial_correlation 1e-5.
[[nodiscard]] IntervalStatistics exact_interval_statistics(const LifNeuron& neuron, double tau_s,
                                                           const Input& input,
                                                           const ExactOptions& options = {});

/// One neuron prepared for any number of frequencies: set-up once, then 0.1 ms for each.
///
/// Frequencies s [1/s] are complex. The integrals converge for
/// Re s >= -0.3 / max(tau_m, tau_s), and further to the left where |Im s| is large; elsewhere
/// InvalidParameter is thrown.
///
/// Throws, constructor: as above; InvalidParameter also if tau_s is below 1e-6 tau_m.
class ExactNeuron {
public:
    ExactNeuron(const LifNeuron& neuron, double tau_s, const Input& input,
                const ExactOptions& options = {});

    /// nu [Hz].
    [[nodiscard]] double firing_rate() const;

    /// Linear response of the rate at each s. n_mu is the response to mu + epsilon exp(s t): behind
    /// the synapse with SynapticFilter::without, in front of it (times 1 / (1 + s tau_s), exactly)
    /// with SynapticFilter::with. n_sigma2 is the response to the intensity sigma^2 of the white
    /// noise in front of the synapse in both cases: its filter is no factor.
    ///
    /// At s = 0 the derivatives of the rate. Accuracy: 1e-5 of the largest.
    [[nodiscard]] TransferFunction transfer_function(const ComplexVector& s,
                                                     SynapticFilter filter) const;

    /// Power spectrum of the spike train [Hz] at each omega [rad/s], two-sided, without the line at
    /// zero; not that of a renewal process. Tends to nu as omega grows. Accuracy: 1e-6 nu.
    [[nodiscard]] Vector power_spectrum(const Vector& omegas) const;

    /// E[exp(-s T)] of the interval T between neighbouring spikes; 1 at s = 0.
    [[nodiscard]] ComplexVector interval_characteristic_function(const ComplexVector& s) const;

private:
    struct Prepared;
    std::shared_ptr<const Prepared> prepared_;
};

}  // namespace siegert::lif::exp
