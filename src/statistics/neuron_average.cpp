#include "statistics/neuron_average.hpp"

#include "statistics/jackknife.hpp"
#include "statistics/spike_trains.hpp"

#include <algorithm>

namespace siegert::statistics {
namespace {

// From this number of neurons on their spread tells the error.
constexpr std::size_t many_neurons = 20;

/// The sum of all parts but one, for each. Nothing is subtracted: what remains may be much smaller
/// than the sum of all.
std::vector<Sums> sums_without_each(const std::vector<Sums>& parts) {
    std::vector<Sums> result(parts.size());
    Sums before, after;
    for (std::size_t k = 0; k < parts.size(); ++k) {
        const std::size_t from_end = parts.size() - 1 - k;
        result[k] += before;
        result[from_end] += after;
        before += parts[k];
        after += parts[from_end];
    }
    return result;
}

/// The observations of one neuron, added up over the recording and over its parts.
struct NeuronSums {
    std::size_t observations = 0;
    double value = 0.0;  ///< the statistic of all of them
    Sums total;
    std::vector<Sums> blocks;
    std::vector<std::size_t> in_block;  ///< number of observations
};

double without_bias(const NeuronAverage& average, const Observations& observations,
                    const Sums& total) {
    if (observations.size() < 2) return average.statistic(total);
    std::vector<Sums> parts;
    for (const auto& [t, sums] : observations) parts.push_back(sums);
    double left_out = 0.0;
    for (const auto& sums : sums_without_each(parts)) left_out += average.statistic(sums);
    const auto n = static_cast<double>(observations.size());
    return n * average.statistic(total) - (n - 1.0) / n * left_out;
}

NeuronSums add_up(const NeuronAverage& average, const TimeBins& blocks,
                  const Observations& observations) {
    NeuronSums result;
    result.observations = observations.size();
    result.blocks.resize(static_cast<std::size_t>(blocks.count));
    result.in_block.resize(result.blocks.size());
    for (const auto& [t, sums] : observations) {
        const auto block =
            std::min(static_cast<std::size_t>(bin_of(blocks, t)), result.blocks.size() - 1);
        result.total += sums;
        result.blocks[block] += sums;
        ++result.in_block[block];
    }
    if (result.observations < static_cast<std::size_t>(average.minimum_observations)) return result;
    result.value = average.remove_bias ? without_bias(average, observations, result.total)
                                       : average.statistic(result.total);
    return result;
}

/// The statistic averaged over neurons without one part of the recording, for each part; nothing if
/// a part leaves a neuron too few observations.
std::vector<double> without_blocks(const NeuronAverage& average,
                                   const std::vector<NeuronSums>& neurons) {
    constexpr std::size_t needed = 2;
    std::vector<double> result(neurons.front().blocks.size(), 0.0);
    for (const auto& neuron : neurons) {
        const auto left_out = sums_without_each(neuron.blocks);
        for (std::size_t block = 0; block < result.size(); ++block) {
            if (neuron.observations - neuron.in_block[block] < needed) return {};
            result[block] +=
                average.statistic(left_out[block]) / static_cast<double>(neurons.size());
        }
    }
    return result;
}

Estimate mean_over_neurons(const NeuronAverage& average, const std::vector<NeuronSums>& neurons) {
    if (neurons.empty()) return {};
    std::vector<double> values;
    for (const auto& neuron : neurons) values.push_back(neuron.value);
    const auto mean = mean_of(values);
    if (neurons.size() >= many_neurons) return mean;
    return jackknife(mean.value, without_blocks(average, neurons));
}

/// All neurons as one, without the neurons one by one if they are many, else without parts of
/// the recording.
Estimate pooled(const NeuronAverage& average, const std::vector<NeuronSums>& neurons) {
    NeuronSums all;
    if (!neurons.empty()) {
        all.blocks.resize(neurons.front().blocks.size());
        all.in_block.resize(all.blocks.size());
    }
    for (const auto& neuron : neurons) {
        all.observations += neuron.observations;
        all.total += neuron.total;
        for (std::size_t block = 0; block < all.blocks.size(); ++block) {
            all.blocks[block] += neuron.blocks[block];
            all.in_block[block] += neuron.in_block[block];
        }
    }
    if (all.observations < static_cast<std::size_t>(average.minimum_observations)) return {};
    const double value = average.statistic(all.total);
    if (neurons.size() < many_neurons) return jackknife(value, without_blocks(average, {all}));
    std::vector<Sums> totals;
    for (const auto& neuron : neurons) totals.push_back(neuron.total);
    std::vector<double> left_out;
    for (const auto& sums : sums_without_each(totals)) left_out.push_back(average.statistic(sums));
    return jackknife(value, left_out);
}

}  // namespace

Sums& Sums::operator+=(const Sums& other) {
    weight += other.weight;
    first += other.first;
    second += other.second;
    return *this;
}

Estimate neuron_average(const NeuronAverage& average, const SpikeRecord& record,
                        std::size_t neurons,
                        const std::function<Observations(std::size_t)>& observations) {
    const TimeBins blocks{record.start, (record.end - record.start) / average.blocks,
                          average.blocks};
    const bool pool = average.kind == IntervalAverage::pooled;
    const auto fewest = static_cast<std::size_t>(pool ? 1 : average.minimum_observations);
    std::vector<NeuronSums> contributing;
    for (std::size_t neuron = 0; neuron < neurons; ++neuron) {
        auto sums = add_up(average, blocks, observations(neuron));
        if (sums.observations >= fewest) contributing.push_back(std::move(sums));
    }
    return pool ? pooled(average, contributing) : mean_over_neurons(average, contributing);
}

}  // namespace siegert::statistics
