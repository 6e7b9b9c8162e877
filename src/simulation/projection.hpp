#pragma once

#include "simulation/streams.hpp"

#include <siegert/model/network.hpp>

#include <cstdint>
#include <memory>
#include <vector>

namespace siegert::simulation {

/// A distribution by its 65536 quantiles at (k + 1/2) / 65536: a 16-bit word draws from it.
template <class T>
using QuantileTable = std::shared_ptr<const std::vector<T>>;

/// All synapses from one population to another, ready to be drawn.
struct Projection {
    std::uint32_t source;  ///< population
    std::uint32_t target;  ///< population
    std::uint32_t source_size;
    std::uint32_t target_size;
    double K;                            ///< mean in-degree
    QuantileTable<double> weight;        ///< [V]
    QuantileTable<std::uint16_t> delay;  ///< [steps], at least 1
    ConnectionRule rule;
    bool multapses;
    bool autapses;
};

/// Every pair of populations with K > 0; ordered by target, then by source.
///
/// Delays are rounded to the grid and to at least one step.
/// Throws: InvalidParameter if Delay is missing, a delay is longer than 65535 steps, or K cannot be
/// reached without multapses.
[[nodiscard]] std::vector<Projection> projections(const Network& network, double dt);

/// Number of synapses onto each neuron of the target population.
[[nodiscard]] std::vector<std::uint32_t> in_degrees(const Projection& projection, PhiloxKey key);

/// One synapse as drawn: the source's index in its population and the words that decide weight and
/// delay.
struct DrawnSynapse {
    std::uint32_t source;
    std::uint16_t weight_word;
    std::uint16_t delay_word;
};

/// Draws the `count` synapses of a projection onto one of its target neurons into `synapses`
/// (overwritten). `taken` is scratch space that is empty between calls.
void draw_synapses(const Projection& projection, PhiloxKey key, std::uint32_t target,
                   std::uint32_t count, std::vector<DrawnSynapse>& synapses,
                   std::vector<bool>& taken);

}  // namespace siegert::simulation
