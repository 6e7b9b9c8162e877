#include "crosscheck/sample.hpp"

#include "synapses/models.hpp"

#include <siegert/statistics/count_correlations.hpp>
#include <siegert/statistics/population_spectra.hpp>
#include <siegert/statistics/sinusoid_response.hpp>
#include <siegert/statistics/spike_statistics.hpp>

#include <cmath>
#include <numbers>

namespace siegert::crosscheck {
namespace {

// Fewer spikes than these per neuron and sample say little about the intervals between them.
constexpr double least_spikes_for_cvs = 10.0;

// A variance within fewer decorrelation times than these depends on the spectrum of the input.
constexpr double least_times_for_variance = 5.0;

double duration_of(const Sample& sample) {
    return sample.result.spikes.end - sample.result.spikes.start;
}

// The record of the network's own populations.
SpikeRecord own_spikes(const SpikeRecord& record, Index n) {
    SpikeRecord own = record;
    const auto count = static_cast<std::size_t>(n);
    own.populations.resize(count);
    own.sizes.resize(count);
    own.recorded.resize(count);
    own.spikes.resize(count);
    return own;
}

// Variance of a potential that decorrelates with tau, from T seconds of it whose own mean was
// subtracted.
double unbiased_variance(double variance, double tau, double T) {
    const double ratio = tau / T;
    return variance / (1.0 - 2.0 * ratio * (1.0 - ratio * -std::expm1(-1.0 / ratio)));
}

bool is_long_enough_for_variance(const Sample& sample, Index i) {
    constexpr double rounding = 1e-9;
    const double times = duration_of(sample) / sample.network.tau_m(i);
    return times > least_times_for_variance * (1.0 - rounding);
}

struct InputMoments {
    double mean;
    double std;
};

InputMoments input_moments(const Sample& sample, Index i) {
    const Matrix& V = sample.result.probes.V;
    const Index probes = sample.options.probes;
    double mean = 0.0;
    double variance = 0.0;
    for (Index p = i * probes; p < (i + 1) * probes; ++p) {
        const double average = V.col(p).mean();
        mean += average;
        variance += (V.col(p).array() - average).square().mean();
    }
    mean /= static_cast<double>(probes);
    variance /= static_cast<double>(probes);
    const double tau_m = sample.network.tau_m(i);
    const double tau_s = sample.tau_s(i);
    // The free potential has variance sigma^2 / 2 tau_m / (tau_m + tau_s).
    const double sigma2 = 2.0 * unbiased_variance(variance, tau_m + tau_s, duration_of(sample)) *
                          (tau_m + tau_s) / tau_m;
    return {.mean = mean, .std = std::sqrt(sigma2)};
}

// How the input of each population follows from the spikes.
std::vector<std::optional<Transmission>> transmissions(const Sample& sample,
                                                       const SpikeRecord& record) {
    const double part = synapses::has_conductance(sample.network) ? probe_conductance : 1.0;
    std::vector<std::optional<Transmission>> result;
    for (Index i = 0; i < sample.network.N.size(); ++i) {
        const Index probes = sample.options.probes;
        const Vector V =
            sample.result.probes.V.middleCols(i * probes, probes).rowwise().mean() / part;
        result.push_back(sample.expected.compare(i, V, record));
    }
    return result;
}

// What the spikes of one recording say, as far as it is asked for.
struct Statistics {
    double duration;
    Vector rates;
    std::vector<statistics::Estimate> cvs;
    statistics::CountCovariances counts;
    statistics::PopulationSpectra spectra;
};

Statistics statistics_of(const SpikeRecord& record, const Vector& rates, const Setting& setting) {
    const CrosscheckOptions& options = setting.options;
    Statistics result{.duration = record.end - record.start,
                      .rates = rates,
                      .cvs = {},
                      .counts = {},
                      .spectra = {}};
    if (asks_for(options, Quantity::cvs)) {
        const bool alike = setting.network.connection_rule == ConnectionRule::fixed_indegree &&
                           setting.network.weight_dist == WeightDistribution::none;
        result.cvs =
            statistics::cvs(record, {.average = alike ? statistics::IntervalAverage::pooled
                                                      : statistics::IntervalAverage::over_neurons});
    }
    if (asks_for(options, Quantity::covariances)) {
        result.counts =
            statistics::count_covariances(record, {.bin = options.count_bin, .blocks = 2});
    }
    if (asks_for(options, Quantity::spectra)) {
        result.spectra = statistics::population_spectra(record, {.f_max = options.f_max,
                                                                 .segment = options.segment,
                                                                 .time_bandwidth = time_bandwidth,
                                                                 .tapers = tapers});
    }
    return result;
}

double band_power(const statistics::PopulationSpectra& spectra, Index i, const Band& band) {
    double power = 0.0;
    for (Index m = band.first; m < band.end; ++m) power += spectra.S[m - 1](i, i).real();
    return power / static_cast<double>(band.end - band.first);
}

// The value of an observable that spikes of the network have; empty where there is none.
std::optional<double> value_of(const Statistics& statistics, const CrosscheckOptions& options,
                               const Observable& observable) {
    const auto [quantity, i, j, k, frequency] = observable;
    const double rate = statistics.rates(i);
    switch (quantity) {
        case Quantity::firing_rates:
            return rate;
        case Quantity::cvs:
            if (rate * statistics.duration < least_spikes_for_cvs) return std::nullopt;
            return statistics.cvs[static_cast<std::size_t>(i)].value;
        case Quantity::covariances:
            if (rate == 0.0 || statistics.rates(j) == 0.0) return std::nullopt;
            if (!(statistics.counts.covariances.samples(i, j) > 0.0)) return std::nullopt;
            return statistics.counts.covariances.value(i, j) / options.count_bin;
        case Quantity::spectra:
            if (rate == 0.0) return std::nullopt;
            return band_power(statistics.spectra, i,
                              frequency_bands(options)[static_cast<std::size_t>(k)]);
        default:
            return std::nullopt;
    }
}

// The value of an observable in one recording without modulation; empty where it has none.
std::optional<double> value_of(const Sample& sample, const Statistics& statistics,
                               const std::vector<std::optional<Transmission>>& transmission,
                               const Observable& observable) {
    const Index i = observable.i;
    const auto population = static_cast<std::size_t>(i);
    switch (observable.quantity) {
        case Quantity::mean_input:
            return input_moments(sample, i).mean;
        case Quantity::std_input:
            if (!is_long_enough_for_variance(sample, i)) return std::nullopt;
            return input_moments(sample, i).std;
        case Quantity::unconnected_rates:
            return sample.result.rates(sample.watched.first_unconnected + i);
        case Quantity::driven_rates:
            return sample.result.rates(sample.watched.first_driven + i);
        case Quantity::transmission_gain:
            if (!transmission[population]) return std::nullopt;
            return transmission[population]->gain;
        case Quantity::transmission_delay:
            if (!transmission[population]) return std::nullopt;
            return sample.expected.mean_delays()(i) + transmission[population]->extra_delay;
        default:  // the responses are those of modulated neurons
            return value_of(statistics, sample.options, observable);
    }
}

Vector rates_of(const SpikeRecord& record) {
    Vector rates(static_cast<Index>(record.spikes.size()));
    for (Index p = 0; p < rates.size(); ++p) {
        const auto at = static_cast<std::size_t>(p);
        rates(p) = static_cast<double>(record.spikes[at].times.size()) /
                   (static_cast<double>(record.recorded[at]) * (record.end - record.start));
    }
    return rates;
}

}  // namespace

Values values_of(const Sample& sample, const Setting& setting) {
    const CrosscheckOptions& options = sample.options;
    const Index n = sample.network.N.size();
    const SpikeRecord record = own_spikes(sample.result.spikes, n);
    const Statistics statistics = statistics_of(record, sample.result.rates.head(n), setting);
    std::vector<std::optional<Transmission>> transmission;
    if (asks_for(options, Quantity::transmission_gain) ||
        asks_for(options, Quantity::transmission_delay)) {
        transmission = transmissions(sample, record);
    }
    Values values;
    for (const Observable& observable : setting.observables) {
        values.push_back(value_of(sample, statistics, transmission, observable));
    }
    return values;
}

Values values_of(const SpikeRecord& record, const Setting& setting) {
    const Statistics statistics = statistics_of(record, rates_of(record), setting);
    Values values;
    for (const Observable& observable : setting.observables) {
        values.push_back(value_of(statistics, setting.options, observable));
    }
    return values;
}

void add_responses(const std::array<SpikeRecord, 2>& pair, const Watched& watched,
                   const Setting& setting, const Vector& amplitudes, Index k, Values& values) {
    // The simulation modulates with a sine, the estimate refers to a cosine.
    const auto responses = statistics::sinusoid_response(
        pair[0], pair[1],
        {.f = setting.options.frequencies(k), .amplitude = 1.0, .phase = -std::numbers::pi / 2.0});
    for (std::size_t r = 0; r < values.size(); ++r) {
        const Observable& observable = setting.observables[r];
        if (!is_response(observable.quantity) || observable.k != k) continue;
        const auto index = static_cast<std::size_t>(watched.first_modulated + observable.i);
        const auto spikes = pair[0].spikes[index].times.size() + pair[1].spikes[index].times.size();
        if (amplitudes(observable.i) == 0.0 || spikes == 0) continue;
        const Complex response = responses[index].value / amplitudes(observable.i);
        const bool real = observable.quantity == Quantity::transfer_function_real;
        values[r] = real ? response.real() : response.imag();
    }
}

}  // namespace siegert::crosscheck
