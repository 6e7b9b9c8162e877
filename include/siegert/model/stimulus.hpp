#pragma once

#include <siegert/arrays.hpp>
#include <siegert/model/neuron.hpp>

#include <limits>
#include <string>
#include <vector>

namespace siegert {

/// What a stimulus adds to.
///
/// When to use: `mean` and `current` for what an electrode does; `rate` and `rate_factor` for what
/// comes through the external synapses, with its noise; `spikes` for the same spikes in every
/// trial.
enum class StimulusInput {
    mean,         ///< the mean input [V]
    current,      ///< a current into each neuron [A]; needs C
    rate,         ///< the rates nu_ext [Hz]
    rate_factor,  ///< the same, relative to nu_ext: 0.5 is half more
    spikes,       ///< spikes of given times, with the weight [V] that J_ext has
};

/// How a stimulus depends on time: s(t) between start and stop, and 0 outside.
enum class StimulusShape {
    step,    ///< s = 1
    ramp,    ///< s rises from 0 to 1, at stop
    sine,    ///< s = sin(2 pi frequency (t - start) + phase)
    pulses,  ///< s = 1 for `width` at the beginning of each period, else 0
    file,    ///< s = samples[k], each for the time `sample_interval`
};

/// Input that changes in time: amplitude times s(t), t being the time since the simulation began.
///
/// A step, a pulse or a sample begins and ends at grid points of the simulation.
struct Stimulus {
    std::vector<std::string> populations{};  ///< whose neurons it reaches; empty: all
    StimulusInput input = StimulusInput::mean;
    double amplitude = unset;  ///< [V], [A], [Hz] or 1, as `input` says; of spikes: weight [V]

    StimulusShape shape = StimulusShape::step;
    double start = 0.0;                                     ///< [s], >= 0
    double stop = std::numeric_limits<double>::infinity();  ///< [s], > start; of a ramp finite
    double frequency = unset;                               ///< of a sine [Hz], > 0
    double phase = 0.0;                                     ///< of a sine [rad]
    double period = unset;                                  ///< of pulses [s], > 0
    double width = unset;                                   ///< of pulses [s], > 0, <= period
    Vector samples{};                                       ///< of a file, dimensionless
    double sample_interval = unset;                         ///< of a file [s], > 0

    Vector spike_times{};                ///< since start [s], >= 0, in any order
    std::vector<Index> spike_neurons{};  ///< who receives each: index in the population, as many as
                                         ///< times; empty: all neurons receive each of them

    /// Rates of which external populations change (index, from 0); empty: of all.
    std::vector<Index> external_populations{};
};

}  // namespace siegert
