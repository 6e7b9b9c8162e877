#include <siegert/statistics/spike_statistics.hpp>

#include "require.hpp"
#include "statistics/jackknife.hpp"
#include "statistics/neuron_average.hpp"
#include "statistics/spike_trains.hpp"

#include <algorithm>
#include <cmath>

namespace siegert::statistics {
namespace {

// Sums over intervals x: weight, weighted x and weighted x^2.
double cv_of(const Sums& sums) {
    if (sums.first <= 0.0) return 0.0;
    return std::sqrt(std::max(sums.weight * sums.second / (sums.first * sums.first) - 1.0, 0.0));
}

// Sums over pairs of intervals: weight and weighted variation.
double mean_of_sums(const Sums& sums) {
    return sums.first / sums.weight;
}

// Sums over windows: their number, counts, squared counts.
double fano_of(const Sums& sums) {
    const double n = sums.weight, mean = sums.first / n;
    if (mean == 0.0) return 0.0;
    return (sums.second / n - mean * mean) * n / (n - 1.0) / mean;
}

// The inverse of the probability that an interval of this length fits into the window, times the
// window. Cut where a single interval would outweigh all others.
double visibility_weight(double duration, double interval) {
    constexpr double longest = 0.9;  // of the window
    return duration / (duration - std::min(interval, longest * duration));
}

double local_variation(double I, double next, double refractoriness) {
    const double sum = I + next;
    if (sum <= 0.0) return 0.0;  // spikes at one time
    const double difference = (I - next) / sum;
    return 3.0 * difference * difference * (1.0 + 4.0 * refractoriness / sum);
}

Observations intervals(std::span<const double> train, const SpikeRecord& record) {
    const double T = record.end - record.start;
    Observations result;
    for (std::size_t k = 1; k < train.size(); ++k) {
        const double x = train[k] - train[k - 1];
        const double weight = visibility_weight(T, x);
        result.push_back({train[k], {weight, weight * x, weight * x * x}});
    }
    return result;
}

Observations interval_pairs(std::span<const double> train, const SpikeRecord& record,
                            double refractoriness) {
    const double T = record.end - record.start;
    Observations result;
    for (std::size_t k = 2; k < train.size(); ++k) {
        const double weight = visibility_weight(T, train[k] - train[k - 2]);
        const double variation =
            local_variation(train[k - 1] - train[k - 2], train[k] - train[k - 1], refractoriness);
        result.push_back({train[k - 1], {weight, weight * variation, 0.0}});
    }
    return result;
}

Observations window_counts(std::span<const double> train, const TimeBins& windows) {
    Observations result;
    for (Index k = 0; k < windows.count; ++k) {
        const double middle = windows.start + (static_cast<double>(k) + 0.5) * windows.length;
        result.push_back({middle, {1.0, 0.0, 0.0}});
    }
    for (const double t : train) {
        const auto window = static_cast<std::size_t>(bin_of(windows, t));
        if (window < result.size()) result[window].sums.first += 1.0;
    }
    for (auto& [middle, sums] : result) sums.second = sums.first * sums.first;
    return result;
}

template <typename Observe>
std::vector<Estimate> average_each(const SpikeRecord& record, const NeuronAverage& average,
                                   Observe observe) {
    std::vector<Estimate> result;
    for (std::size_t i = 0; i < record.spikes.size(); ++i) {
        const SpikeTrains trains(record.spikes[i], record.recorded[i]);
        const auto observations = [&](std::size_t neuron) { return observe(trains[neuron]); };
        result.push_back(neuron_average(average, record, trains.neurons(), observations));
    }
    return result;
}

void validate(const IntervalOptions& options) {
    require(options.minimum_intervals >= 2, "minimum_intervals", options.minimum_intervals,
            "be at least 2");
    require(options.blocks >= 2, "blocks", options.blocks, "be at least 2");
}

}  // namespace

std::vector<Estimate> firing_rates(const SpikeRecord& record, const RateOptions& options) {
    validate_record(record);
    require(options.batches >= 2, "batches", options.batches, "be at least 2");
    const double T = record.end - record.start;
    const TimeBins batches{record.start, T / options.batches, options.batches};
    std::vector<Estimate> result;
    for (std::size_t i = 0; i < record.spikes.size(); ++i) {
        if (record.recorded[i] == 0) {
            result.emplace_back();
            continue;
        }
        const auto N = static_cast<double>(record.recorded[i]);
        const Vector rates = counts(record.spikes[i], batches) / (N * batches.length);
        auto rate = mean_of({rates.data(), static_cast<std::size_t>(rates.size())});
        if (record.spikes[i].times.empty()) rate.standard_error = 1.0 / (N * T);
        result.push_back(rate);
    }
    return result;
}

Vector neuron_firing_rates(const SpikeRecord& record, Index population) {
    validate_record(record);
    const auto n = static_cast<Index>(record.populations.size());
    require(population >= 0 && population < n, "population", static_cast<double>(population),
            fmt::format("be one of the {} populations, counted from 0", n));
    const auto i = static_cast<std::size_t>(population);
    Vector rates = Vector::Zero(record.recorded[i]);
    for (const auto neuron : record.spikes[i].neurons) ++rates(neuron);
    return rates / (record.end - record.start);
}

std::vector<Estimate> cvs(const SpikeRecord& record, const IntervalOptions& options) {
    validate_record(record);
    validate(options);
    const NeuronAverage average{.statistic = cv_of,
                                .kind = options.average,
                                .minimum_observations = options.minimum_intervals,
                                .remove_bias = true,
                                .blocks = options.blocks};
    return average_each(record, average, [&](auto train) { return intervals(train, record); });
}

std::vector<Estimate> local_variations(const SpikeRecord& record,
                                       const LocalVariationOptions& options) {
    validate_record(record);
    validate(options.intervals);
    require_not_negative("refractoriness", options.refractoriness);
    const NeuronAverage average{.statistic = mean_of_sums,
                                .kind = options.intervals.average,
                                .minimum_observations = options.intervals.minimum_intervals - 1,
                                .remove_bias = true,
                                .blocks = options.intervals.blocks};
    return average_each(record, average, [&](auto train) {
        return interval_pairs(train, record, options.refractoriness);
    });
}

std::vector<Estimate> fano_factors(const SpikeRecord& record, const FanoOptions& options) {
    validate_record(record);
    require_positive("window", options.window);
    require(options.blocks >= 2, "blocks", options.blocks, "be at least 2");
    const auto windows = bins_of_length(record, options.window);
    const NeuronAverage average{.statistic = fano_of,
                                .kind = IntervalAverage::over_neurons,
                                .minimum_observations = 2,
                                .remove_bias = false,
                                .blocks = options.blocks};
    return average_each(record, average, [&](auto train) {
        const bool silent = train.empty() || bin_of(windows, train.front()) >= windows.count;
        return silent ? Observations{} : window_counts(train, windows);
    });
}

}  // namespace siegert::statistics
