#pragma once

#include <siegert/statistics/spike_source.hpp>
#include <siegert/statistics/spike_statistics.hpp>

#include <cstdint>
#include <functional>

/// Statistics of single neurons that are functions of sums over observations (intervals, windows),
/// averaged over a population. Neurons need constant memory, however long the recording is: the
/// spikes are gone through several times instead.
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

using Observe = std::function<void(const Observation&)>;

/// Turns the spikes of all neurons of a population, in the order of their times, into observations
/// of each neuron. It remembers what came before: one for each passage through the spikes.
struct Observer {
    std::function<void(std::uint32_t neuron, double t, const Observe& observe)> spike;
    /// What remains to be observed of a neuron after its last spike; empty: nothing.
    std::function<void(std::uint32_t neuron, const Observe& observe)> end;
};

struct NeuronAverage {
    double (*statistic)(
        const Sums&);  ///< of at least one observation (two for minimum_observations 2)
    IntervalAverage kind;
    /// Neurons with fewer (those of weight zero do not count) do not contribute to the average over
    /// neurons.
    int minimum_observations;
    double mean_observations;  ///< of the neurons with any; with fewer the average is undefined
    bool remove_bias;          ///< by a jackknife over each neuron's observations?
    int blocks;                ///< parts of the recording for the error where neurons are few
};

/// Average over the neurons of a population, with the error from the spread over neurons or, if
/// fewer than 20 contribute, from a jackknife over parts of the recording.
[[nodiscard]] Estimate neuron_average(const NeuronAverage& average, const SpikeSource& source,
                                      Index population,
                                      const std::function<Observer()>& new_observer);

}  // namespace siegert::statistics
