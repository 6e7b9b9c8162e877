#pragma once

#include "simulation/quantiles.hpp"
#include "simulation/streams.hpp"

#include <siegert/model/network.hpp>
#include <siegert/simulation/simulation_options.hpp>

#include <cstdint>
#include <vector>

namespace siegert::simulation {

/// Steps of the simulation.
struct TimeGrid {
    double dt;  ///< [s]
    SpikeTiming timing = SpikeTiming::grid;
};

/// All synapses from one population to another, ready to be drawn.
struct Projection {
    std::uint32_t source;  ///< population
    std::uint32_t target;  ///< population
    std::uint32_t source_size;
    std::uint32_t target_size;
    std::uint32_t current;  ///< of the target, see synapses::currents
    double K;               ///< mean in-degree
    Quantiles weight;       ///< [V]
    Quantiles delay;        ///< [s], see delay_steps
    double remainder;  ///< by which the delay is longer, below dt [s]: spike times off the grid
    double dt;         ///< [s]
    ConnectionRule rule;
    bool multapses;
    bool autapses;
};

/// A delay rounded to the grid and to at least one step.
[[nodiscard]] std::uint32_t rounded_steps(double delay, double dt);

/// The delay that a word stands for, in rounded steps.
[[nodiscard]] std::uint32_t delay_steps(const Projection& projection, std::uint16_t word);

/// Every pair of populations with K > 0; ordered by target, then by source.
///
/// Throws: InvalidParameter if Delay is missing, a delay is longer than 65535 steps, or there are
/// too few neurons for K: none at all, or fewer than K where each may be taken once only.
[[nodiscard]] std::vector<Projection> projections(const Network& network, const TimeGrid& grid);

/// Neurons of one population, first <= neuron < last.
struct NeuronRange {
    std::uint32_t first;
    std::uint32_t last;
};

/// Number of synapses onto each of some neurons of the target population.
[[nodiscard]] std::vector<std::uint32_t> in_degrees(const Projection& projection, PhiloxKey key,
                                                    NeuronRange targets);

/// One synapse as drawn: the source's index in its population and the words that decide weight and
/// delay.
struct DrawnSynapse {
    std::uint32_t source;
    std::uint32_t words;

    [[nodiscard]] std::uint16_t weight_word() const { return static_cast<std::uint16_t>(words); }
    [[nodiscard]] std::uint16_t delay_word() const {
        return static_cast<std::uint16_t>(words >> 16);
    }
};

/// Draws the `count` synapses of a projection onto one of its target neurons and appends them to
/// `synapses`. `taken` is scratch space that is empty between calls.
void draw_synapses(const Projection& projection, PhiloxKey key, std::uint32_t target,
                   std::uint32_t count, std::vector<DrawnSynapse>& synapses,
                   std::vector<bool>& taken);

}  // namespace siegert::simulation
