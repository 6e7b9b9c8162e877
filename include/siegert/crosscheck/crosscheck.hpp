#pragma once

#include <siegert/arrays.hpp>
#include <siegert/crosscheck/quantity.hpp>
#include <siegert/lif/exp.hpp>
#include <siegert/model/network.hpp>

#include <cstdint>
#include <functional>
#include <limits>
#include <string>
#include <string_view>
#include <vector>

/// Theory beside simulation.
namespace siegert::crosscheck {

/// A reason for which the simulation differs from the theory although both are right.
struct SystematicError {
    std::string cause;
    double value = 0.0;  ///< simulation minus theory that it causes, in the unit of the row
    bool exact = false;  ///< of known sign and size: it is added to the prediction. An estimate
                         ///< widens the range of accepted values by its modulus instead
    double uncertainty = 0.0;  ///< of a value that is added: widens the range as an estimate does
    double standard_error = 0.0;  ///< of a value that was found with random numbers; else 0
};

/// What a comparison says.
///
/// A number that agrees or is explained lies within a fifth of what is expected: the range that is
/// accepted, from chance and tolerance together, is no wider.
enum class Verdict {
    agrees,       ///< as predicted, within chance
    explained,    ///< within chance after the corrections that are computed
    cannot_tell,  ///< the range that is accepted is wider than a fifth of the value
    disagrees,    ///< neither chance nor a known cause explains the deviation
};

/// One number, predicted and simulated.
struct Row {
    Quantity quantity = Quantity::firing_rates;
    std::string population;
    std::string source;      ///< the other population of a covariance, else empty
    double frequency = 0.0;  ///< [Hz], of the middle of a band or of the modulation; else 0
    double predicted = 0.0;
    double simulated = 0.0;
    double standard_error = 0.0;      ///< of `simulated`
    double z = 0.0;                   ///< (simulated - predicted) / standard_error
    double relative_deviation = 0.0;  ///< simulated / predicted - 1; 0 if nothing is predicted
    std::vector<SystematicError> systematic_errors;
    double correction = 0.0;        ///< sum of those that are exact
    double correction_error = 0.0;  ///< its standard error
    double tolerance = 0.0;  ///< sum of the moduli of the estimated ones and of the uncertainties
    double accepted_low = 0.0;   ///< range that correction and tolerance make expect, without
    double accepted_high = 0.0;  ///< chance; of positive quantities it is positive
    double excess_z = 0.0;       ///< distance from that range in errors of both sides
    double p_value = 1.0;        ///< of a deviation of that size, two-sided, Student's t
    Verdict verdict = Verdict::agrees;  ///< at the given family_error for all rows together
    bool alarm = false;                 ///< the verdict is `disagrees`
};

/// Effort and rigour of a cross-check.
struct CrosscheckOptions {
    double duration = std::numeric_limits<double>::quiet_NaN();  ///< recorded in all [s], > 0
    double warmup = 0.5;            ///< simulated before each recording and discarded [s], >= 0
    double dt = 1e-4;               ///< grid of the simulation [s], > 0
    std::uint64_t seed = 1;         ///< of the first replicate; the others have the following ones
    int replicates = 20;            ///< independent networks, >= 1
    int batches = 1;                ///< parts of each recording, >= 1; replicates * batches >= 2
    double surrogate_time = unset;  ///< simulated time of the unconnected neurons of a population
                                    ///< that find the spectrum of the input [s], > 0; unset: what
                                    ///< costs a third of the simulations, at least 200 s
    int threads = 0;                ///< replicates at a time; 0: as many as cores
    double scale = 1.0;  ///< of the network, see SimulationOptions; both sides are scaled
    /// Of the prediction, for exponential synapses only. When to use: `shift` or `taylor` to see
    /// what their expansion misses, or where noise is too weak for `exact`.
    lif::exp::Method method = lif::exp::Method::exact;
    double family_error = 1e-3;  ///< probability of any false alarm, 0 to 1
    std::vector<Quantity> quantities{Quantity::firing_rates,      Quantity::cvs,
                                     Quantity::mean_input,        Quantity::std_input,
                                     Quantity::covariances,       Quantity::spectra,
                                     Quantity::unconnected_rates, Quantity::driven_rates,
                                     Quantity::transmission_gain, Quantity::transmission_delay};
    Index probes = 20;         ///< neurons per population whose input is watched, >= 1
    Index unconnected = 500;   ///< neurons per population with Poisson input, >= 5; a fifth of
                               ///< them are driven
    double count_bin = unset;  ///< of the covariances [s], > 0; unset: 0.1 s, or half a sample
    double segment = unset;    ///< of the spectra [s], at most a sample; unset: 0.5 s, or a sample
    double f_max = 200.0;      ///< of the spectra [Hz]
    int bands = 8;             ///< in which spectra are averaged, >= 1
    Vector frequencies = Vector{{5.0, 20.0, 80.0}};  ///< of the transfer functions [Hz]
    Index modulated = 500;     ///< neurons per population whose input is modulated, >= 1
    double modulation = 0.15;  ///< amplitude of the rate relative to its mean, 0 to 1

