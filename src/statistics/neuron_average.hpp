#pragma once

#include <siegert/statistics/spike_statistics.hpp>

#include <functional>
#include <vector>

/// Statistics of single neurons that are functions of sums over observations (intervals, windows),
/// averaged over a population.
namespace siegert::statistics {

/// What the observations of a neuron are added up to.
struct Sums {
    double weight = 0.0;
    double first = 0.0;
    double second = 0.0;

    Sums& operator+=(const Sums& other);
};

struct Observation {
    double t;  ///< [s]
    Sums sums;
};

using Observations = std::vector<Observation>;

struct NeuronAverage {
    double (*statistic)(
        const Sums&);  ///< of at least one observation (two for minimum_observations 2)
    IntervalAverage kind;
    int minimum_observations;  ///< neurons with fewer do not contribute to the average over neurons
    bool remove_bias;          ///< by a jackknife over each neuron's observations?
    int blocks;                ///< parts of the recording for the error where neurons are few
};

/// Average over the neurons of a population, with the error from the spread over neurons or, if
/// fewer than 20 contribute, from a jackknife over parts of the recording.
[[nodiscard]] Estimate neuron_average(const NeuronAverage& average, const SpikeRecord& record,
                                      std::size_t neurons,
                                      const std::function<Observations(std::size_t)>& observations);

}  // namespace siegert::statistics
