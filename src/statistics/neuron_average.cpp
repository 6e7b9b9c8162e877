#include "statistics/neuron_average.hpp"

#include "statistics/jackknife.hpp"
#include "statistics/spike_trains.hpp"

#include <algorithm>
#include <vector>

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

/// The observations of one neuron, added up.
struct NeuronSums {
    std::uint32_t neuron = 0;
    std::size_t observations = 0;
    Sums total;
    double left_out = 0.0;              ///< sum of the statistics without each observation
    std::vector<Sums> blocks;           ///< parts of the recording; empty where neurons are many
    std::vector<std::size_t> in_block;  ///< number of observations
};

// Calls visit(neuron, observation) for each observation of the population.
template <class Visit>
void for_each_observation(const SpikeSource& source, Index population, const Observer& observer,
                          Visit visit) {
    std::uint32_t neuron = 0;
    const Observe observe = [&](const Observation& observation) { visit(neuron, observation); };
    source.replay(population, [&](const PopulationSpikes& piece) {
        for (std::size_t k = 0; k < piece.times.size(); ++k) {
            neuron = piece.neurons[k];
            observer.spike(neuron, piece.times[k], observe);
        }
    });
    if (!observer.end) return;
    const Index recorded = source.description.recorded[static_cast<std::size_t>(population)];
    for (neuron = 0; neuron < static_cast<std::uint32_t>(recorded); ++neuron) {
        observer.end(neuron, observe);
    }
}

bool counts(const Observation& observation) {
    return observation.sums.weight > 0.0;
}

std::vector<NeuronSums> totals(const SpikeSource& source, Index population,
                               const Observer& observer) {
    const auto neurons = source.description.recorded[static_cast<std::size_t>(population)];
    std::vector<NeuronSums> sums(static_cast<std::size_t>(neurons));
    for (std::size_t k = 0; k < sums.size(); ++k) sums[k].neuron = static_cast<std::uint32_t>(k);
    for_each_observation(source, population, observer,
                         [&](std::uint32_t neuron, const Observation& observation) {
                             sums[neuron].total += observation.sums;
                             if (counts(observation)) ++sums[neuron].observations;
                         });
    return sums;
}

Sums difference(const Sums& all, const Sums& part) {
    return {all.weight - part.weight, all.first - part.first, all.second - part.second};
}

// A second passage, for what depends on the totals: bias, and parts of the recording.
void add_parts(const NeuronAverage& average, const SpikeSource& source, Index population,
               const Observer& observer, std::vector<NeuronSums>& neurons) {
    const double start = source.description.start;
    const TimeBins blocks{start, (source.description.end - start) / average.blocks, average.blocks};
    const auto recorded = source.description.recorded[static_cast<std::size_t>(population)];
    std::vector<NeuronSums*> of_neuron(static_cast<std::size_t>(recorded));
    for (NeuronSums& neuron : neurons) {
        of_neuron[neuron.neuron] = &neuron;
        if (neurons.size() >= many_neurons) continue;
        neuron.blocks.resize(static_cast<std::size_t>(average.blocks));
        neuron.in_block.resize(neuron.blocks.size());
    }
    for_each_observation(
        source, population, observer, [&](std::uint32_t who, const Observation& observation) {
            if (of_neuron[who] == nullptr) return;
            NeuronSums& neuron = *of_neuron[who];
            if (average.remove_bias && neuron.observations > 1) {
                neuron.left_out += average.statistic(difference(neuron.total, observation.sums));
            }
            if (neuron.blocks.empty()) return;
            const auto block = std::min(static_cast<std::size_t>(bin_of(blocks, observation.t)),
                                        neuron.blocks.size() - 1);
            neuron.blocks[block] += observation.sums;
            if (counts(observation)) ++neuron.in_block[block];
        });
}

double value_of(const NeuronAverage& average, const NeuronSums& neuron) {
    const double value = average.statistic(neuron.total);
    if (!average.remove_bias || neuron.observations < 2) return value;
    const auto n = static_cast<double>(neuron.observations);
    // All statistics of single neurons are sizes: what the correction takes too much is noise.
    return std::max(0.0, n * value - (n - 1.0) / n * neuron.left_out);
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
    std::vector<double> values;
    for (const auto& neuron : neurons) values.push_back(value_of(average, neuron));
    const auto mean = mean_of(values);
    if (neurons.size() >= many_neurons) return mean;
    return jackknife(mean.value, without_blocks(average, neurons));
}

NeuronSums sum_over(const std::vector<NeuronSums>& neurons) {
    NeuronSums all;
    all.blocks.resize(neurons.front().blocks.size());
    all.in_block.resize(all.blocks.size());
    for (const auto& neuron : neurons) {
        all.observations += neuron.observations;
        all.total += neuron.total;
        for (std::size_t block = 0; block < all.blocks.size(); ++block) {
            all.blocks[block] += neuron.blocks[block];
            all.in_block[block] += neuron.in_block[block];
        }
    }
    return all;
}

/// All neurons as one, without the neurons one by one if they are many, else without parts of
/// the recording.
Estimate pooled(const NeuronAverage& average, const std::vector<NeuronSums>& neurons) {
    const NeuronSums all = sum_over(neurons);
    if (all.observations < static_cast<std::size_t>(average.minimum_observations)) return {};
    const double value = average.statistic(all.total);
    if (neurons.size() < many_neurons) return jackknife(value, without_blocks(average, {all}));
    std::vector<Sums> parts;
    for (const auto& neuron : neurons) parts.push_back(neuron.total);
    std::vector<double> left_out;
    for (const auto& sums : sums_without_each(parts)) left_out.push_back(average.statistic(sums));
    return jackknife(value, left_out);
}

// Whether the neurons that were observed at all have enough observations on average.
bool suffice(const NeuronAverage& average, const std::vector<NeuronSums>& neurons) {
    double observations = 0.0;
    double observed = 0.0;
    for (const NeuronSums& neuron : neurons) {
        observations += static_cast<double>(neuron.observations);
        if (neuron.observations > 0) observed += 1.0;
    }
    return observations >= average.mean_observations * observed;
}

}  // namespace

Sums& Sums::operator+=(const Sums& other) {
    weight += other.weight;
    first += other.first;
    second += other.second;
    return *this;
}

Estimate neuron_average(const NeuronAverage& average, const SpikeSource& source, Index population,
                        const std::function<Observer()>& new_observer) {
    const bool pool = average.kind == IntervalAverage::pooled;
    const auto fewest = static_cast<std::size_t>(pool ? 1 : average.minimum_observations);
    std::vector<NeuronSums> neurons = totals(source, population, new_observer());
    if (!suffice(average, neurons)) return {};
    std::erase_if(neurons, [&](const NeuronSums& sums) { return sums.observations < fewest; });
    if (neurons.empty()) return {};
    const bool needs_parts = neurons.size() < many_neurons || (average.remove_bias && !pool);
    if (needs_parts) add_parts(average, source, population, new_observer(), neurons);
    return pool ? pooled(average, neurons) : mean_over_neurons(average, neurons);
}

}  // namespace siegert::statistics