    /// Called with the finished part (0 to 1) after each simulation, and with the same part again
    /// a few times per second; one call at a time, from any thread. False stops.
    std::function<bool(double)> progress;
};

/// What was compared, and how it went.
struct Crosscheck {
    std::vector<Row> rows;
    std::vector<std::string> notes;  ///< what was left out, and why
    int samples = 0;                 ///< behind each standard error
    double sample_duration = 0.0;    ///< [s]
    Vector modulation_depth;  ///< standard deviation of the rate that the neurons of a population
                              ///< have in common, relative to it, predicted, n: linear response
                              ///< holds where its square is small
    bool complete = true;     ///< false if stopped; then there are no rows
    bool agrees = false;      ///< complete, and no row disagrees
};

/// How many rows have each verdict.
struct VerdictCounts {
    int agree = 0;
    int explained = 0;
    int cannot_tell = 0;
    int disagree = 0;
};

/// Compares the predictions for a network with its simulation.
///
/// Means and standard errors come from replicates * batches samples. Of each row the exact
/// systematic errors are added to the prediction and the estimated ones accepted; what remains is
/// tested with Student's t, two-sided, by Holm's procedure over all rows. What has no value in
/// every sample, or none in theory, is left out and named in `notes`: CVs of few spikes,
/// covariances and spectra of silent populations and of such whose input has no noise.
///
/// Throws: InvalidParameter if the network or an option is invalid, or
/// a network with connections has no delays; AccuracyNotReached if the network has no working
/// point. Source: docs/theory/crosscheck.md.
[[nodiscard]] Crosscheck crosscheck(const Network& network, const CrosscheckOptions& options);

/// The same with the prediction for one network and the simulation of another, to see whether a
/// difference between them would be noticed. Populations must agree.
[[nodiscard]] Crosscheck crosscheck(const Network& predicted, const Network& simulated,
                                    const CrosscheckOptions& options);

/// The network that both sides of a cross-check describe: whole numbers of neurons, scaled.
///
/// Throws: as crosscheck.
[[nodiscard]] Network compared_network(const Network& network, const CrosscheckOptions& options);

/// Name of a verdict, as in "cannot tell".
[[nodiscard]] std::string_view verdict_name(Verdict verdict);

[[nodiscard]] VerdictCounts verdict_counts(const Crosscheck& result);

/// The outcome in one sentence: how many numbers agree, are explained, by what, and how large their
/// deviations are; how many cannot be told, and why; how many disagree.
[[nodiscard]] std::string summary(const Crosscheck& result);

/// Whether there is an alarm about this quantity.
[[nodiscard]] bool has_alarm(const Crosscheck& result, Quantity quantity);

}  // namespace siegert::crosscheck
