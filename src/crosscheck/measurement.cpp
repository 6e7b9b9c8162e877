#include "crosscheck/measurement.hpp"

#include "crosscheck/transmission.hpp"
#include "crosscheck/watched_network.hpp"
#include "numerics/parallel.hpp"
#include "synapses/models.hpp"
#include "theory/current_network.hpp"
#include "theory/single_neurons.hpp"

#include <siegert/simulation/network_simulation.hpp>
#include <siegert/statistics/count_correlations.hpp>
#include <siegert/statistics/population_spectra.hpp>
#include <siegert/statistics/sinusoid_response.hpp>
#include <siegert/statistics/spike_statistics.hpp>

#include <algorithm>
#include <array>
#include <atomic>
#include <chrono>
#include <cmath>
#include <mutex>
#include <numbers>
#include <optional>

namespace siegert::crosscheck {
namespace {

// Fewer spikes than these per neuron and sample say little about the intervals between them.
constexpr double least_spikes_for_cvs = 10.0;

// A variance within fewer decorrelation times than these depends on the spectrum of the input.
constexpr double least_times_for_variance = 5.0;

/// One for each observable; empty where it has no value.
using Values = std::vector<std::optional<double>>;

// What one batch of a recording yields.
struct Sample {
    const SimulationResult& result;
    const Watched& watched;
    const Network& network;  // without watching neurons
    const CrosscheckOptions& options;
    const ExpectedInput& expected;
    const Vector&
        tau_s;  // at which noise would have the variance of free potentials that is expected
};

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

// Values of the observables that one recording without modulation yields; empty where undefined.
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

// Responses of the modulated neurons at one frequency, from a pair of simulations of opposite sign.
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

/// Counts finished simulations and passes their number on; stops all when asked to.
class Tally {
public:
    Tally(const CrosscheckOptions& options, int total) : options_(options), total_(total) {}
    // Returns false if the caller shall stop.
    bool finished() {
        const std::lock_guard lock(mutex_);
        ++done_;
        return goes_on();
    }
    // The same while a simulation runs; asks the caller a few times per second.
    bool running() {
        const std::lock_guard lock(mutex_);
        const std::chrono::duration<double> silence = Clock::now() - last_call_;
        return silence.count() < seconds_between_calls ? !stopped_ : goes_on();
    }
    [[nodiscard]] bool stopped() const { return stopped_; }

private:
    using Clock = std::chrono::steady_clock;
    static constexpr double seconds_between_calls = 0.2;

    bool goes_on() {
        last_call_ = Clock::now();
        const double part = static_cast<double>(done_) / total_;
        if (!stopped_ && options_.progress && !options_.progress(part)) stopped_ = true;
        return !stopped_;
    }

