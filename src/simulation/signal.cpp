#include "simulation/signal.hpp"

#include <cmath>
#include <numbers>

namespace siegert::simulation {
namespace {

double time_since_start(const Signal& signal, std::uint64_t step, double dt) {
    return static_cast<double>(step - signal.start) * dt;
}

}  // namespace

std::uint64_t grid_point(double time, double dt) {
    return static_cast<std::uint64_t>(std::llround(time / dt));
}

Signal signal_of(const Stimulus& stimulus, double dt) {
    Signal signal{.shape = stimulus.shape, .start = grid_point(stimulus.start, dt)};
    if (std::isfinite(stimulus.stop)) signal.stop = grid_point(stimulus.stop, dt);
    switch (stimulus.shape) {
        case StimulusShape::step:
        case StimulusShape::ramp:
            break;
        case StimulusShape::sine:
            signal.omega = 2.0 * std::numbers::pi * stimulus.frequency;
            signal.phase = stimulus.phase;
            break;
        case StimulusShape::pulses:
            signal.period = grid_point(stimulus.period, dt);
            signal.width = grid_point(stimulus.width, dt);
            break;
        case StimulusShape::file:
            signal.interval = grid_point(stimulus.sample_interval, dt);
            signal.samples = stimulus.samples;
            break;
    }
    return signal;
}

SignalStep over_step(const Signal& signal, std::uint64_t step, double dt) {
    if (!is_on(signal, step)) return {.start = 0.0, .end = 0.0};
    const std::uint64_t since = step - signal.start;
    const auto constant = [](double s) { return SignalStep{.start = s, .end = s}; };
    switch (signal.shape) {
        case StimulusShape::step:
            return constant(1.0);
        case StimulusShape::ramp: {
            const auto steps = static_cast<double>(signal.stop - signal.start);
            return {.start = static_cast<double>(since) / steps,
                    .end = static_cast<double>(since + 1) / steps};
        }
        case StimulusShape::sine: {
            const auto sine = [&](std::uint64_t point) {
                return std::sin(signal.omega * time_since_start(signal, point, dt) + signal.phase);
            };
            return {.start = sine(step), .end = sine(step + 1)};
        }
        case StimulusShape::pulses:
            return constant(since % signal.period < signal.width ? 1.0 : 0.0);
        case StimulusShape::file: {
            const auto sample = static_cast<Index>(since / signal.interval);
            return constant(sample < signal.samples.size() ? signal.samples(sample) : 0.0);
        }
    }
    return constant(0.0);
}

double mean_over_step(const Signal& signal, std::uint64_t step, double dt) {
    if (signal.shape != StimulusShape::sine || !is_on(signal, step)) {
        const SignalStep s = over_step(signal, step, dt);
        return 0.5 * (s.start + s.end);
    }
    const double half = 0.5 * signal.omega * dt;
    const double middle = time_since_start(signal, step, dt) + 0.5 * dt;
    return std::sin(signal.omega * middle + signal.phase) *
           (half == 0.0 ? 1.0 : std::sin(half) / half);
}

}  // namespace siegert::simulation
