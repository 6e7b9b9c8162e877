#include "bindings.hpp"

#include <siegert/statistics/count_correlations.hpp>
#include <siegert/statistics/population_spectra.hpp>
#include <siegert/statistics/sinusoid_response.hpp>
#include <siegert/statistics/spike_statistics.hpp>

#include <limits>
#include <utility>

namespace siegert::python {
namespace {

constexpr const char* statistics_module = "siegert.statistics";

using namespace siegert::statistics;

constexpr double missing = std::numeric_limits<double>::quiet_NaN();

/// Estimates as arrays: what NumPy's users expect of a list of numbers with errors.
struct Estimates {
    Vector value;
    Vector standard_error;
    Vector samples;
};

struct ComplexEstimates {
    ComplexVector value;
    Vector standard_error;
    Vector samples;
};

template <class Result, class One>
Result arrays_of(const std::vector<One>& estimates) {
    const auto n = static_cast<Index>(estimates.size());
    Result result{decltype(Result::value)(n), Vector(n), Vector(n)};
    for (Index i = 0; i < n; ++i) {
        const auto& estimate = estimates[static_cast<std::size_t>(i)];
        const bool undefined = estimate.samples == 0.0;
        result.value(i) = undefined ? missing : estimate.value;
        result.standard_error(i) = estimate.standard_error;
        result.samples(i) = estimate.samples;
    }
    return result;
}

// What the data do not define is no number.
EstimateMatrix with_missing(EstimateMatrix matrix) {
    matrix.value = (matrix.samples.array() == 0.0).select(missing, matrix.value);
    return matrix;
}

struct CovarianceEstimates {
    Estimates variances;
    EstimateMatrix covariances;
};

/// Estimates of each population at each frequency, F x n.
template <class F>
EstimateMatrix at_all_frequencies(const PopulationSpectra& spectra, F estimate) {
    const Index F_ = spectra.S.frequencies();
    const Index n = spectra.S.rows();
    EstimateMatrix result{Matrix(F_, n), Matrix(F_, n), Matrix(F_, n)};
    for (Index k = 0; k < F_; ++k) {
        for (Index i = 0; i < n; ++i) {
            const Estimate one = estimate(k, i);
            result.value(k, i) = one.value;
            result.standard_error(k, i) = one.standard_error;
            result.samples(k, i) = one.samples;
        }
    }
    return with_missing(std::move(result));
}

void bind_estimates(py::module_& scope) {
    constexpr const char* doc = R"(Measured numbers and how well they are known.

(value - truth) / standard_error follows Student's t with samples - 1 degrees of freedom.
samples = 1: a value without error (infinite); samples = 0: the data do not define it (value NaN,
infinite error), as the CV of a silent population.)";
    Record<Estimates>(scope, statistics_module, "Estimates", doc)
        .field("value", &Estimates::value, "One value for each population.")
        .field("standard_error", &Estimates::standard_error, "Standard errors.")
        .field("samples", &Estimates::samples, "Independent samples behind each error.");
    Record<ComplexEstimates>(scope, statistics_module, "ComplexEstimates", doc)
        .field("value", &ComplexEstimates::value, "One complex value for each population.")
        .field("standard_error", &ComplexEstimates::standard_error,
               "Of the real and of the imaginary part.")
        .field("samples", &ComplexEstimates::samples, "Independent samples behind each error.");
    Record<EstimateMatrix>(scope, statistics_module, "EstimateMatrix", doc)
        .field("value", &EstimateMatrix::value, "Values.")
        .field("standard_error", &EstimateMatrix::standard_error, "Standard errors.")
        .field("samples", &EstimateMatrix::samples, "Independent samples behind each error.");
}

void bind_rates(py::module_& scope) {
    define(
        scope, "firing_rates",
        [](const SpikeRecord& spikes, int batches) {
            return arrays_of<Estimates>(firing_rates(spikes, {.batches = batches}));
        },
        R"(Mean firing rate of the neurons of each population [Hz].

The standard error is that of the means of `batches` equal parts of the recording.)",
        "spikes"_a, "batches"_a = RateOptions{}.batches);
    define(
        scope, "neuron_firing_rates",
        [](const SpikeRecord& spikes, Index population) {
            return neuron_firing_rates(spikes, population);
        },
        R"(Rate of each recorded neuron of one population [Hz].)", "spikes"_a, "population"_a);
    define(
        scope, "firing_rate_sds",
        [](const SpikeRecord& spikes) { return arrays_of<Estimates>(firing_rate_sds(spikes)); },
        R"(Standard deviation of the rates between the neurons of each population [Hz], without what
counting spikes for a finite time adds to it.)",
        "spikes"_a);
    define(
        scope, "cvs",
        [](const SpikeRecord& spikes, IntervalAverage average, int minimum_intervals, int blocks) {
            return arrays_of<Estimates>(cvs(spikes, {average, minimum_intervals, blocks}));
        },
        R"(Coefficient of variation of the interspike intervals of each population.

`average` is 'over_neurons' (neurons with at least `minimum_intervals`) or 'pooled' (one value from
the intervals of all neurons: for identical neurons). NaN for silent populations and where neurons
have fewer than `minimum_intervals` intervals on average. What bias remains: 3 % of a Poisson
process at 12 spikes per neuron, 1 % at 30 (pooled: below 1 % from 10 on).)",
        "spikes"_a, "average"_a = "over_neurons",
        "minimum_intervals"_a = IntervalOptions{}.minimum_intervals, "blocks"_a = 20);
    define(
        scope, "local_variations",
        [](const SpikeRecord& spikes, double refractoriness, IntervalAverage average,
           int minimum_intervals, int blocks) {
            return arrays_of<Estimates>(
                local_variations(spikes, {refractoriness, {average, minimum_intervals, blocks}}));
        },
        R"(Local variation Lv of successive intervals of each population; LvR with refractoriness [s] > 0.

1 for a Poisson process; other than the CV it does not respond to slow changes of the rate.
Source: S. Shinomoto et al., PLoS Comput. Biol. 5, e1000433 (2009).)",
        "spikes"_a, "refractoriness"_a = 0.0, "average"_a = "over_neurons",
        "minimum_intervals"_a = IntervalOptions{}.minimum_intervals, "blocks"_a = 20);
    define(
        scope, "fano_factors",
        [](const SpikeRecord& spikes, double window, int blocks) {
            return arrays_of<Estimates>(fano_factors(spikes, {.window = window, .blocks = blocks}));
        },
        R"(Variance over mean of the spike counts in windows of `window` [s], of each population.)",
        "spikes"_a, "window"_a, "blocks"_a = 20);
}