    const CrosscheckOptions& options_;
    int total_;
    int done_ = 0;
    Clock::time_point last_call_ = Clock::now();
    std::mutex mutex_;
    std::atomic<bool> stopped_ = false;
};

SimulationOptions simulation_options(const Watched& watched, const CrosscheckOptions& options,
                                     int replicate, Tally& tally) {
    SimulationOptions settings;
    settings.progress = [&tally](const Progress&) { return tally.running(); };
    settings.duration = options.duration / options.replicates;
    settings.warmup = options.warmup;
    settings.dt = options.dt;
    settings.seed = options.seed + static_cast<std::uint64_t>(replicate);
    settings.initial.high = watched.initial_high;
    return settings;
}

using Samples = std::vector<Values>;

void simulate_replicate(const Watched& watched, const Setting& setting, const Vector& tau_s,
                        const ExpectedInput& expected, int replicate, Tally& tally,
                        Samples& samples) {
    const CrosscheckOptions& options = setting.options;
    SimulationOptions settings = simulation_options(watched, options, replicate, tally);
    settings.record.probes = watched.probes;
    NetworkSimulation simulation(watched.network, settings);
    if (!simulation.warm_up(options.warmup)) return;
    for (int batch = 0; batch < options.batches; ++batch) {
        if (!simulation.advance(sample_duration(options))) return;
        const SimulationResult result = simulation.take_record();
        samples[static_cast<std::size_t>(replicate * options.batches + batch)] =
            values_of({result, watched, watched.original, options, expected, tau_s}, setting);
        if (!tally.finished()) return;
    }
}

void simulate_modulated(const Watched& watched, const Setting& setting, const Vector& amplitudes,
                        int replicate, Tally& tally, Samples& samples) {
    const CrosscheckOptions& options = setting.options;
    const auto batches = static_cast<std::size_t>(options.batches);
    for (Index k = 0; k < options.frequencies.size(); ++k) {
        std::vector<std::array<SpikeRecord, 2>> records(batches);
        for (const int sign : {1, -1}) {
            SimulationOptions settings = simulation_options(watched, options, replicate, tally);
            settings.modulation.f = options.frequencies(k);
            settings.modulation.mu = sign * modulation_of(watched, amplitudes);
            NetworkSimulation simulation(watched.network, settings);
            if (!simulation.warm_up(options.warmup)) return;
            for (std::size_t batch = 0; batch < batches; ++batch) {
                if (!simulation.advance(sample_duration(options))) return;
                records[batch][sign > 0 ? 0 : 1] = simulation.take_record().spikes;
                if (!tally.finished()) return;
            }
        }
        for (std::size_t batch = 0; batch < batches; ++batch) {
            add_responses(records[batch], watched, setting, amplitudes, k,
                          samples[static_cast<std::size_t>(replicate) * batches + batch]);
        }
    }
}

Measurement gathered(const Samples& samples, std::size_t observables, bool complete) {
    const auto count = static_cast<Index>(samples.size());
    Measurement measurement{.samples = Matrix::Zero(count, static_cast<Index>(observables)),
                            .defined = std::vector<bool>(observables, true),
                            .complete = complete};
    if (!complete) return measurement;
    for (Index s = 0; s < count; ++s) {
        for (std::size_t r = 0; r < observables; ++r) {
            const auto& value = samples[static_cast<std::size_t>(s)][r];
            const bool is_number = value && std::isfinite(*value);
            measurement.defined[r] = measurement.defined[r] && is_number;
            measurement.samples(s, static_cast<Index>(r)) = is_number ? *value : 0.0;
        }
    }
    return measurement;
}

// The spikes after `start` until `end`.
SpikeRecord part_of(const SpikeRecord& record, double start, double end) {
    SpikeRecord part = record;
    part.start = start;
    part.end = end;
    for (std::size_t p = 0; p < record.spikes.size(); ++p) {
        const auto& [times, neurons] = record.spikes[p];
        const auto first = std::ranges::upper_bound(times, start) - times.begin();
        const auto last = std::ranges::upper_bound(times, end) - times.begin();
        part.spikes[p].times.assign(times.begin() + first, times.begin() + last);
        part.spikes[p].neurons.assign(neurons.begin() + first, neurons.begin() + last);
    }
    return part;
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

Measurement measure(const SpikeRecord& record, const Setting& setting) {
    const int batches = setting.options.batches;
    Samples samples;
    for (int batch = 0; batch < batches; ++batch) {
        const double share = (record.end - record.start) / batches;
        const double start = record.start + batch * share;
        const SpikeRecord part =
            part_of(record, start, batch + 1 == batches ? record.end : start + share);
        const Statistics statistics = statistics_of(part, rates_of(part), setting);
        Values& values = samples.emplace_back();
        for (const Observable& observable : setting.observables) {
            values.push_back(value_of(statistics, setting.options, observable));
        }
    }
    return gathered(samples, setting.observables.size(), true);
}

Measurement measure(const Network& network, const Setting& setting, const Stimuli& stimuli) {
    const CrosscheckOptions& options = setting.options;
    const bool modulated = stimuli.amplitudes.size() != 0;
    const bool unconnected =
        asks_for(options, Quantity::unconnected_rates) || asks_for(options, Quantity::driven_rates);
    const Watched watched = watch(network, {.probes = options.probes,
                                            .modulated = 0,
                                            .unconnected = unconnected ? options.unconnected : 0,
                                            .driven = unconnected ? options.unconnected / 5 : 0,
                                            .rates = stimuli.poisson_rates});
    const Watched with_modulated = watch(network, {.probes = options.probes,
                                                   .modulated = modulated ? options.modulated : 0,
                                                   .unconnected = 0,
                                                   .driven = 0,
                                                   .rates = {}});
    const ExpectedInput expected(setting.network, options.dt);
    const Vector tau_s = theory::free_time_constants(
        theory::with_currents(setting.network, stimuli.poisson_rates), stimuli.poisson_rates);
    const Index runs = modulated ? 1 + 2 * options.frequencies.size() : 1;
    const int count = options.replicates * options.batches;
    Samples samples(static_cast<std::size_t>(count));
    Tally tally(options, count * static_cast<int>(runs));
    std::atomic<int> next = 0;
    const int threads = std::min(numerics::thread_count(options.threads), options.replicates);
    numerics::parallel_blocks(threads, threads, [&](Index, Index) {
        for (int replicate = next++; replicate < options.replicates && !tally.stopped();
             replicate = next++) {
            simulate_replicate(watched, setting, tau_s, expected, replicate, tally, samples);
            if (!modulated || tally.stopped()) continue;
            simulate_modulated(with_modulated, setting, stimuli.amplitudes, replicate, tally,
                               samples);
        }
    });
    return gathered(samples, setting.observables.size(), !tally.stopped());
}

}  // namespace siegert::crosscheck
