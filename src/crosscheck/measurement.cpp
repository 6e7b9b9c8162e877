#include "crosscheck/measurement.hpp"

#include "crosscheck/sample.hpp"
#include "crosscheck/watched_network.hpp"
#include "numerics/parallel.hpp"
#include "theory/current_network.hpp"
#include "theory/single_neurons.hpp"

#include <siegert/simulation/network_simulation.hpp>

#include <algorithm>
#include <array>
#include <atomic>
#include <chrono>
#include <cmath>
#include <mutex>

namespace siegert::crosscheck {
namespace {

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

}  // namespace

Measurement measure(const SpikeRecord& record, const Setting& setting) {
    const int batches = setting.options.batches;
    Samples samples;
    for (int batch = 0; batch < batches; ++batch) {
        const double share = (record.end - record.start) / batches;
        const double start = record.start + batch * share;
        const SpikeRecord part =
            part_of(record, start, batch + 1 == batches ? record.end : start + share);
        samples.push_back(values_of(part, setting));
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