void bind_spectra(py::module_& scope) {
    Record<PopulationSpectra>(
        scope, statistics_module, "PopulationSpectra",
        "Power and cross spectra of the population-averaged activities, two-sided.")
        .field("frequencies", &PopulationSpectra::frequencies, "[Hz], F.")
        .field("S", &PopulationSpectra::S, "Cross spectra <A_i conj(A_j)> / T [Hz], F x n x n.")
        .field("averages", &PopulationSpectra::averages,
               "Independent periodograms in the average.");
    define(
        scope, "population_spectra",
        [](const SpikeRecord& spikes, double f_max, double segment, SpectralMethod method,
           double time_bandwidth, int tapers) {
            return population_spectra(spikes, {f_max, segment, method, time_bandwidth, tapers});
        },
        R"(Spectra of the recorded populations up to f_max [Hz], at multiples of 1 / segment [s].

`method` is 'multitaper' (Slepian tapers of half bandwidth time_bandwidth / segment) or 'welch'.)",
        "spikes"_a, "f_max"_a, "segment"_a, "method"_a = "multitaper", "time_bandwidth"_a = 4.0,
        "tapers"_a = 7, Unlocked());
    define(
        scope, "power",
        [](const PopulationSpectra& spectra) {
            return at_all_frequencies(spectra,
                                      [&](Index k, Index i) { return power(spectra, k, i); });
        },
        R"(Power of each population at each frequency [Hz], F x n.)", "spectra"_a);
    define(
        scope, "log_power",
        [](const PopulationSpectra& spectra) {
            return at_all_frequencies(spectra,
                                      [&](Index k, Index i) { return log_power(spectra, k, i); });
        },
        R"(ln(power / Hz) of each population at each frequency, without bias, F x n.

Its errors are nearer to normal than those of the power where averages are few.)",
        "spectra"_a);
    define(
        scope, "coherence",
        [](const PopulationSpectra& spectra, Index i, Index j) {
            std::vector<Estimate> all;
            for (Index k = 0; k < spectra.S.frequencies(); ++k) {
                all.push_back(coherence(spectra, k, i, j));
            }
            return arrays_of<Estimates>(all);
        },
        R"(Squared coherence of populations i and j at each frequency, F.)", "spectra"_a, "i"_a,
        "j"_a);
    define(
        scope, "cross_spectrum",
        [](const PopulationSpectra& spectra, Index i, Index j) {
            std::vector<ComplexEstimate> all;
            for (Index k = 0; k < spectra.S.frequencies(); ++k) {
                all.push_back(cross_spectrum(spectra, k, i, j));
            }
            return arrays_of<ComplexEstimates>(all);
        },
        R"(Cross spectrum of populations i and j at each frequency [Hz], F.)", "spectra"_a, "i"_a,
        "j"_a);
}

