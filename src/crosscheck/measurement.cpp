#include "crosscheck/measurement.hpp"

#include "crosscheck/transmission.hpp"
#include "crosscheck/watched_network.hpp"
#include "numerics/parallel.hpp"

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

// What one batch of a recording yields.
struct Sample {
    const SimulationResult& result;
    const Watched& watched;
    const Network& network;  // without watching neurons
    const CrosscheckOptions& options;
    const ExpectedInput& expected;
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
    const bool colored = sample.network.synapse == SynapseType::exponential;
    const double tau_s = colored ? sample.network.tau_s(i) : 0.0;
    // The free potential has variance sigma^2 / 2 tau_m / (tau_m + tau_s).
    const double sigma2 = 2.0 * unbiased_variance(variance, tau_m + tau_s, duration_of(sample)) *
                          (tau_m + tau_s) / tau_m;
    return {.mean = mean, .std = std::sqrt(sigma2)};
}

// How the input of each population follows from the spikes.
std::vector<std::optional<Transmission>> transmissions(const Sample& sample,
                                                       const SpikeRecord& record) {
    std::vector<std::optional<Transmission>> result;
    for (Index i = 0; i < sample.network.N.size(); ++i) {
        const Index probes = sample.options.probes;
        const Vector V = sample.result.probes.V.middleCols(i * probes, probes).rowwise().mean();
        result.push_back(sample.expected.compare(i, V, record));
    }
    return result;
}

// Values of the keys that one recording without modulation yields; empty where undefined.
std::vector<std::optional<double>> values_of(const Sample& sample, const std::vector<Key>& keys) {
    const Index n = sample.network.N.size();
    const auto& options = sample.options;
    const SpikeRecord record = own_spikes(sample.result.spikes, n);
    std::vector<statistics::Estimate> cvs;
    statistics::CountCovariances counts;
    statistics::PopulationSpectra spectra;
    if (asks_for(options, Quantity::cvs)) {
        const bool alike = sample.network.connection_rule == ConnectionRule::fixed_indegree &&
                           sample.network.weight_dist == WeightDistribution::none;
        cvs =
            statistics::cvs(record, {.average = alike ? statistics::IntervalAverage::pooled
                                                      : statistics::IntervalAverage::over_neurons});
    }
    if (asks_for(options, Quantity::covariances)) {
        counts = statistics::count_covariances(record, {.bin = options.count_bin, .blocks = 2});
    }
    if (asks_for(options, Quantity::spectra)) {
        spectra = statistics::population_spectra(record, {.f_max = options.f_max,
                                                          .segment = options.segment,
                                                          .time_bandwidth = time_bandwidth,
                                                          .tapers = tapers});
    }
    std::vector<std::optional<Transmission>> transmission;
    if (asks_for(options, Quantity::transmission_gain) ||
        asks_for(options, Quantity::transmission_delay)) {
        transmission = transmissions(sample, record);
    }
    const auto bands = frequency_bands(options);
    std::vector<std::optional<double>> values(keys.size());
    for (std::size_t r = 0; r < keys.size(); ++r) {
        const Key& key = keys[r];
        const double rate = sample.result.rates(key.i);
        switch (key.quantity) {
            case Quantity::rates:
                values[r] = rate;
                break;
            case Quantity::cvs:
                if (rate * duration_of(sample) >= least_spikes_for_cvs) {
                    values[r] = cvs[static_cast<std::size_t>(key.i)].value;
                }
                break;
            case Quantity::mean_input:
                values[r] = input_moments(sample, key.i).mean;
                break;
            case Quantity::std_input:
                values[r] = input_moments(sample, key.i).std;
                break;
            case Quantity::covariances:
                if (counts.covariances.samples(key.i, key.j) > 0.0) {
                    values[r] = counts.covariances.value(key.i, key.j) / options.count_bin;
                }
                break;
            case Quantity::spectra: {
                const Band band = bands[static_cast<std::size_t>(key.k)];
                double power = 0.0;
                for (Index m = band.first; m < band.end; ++m) {
                    power += spectra.S[m - 1](key.i, key.i).real();
                }
                values[r] = power / static_cast<double>(band.end - band.first);
                break;
            }
            case Quantity::unconnected_rates:
                values[r] = sample.result.rates(sample.watched.first_unconnected + key.i);
                break;
            case Quantity::driven_rates:
                values[r] = sample.result.rates(sample.watched.first_driven + key.i);
                break;
            case Quantity::transmission_gain:
                if (const auto& found = transmission[static_cast<std::size_t>(key.i)]) {
                    values[r] = found->gain;
                }
                break;
            case Quantity::transmission_delay:
                if (const auto& found = transmission[static_cast<std::size_t>(key.i)]) {
                    values[r] = sample.expected.mean_delay(key.i) + found->extra_delay;
                }
                break;
            default:
                break;
        }
    }
    return values;
}

