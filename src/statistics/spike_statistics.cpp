#include <siegert/statistics/spike_statistics.hpp>

#include "require.hpp"
#include "statistics/jackknife.hpp"
#include "statistics/neuron_average.hpp"
#include "statistics/spike_trains.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>
#include <memory>
#include <utility>

namespace siegert::statistics {
namespace {

// Sums over intervals x = reference (1 + y): weight, weighted y and weighted y^2. The reference is
// near the mean, so that nothing cancels where intervals are regular.
double cv_of(const Sums& sums) {
    const double y = sums.first / sums.weight;
    if (1.0 + y <= 0.0) return 0.0;
    return std::sqrt(std::max(sums.second / sums.weight - y * y, 0.0)) / (1.0 + y);
}

// Sums over pairs of intervals: weight and weighted variation.
double mean_of_sums(const Sums& sums) {
    return sums.first / sums.weight;
}

// Sums over windows: their number, counts, squared counts.
double fano_of(const Sums& sums) {
    const double n = sums.weight, mean = sums.first / n;
    if (mean == 0.0) return 0.0;
    return std::max(sums.second / n - mean * mean, 0.0) * n / (n - 1.0) / mean;
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

// Intervals per neuron from which on the selection of short ones is small.
double needed_intervals(const IntervalOptions& options) {
    const double pooled_needs = 0.8;
    const double part = options.average == IntervalAverage::pooled ? pooled_needs : 1.0;
    return part * options.minimum_intervals;
}

std::size_t recorded(const SpikeSource& source, Index population) {
    return static_cast<std::size_t>(
        source.description.recorded[static_cast<std::size_t>(population)]);
}

double duration_of(const SpikeSource& source) {
    return source.description.end - source.description.start;
}

constexpr double none = std::numeric_limits<double>::quiet_NaN();

// Mean interval of each neuron, and of all.
struct MeanIntervals {
    std::vector<double> of_neuron;
    double of_all;
};

MeanIntervals mean_intervals(const SpikeSource& source, Index population) {
    const std::size_t neurons = recorded(source, population);
    std::vector<double> first(neurons, none), last(neurons, none), intervals(neurons, -1.0);
    source.replay(population, [&](const PopulationSpikes& piece) {
        for (std::size_t k = 0; k < piece.times.size(); ++k) {
            const std::uint32_t neuron = piece.neurons[k];
            if (std::isnan(first[neuron])) first[neuron] = piece.times[k];
            last[neuron] = piece.times[k];
            intervals[neuron] += 1.0;
        }
    });
    const auto mean = [](double duration, double count) {
        return duration > 0.0 ? duration / count : 1.0;
    };
    MeanIntervals result{.of_neuron = std::vector<double>(neurons, 1.0), .of_all = 1.0};
    double duration = 0.0, count = 0.0;
    for (std::size_t k = 0; k < neurons; ++k) {
        if (intervals[k] < 1.0) continue;
        result.of_neuron[k] = mean(last[k] - first[k], intervals[k]);
        duration += last[k] - first[k];
        count += intervals[k];
    }
    result.of_all = mean(duration, count);
    return result;
}

Observer interval_observer(const SpikeSource& source, Index population,
                           std::vector<double> reference) {
    const double T = duration_of(source);
    return {.spike =
                [T, reference = std::move(reference),
                 last = std::vector<double>(recorded(source, population), none)](
                    std::uint32_t neuron, double t, const Observe& observe) mutable {
                    const double x = t - std::exchange(last[neuron], t);
                    if (std::isnan(x)) return;
                    const double weight = visibility_weight(T, x);
                    const double y = x / reference[neuron] - 1.0;
                    observe({t, {weight, weight * y, weight * y * y}});
                },
            .end = {}};
}

Observer pair_observer(const SpikeSource& source, Index population, double refractoriness) {
    const double T = duration_of(source);
    const std::size_t neurons = recorded(source, population);
    return {.spike =
                [T, refractoriness, last = std::vector<double>(neurons, none),
                 before_last = std::vector<double>(neurons, none)](std::uint32_t neuron, double t,
                                                                   const Observe& observe) mutable {
                    const double middle = std::exchange(last[neuron], t);
                    const double first = std::exchange(before_last[neuron], middle);
                    if (std::isnan(first)) return;
                    const double weight = visibility_weight(T, t - first);
                    const double variation =
                        local_variation(middle - first, t - middle, refractoriness);
                    observe({middle, {weight, weight * variation, 0.0}});
                },
            .end = {}};
}

// Counts of the windows with spikes, and at the end the number of all windows.
Observer window_observer(const SpikeSource& source, Index population, const TimeBins& windows) {
    struct Window {
        Index number = -1;
        double count = 0.0;
    };
    const auto open = std::make_shared<std::vector<Window>>(recorded(source, population), Window{});
    const auto middle = [windows](Index number) {
        return windows.start + (static_cast<double>(number) + 0.5) * windows.length;
    };
    const auto close = [=](std::uint32_t neuron, const Observe& observe) {
        const auto [number, count] = (*open)[neuron];
        if (number >= 0) observe({middle(number), {0.0, count, count * count}});
    };
    return {.spike =
                [=](std::uint32_t neuron, double t, const Observe& observe) {
                    const Index number = bin_of(windows, t);
                    if (number >= windows.count) return;
                    Window& window = (*open)[neuron];
                    if (number != window.number) {
                        close(neuron, observe);
                        window = {.number = number, .count = 0.0};
                    }
                    window.count += 1.0;
                },
            .end =
                [=](std::uint32_t neuron, const Observe& observe) {
                    if ((*open)[neuron].number < 0) return;  // silent
                    close(neuron, observe);
                    for (Index k = 0; k < windows.count; ++k) {
                        observe({middle(k), {1.0, 0.0, 0.0}});
                    }
                }};
}

template <typename NewObserver>
std::vector<Estimate> average_each(const SpikeSource& source, const NeuronAverage& average,
                                   NewObserver new_observer) {
    std::vector<Estimate> result;
    const auto n = static_cast<Index>(source.description.populations.size());
    for (Index i = 0; i < n; ++i) {
        result.push_back(neuron_average(average, source, i, [&] { return new_observer(i); }));
    }
    return result;
}

// Of what two measurements of each neuron have in common.
Estimate common_sd(Matrix values) {
    const auto n = static_cast<double>(values.rows());
    if (n < 2.0) return {};
    values.rowwise() -= values.colwise().mean();
    const Vector products = values.col(0).cwiseProduct(values.col(1));
    const double covariance = products.sum() / (n - 1.0);
    const double error =
        std::sqrt((products.array() - products.mean()).square().sum() / (n - 1.0) / n);
    const double sd = std::sqrt(std::max(covariance, 0.0));
    // Of the root, and where that is not known to differ from zero.
    return {.value = sd,
            .standard_error = covariance > error ? 0.5 * error / sd : std::sqrt(error),
            .samples = n};
}

void validate(const IntervalOptions& options) {
    require(options.minimum_intervals >= 2, "minimum_intervals", options.minimum_intervals,
            "be at least 2");
    require(options.blocks >= 2, "blocks", options.blocks, "be at least 2");
}

}  // namespace

SpikeSource source_of(const SpikeRecord& record) {
    return {.description = {.populations = record.populations,
                            .sizes = record.sizes,
                            .recorded = record.recorded,
                            .spikes = {},
                            .start = record.start,
                            .end = record.end,
                            .dt = record.dt},
            .replay = [&record](Index population, const SpikeSource::Visit& visit) {
                visit(record.spikes[static_cast<std::size_t>(population)]);
            }};
}

std::vector<Estimate> firing_rates(const SpikeSource& source, const RateOptions& options) {
    require(options.batches >= 2, "batches", options.batches, "be at least 2");
    const double T = duration_of(source);
    const TimeBins batches{source.description.start, T / options.batches, options.batches};
    std::vector<Estimate> result;
    for (std::size_t i = 0; i < source.description.populations.size(); ++i) {
        if (source.description.recorded[i] == 0) {
            result.emplace_back();
            continue;
        }
        const auto N = static_cast<double>(source.description.recorded[i]);
        Vector spikes = Vector::Zero(options.batches);
        source.replay(static_cast<Index>(i),
                      [&](const PopulationSpikes& piece) { spikes += counts(piece, batches); });
        const Vector rates = spikes / (N * batches.length);
        auto rate = mean_of({rates.data(), static_cast<std::size_t>(rates.size())});
        if (spikes.isZero(0.0)) rate.standard_error = 1.0 / (N * T);
        result.push_back(rate);
    }
    return result;
}

std::vector<Estimate> firing_rates(const SpikeRecord& record, const RateOptions& options) {
    validate_record(record);
    return firing_rates(source_of(record), options);
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

std::vector<Estimate> firing_rate_sds(const SpikeSource& source) {
    const double middle = source.description.start + 0.5 * duration_of(source);
    std::vector<Estimate> result;
    for (std::size_t i = 0; i < source.description.populations.size(); ++i) {
        Matrix rates = Matrix::Zero(source.description.recorded[i], 2);
        source.replay(static_cast<Index>(i), [&](const PopulationSpikes& piece) {
            for (std::size_t k = 0; k < piece.times.size(); ++k) {
                ++rates(piece.neurons[k], piece.times[k] < middle ? 0 : 1);
            }
        });
        result.push_back(common_sd(rates / (0.5 * duration_of(source))));
    }
    return result;
}

std::vector<Estimate> firing_rate_sds(const SpikeRecord& record) {
    validate_record(record);
    return firing_rate_sds(source_of(record));
}

std::vector<Estimate> cvs(const SpikeSource& source, const IntervalOptions& options) {
    validate(options);
    const NeuronAverage average{.statistic = cv_of,
                                .kind = options.average,
                                .minimum_observations = options.minimum_intervals,
                                .mean_observations = needed_intervals(options),
                                .remove_bias = true,
                                .blocks = options.blocks};
    return average_each(source, average, [&](Index i) {
        auto [reference, common] = mean_intervals(source, i);
        if (options.average == IntervalAverage::pooled) reference.assign(reference.size(), common);
        return interval_observer(source, i, std::move(reference));
    });
}

std::vector<Estimate> cvs(const SpikeRecord& record, const IntervalOptions& options) {
    validate_record(record);
    return cvs(source_of(record), options);
}

std::vector<Estimate> local_variations(const SpikeSource& source,
                                       const LocalVariationOptions& options) {
    validate(options.intervals);
    require_not_negative("refractoriness", options.refractoriness);
    const NeuronAverage average{.statistic = mean_of_sums,
                                .kind = options.intervals.average,
                                .minimum_observations = options.intervals.minimum_intervals - 1,
                                .mean_observations = needed_intervals(options.intervals) - 1.0,
                                .remove_bias = true,
                                .blocks = options.intervals.blocks};
    return average_each(source, average,
                        [&](Index i) { return pair_observer(source, i, options.refractoriness); });
}

std::vector<Estimate> local_variations(const SpikeRecord& record,
                                       const LocalVariationOptions& options) {
    validate_record(record);
    return local_variations(source_of(record), options);
}

std::vector<Estimate> fano_factors(const SpikeSource& source, const FanoOptions& options) {
    require_positive("window", options.window);
    require(options.blocks >= 2, "blocks", options.blocks, "be at least 2");
    const auto windows = bins_of_length(source.description, options.window);
    const NeuronAverage average{.statistic = fano_of,
                                .kind = IntervalAverage::over_neurons,
                                .minimum_observations = 2,
                                .mean_observations = 0.0,
                                .remove_bias = false,
                                .blocks = options.blocks};
    return average_each(source, average,
                        [&](Index i) { return window_observer(source, i, windows); });
}

std::vector<Estimate> fano_factors(const SpikeRecord& record, const FanoOptions& options) {
    validate_record(record);
    return fano_factors(source_of(record), options);
}

}  // namespace siegert::statistics