void bind_correlations(py::module_& scope) {
    Record<CovarianceEstimates>(scope, statistics_module, "CountCovariances",
                                "Covariances of the spike counts of n populations of neurons.")
        .field("variances", &CovarianceEstimates::variances,
               "Mean over the neurons of a population, n.")
        .field("covariances", &CovarianceEstimates::covariances,
               "Mean over the pairs of different neurons, n x n.");
    define(
        scope, "count_covariances",
        [](const SpikeRecord& spikes, double bin, int blocks) {
            const auto result = count_covariances(spikes, {.bin = bin, .blocks = blocks});
            return CovarianceEstimates{arrays_of<Estimates>(result.variances),
                                       with_missing(result.covariances)};
        },
        R"(Variances and covariances of spike counts in bins [s], as mean over neurons and pairs.)",
        "spikes"_a, "bin"_a, "blocks"_a = 20, Unlocked());
    define(
        scope, "count_correlations",
        [](const SpikeRecord& spikes, double bin, int blocks) {
            return with_missing(count_correlations(spikes, {.bin = bin, .blocks = blocks}));
        },
        R"(Correlation coefficients of spike counts in bins [s], mean over pairs of neurons, n x n.)",
        "spikes"_a, "bin"_a, "blocks"_a = 20, Unlocked());
    define(
        scope, "sinusoid_response",
        [](const SpikeRecord& spikes, double f, double amplitude, double phase, int blocks,
           const SpikeRecord* negative) {
            const statistics::Modulation modulation{f, amplitude, phase, blocks};
            return arrays_of<ComplexEstimates>(
                negative != nullptr ? sinusoid_response(spikes, *negative, modulation)
                                    : sinusoid_response(spikes, modulation));
        },
        R"(Response of the rates to x(t) = x_0 + amplitude cos(2 pi f t + phase), in Hz per unit of x.

`negative` is the record of a second simulation with the opposite modulation: half the difference
cancels the quadratic response and the noise that both have in common.)",
        "spikes"_a, "f"_a, "amplitude"_a, "phase"_a = 0.0, "blocks"_a = 20,
        "negative"_a = py::none());
}

}  // namespace

void bind_spikes(py::module_& scope) {
    Record<PopulationSpikes>(scope, "siegert", "PopulationSpikes",
                             "Spikes of one population, in the order of their times.")
        .field("times", &PopulationSpikes::times, "[s]")
        .field("neurons", &PopulationSpikes::neurons, "Who fired: index in the population.");
    Record<SpikeRecord>(scope, "siegert", "SpikeRecord",
                        R"(Spikes of a network between `start` and `end`.

Of population i the first recorded[i] neurons were watched: a neuron below that without spikes was
silent. A spike at time t belongs to the record if start < t <= end.)")
        .field("populations", &SpikeRecord::populations, "n names.")
        .field("sizes", &SpikeRecord::sizes, "Neurons in each population, n.")
        .field("recorded", &SpikeRecord::recorded, "Neurons watched in each population, n.")
        .field("spikes", &SpikeRecord::spikes, "PopulationSpikes of each population, n.")
        .field("start", &SpikeRecord::start, "[s]")
        .field("end", &SpikeRecord::end, "[s]")
        .field("dt", &SpikeRecord::dt, "Grid of the spike times [s]; 0: off the grid.");
}

void bind_statistics(py::module_& scope) {
    scope.doc() = "Statistics of recorded spikes, each with a standard error.";
    bind_estimates(scope);
    bind_rates(scope);
    bind_spectra(scope);
    bind_correlations(scope);
}

}  // namespace siegert::python