// Responses of the modulated neurons at one frequency, from a pair of simulations of opposite sign.
void add_responses(const std::array<SpikeRecord, 2>& pair, const Watched& watched,
                   const CrosscheckOptions& options, const std::vector<Key>& keys,
                   const Vector& amplitudes, Index k, std::vector<std::optional<double>>& values) {
    // The simulation modulates with a sine, the estimate refers to a cosine.
    const auto responses = statistics::sinusoid_response(
        pair[0], pair[1],
        {.f = options.frequencies(k), .amplitude = 1.0, .phase = -std::numbers::pi / 2.0});
    for (std::size_t r = 0; r < keys.size(); ++r) {
        if (keys[r].k != k) continue;
        const auto index = static_cast<std::size_t>(watched.first_modulated + keys[r].i);
        const bool real = keys[r].quantity == Quantity::transfer_function_real;
        if (!real && keys[r].quantity != Quantity::transfer_function_imaginary) continue;
        const Complex response = responses[index].value / amplitudes(keys[r].i);
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

using Values = std::vector<std::vector<std::optional<double>>>;

void simulate_replicate(const Watched& watched, const std::vector<Key>& keys,
                        const CrosscheckOptions& options, const ExpectedInput& expected,
                        int replicate, Tally& tally, Values& values) {
    SimulationOptions settings = simulation_options(watched, options, replicate, tally);
    settings.record.probes = watched.probes;
    NetworkSimulation simulation(watched.network, settings);
    if (!simulation.warm_up(options.warmup)) return;
    for (int batch = 0; batch < options.batches; ++batch) {
        if (!simulation.advance(sample_duration(options))) return;
        const SimulationResult result = simulation.take_record();
        values[static_cast<std::size_t>(replicate * options.batches + batch)] =
            values_of({result, watched, watched.original, options, expected}, keys);
        if (!tally.finished()) return;
    }
}

void simulate_modulated(const Watched& watched, const std::vector<Key>& keys,
                        const CrosscheckOptions& options, const Vector& amplitudes, int replicate,
                        Tally& tally, Values& values) {
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
            add_responses(records[batch], watched, options, keys, amplitudes, k,
                          values[static_cast<std::size_t>(replicate) * batches + batch]);
        }
    }
}

}  // namespace

Measurement measure(const Network& network, const std::vector<Key>& keys,
                    const CrosscheckOptions& options, const Stimuli& stimuli) {
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
    const ExpectedInput expected(stimuli.predicted, options.dt);
    const Index runs = modulated ? 1 + 2 * options.frequencies.size() : 1;
    const int samples = options.replicates * options.batches;
    Values values(static_cast<std::size_t>(samples));
    Tally tally(options, samples * static_cast<int>(runs));
    std::atomic<int> next = 0;
    const int threads = std::min(numerics::thread_count(options.threads), options.replicates);
    numerics::parallel_blocks(threads, threads, [&](Index, Index) {
        for (int replicate = next++; replicate < options.replicates && !tally.stopped();
             replicate = next++) {
            simulate_replicate(watched, keys, options, expected, replicate, tally, values);
            if (!modulated || tally.stopped()) continue;
            simulate_modulated(with_modulated, keys, options, stimuli.amplitudes, replicate, tally,
                               values);
        }
    });
    Measurement measurement{.samples = Matrix::Zero(samples, static_cast<Index>(keys.size())),
                            .defined = std::vector<bool>(keys.size(), true),
                            .complete = !tally.stopped()};
    if (!measurement.complete) return measurement;
    for (int s = 0; s < samples; ++s) {
        for (std::size_t r = 0; r < keys.size(); ++r) {
            const auto& value = values[static_cast<std::size_t>(s)][r];
            if (!value) measurement.defined[r] = false;
            measurement.samples(s, static_cast<Index>(r)) = value.value_or(0.0);
        }
    }
    return measurement;
}

}  // namespace siegert::crosscheck
