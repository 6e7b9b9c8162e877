#pragma once

#include "simulation/signal.hpp"

#include <cstdint>
#include <vector>

namespace siegert::simulation {

/// Mean input that changes in time: amplitude s(t).
struct MeanStimulus {
    Signal signal;
    double amplitude;  ///< [V]
};

/// What a stimulus adds to the rate of external population m.
struct RateStimulus {
    std::size_t signal;  ///< in PopulationStimuli::rate_signals
    Index m;
    double amplitude;  ///< [Hz]
};

/// Spikes of given times, the same in each trial.
struct SpikeStimulus {
    std::vector<std::uint64_t> arrivals;  ///< grid points, ascending
    std::vector<std::uint32_t> neurons;   ///< who receives each; empty: all
    double weight;                        ///< [V]
};

/// What of the stimuli reaches one population.
struct PopulationStimuli {
    std::vector<MeanStimulus> means;
    std::vector<Signal> rate_signals;
    std::vector<RateStimulus> rates;
    std::vector<SpikeStimulus> spikes;
};

/// The network's stimuli, and the sinusoidal modulation as further ones.
[[nodiscard]] std::vector<Stimulus> all_stimuli(const Network& network,
                                                const Modulation& modulation);

/// Of population i; `network.stimulus` holds all stimuli.
[[nodiscard]] PopulationStimuli population_stimuli(const Network& network, Index i, double dt);

/// Throws InvalidParameter if the simulation cannot do what the stimuli of the network ask for.
void require_possible_stimuli(const Network& network, const SimulationOptions& options);

}  // namespace siegert::simulation
