#pragma once

#include <siegert/model/network.hpp>
#include <siegert/simulation/simulation_options.hpp>

#include <cstdint>
#include <limits>

namespace siegert::simulation {

/// The time course s(t) of a stimulus on the grid: it begins and ends, and its pulses and samples
/// do, at grid points.
struct Signal {
    static constexpr std::uint64_t never = std::numeric_limits<std::uint64_t>::max();

    StimulusShape shape = StimulusShape::step;
    std::uint64_t start = 0;     ///< grid point
    std::uint64_t stop = never;  ///< grid point
    double omega = 0.0;          ///< of a sine [rad/s]
    double phase = 0.0;          ///< of a sine
    std::uint64_t period = 0;    ///< of pulses [steps]
    std::uint64_t width = 0;     ///< of pulses [steps]
    std::uint64_t interval = 0;  ///< between samples [steps]
    Vector samples{};
};

/// `stimulus` is valid.
[[nodiscard]] Signal signal_of(const Stimulus& stimulus, double dt);

/// Whether the step that begins at a grid point lies between start and stop.
[[nodiscard]] inline bool is_on(const Signal& signal, std::uint64_t step) {
    return signal.start <= step && step < signal.stop;
}

/// s at both ends of a step. Between them it is a straight line unless it is a sine.
struct SignalStep {
    double start;
    double end;
};

[[nodiscard]] SignalStep over_step(const Signal& signal, std::uint64_t step, double dt);

/// Mean of s over a step.
[[nodiscard]] double mean_over_step(const Signal& signal, std::uint64_t step, double dt);

/// The grid point of a time.
[[nodiscard]] std::uint64_t grid_point(double time, double dt);

}  // namespace siegert::simulation
