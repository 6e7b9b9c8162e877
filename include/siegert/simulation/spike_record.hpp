#pragma once

#include <siegert/arrays.hpp>

#include <cstdint>
#include <string>
#include <vector>

namespace siegert {

/// Spikes of one population, in the order of their times; equal times in the order of the neurons.
struct PopulationSpikes {
    std::vector<double> times;           ///< [s]
    std::vector<std::uint32_t> neurons;  ///< who fired: index in the population, same length
};

/// Spikes of a network between `start` and `end`: what a simulation hands to the statistics.
///
/// Of population i the first `recorded[i]` neurons were watched, so every index in
/// `spikes[i].neurons` lies below it, and a neuron below it without spikes was silent. A spike at
/// time t belongs to the record if start < t <= end: on the grid of a simulation a spike carries
/// the time of the end of its step.
struct SpikeRecord {
    std::vector<std::string> populations;  ///< n names
    std::vector<Index> sizes;              ///< neurons in each population, n
    std::vector<Index> recorded;           ///< neurons watched in each population, n, <= sizes
    std::vector<PopulationSpikes> spikes;  ///< n
    double start = 0.0;                    ///< [s]
    double end = 0.0;                      ///< [s], > start
    double dt = 0.0;                       ///< grid of the spike times [s]; 0: off the grid
};

}  // namespace siegert
