#pragma once

#include <array>
#include <cstdint>

namespace siegert::simulation {

/// One step of a diffusion between two grid points.
struct DiffusionStep {
    double below_start;  ///< distance to the threshold at the start, > 0 [V]
    double below_end;    ///< at the end; negative if the threshold lies below [V]
    double variance;     ///< that the noise adds in the step [V^2]
    double dt;           ///< [s]
};

/// Probability that a diffusion that starts and ends below the threshold has crossed it:
/// exp(-2 below_start below_end / variance), that of a Brownian bridge.
[[nodiscard]] double crossing_probability(const DiffusionStep& step);

/// Time of the first crossing of a path that did cross, in (0, dt) [s], from three random words.
///
/// With w inverse Gaussian of mean below_start / |below_end| and shape below_start^2 / variance the
/// time is dt w / (1 + w): a Brownian bridge is a Brownian motion in another time.
[[nodiscard]] double crossing_time(const DiffusionStep& step,
                                   const std::array<std::uint32_t, 4>& words);

/// A smooth path by its values and slopes at both ends of a step.
struct SmoothStep {
    double V_start;
    double slope_start;  ///< [V/s]
    double V_end;
    double slope_end;
    double dt;
};

/// When the cubic through both ends first reaches the level, in [0, dt] [s]; negative: it does not.
[[nodiscard]] double first_crossing(const SmoothStep& step, double level);

}  // namespace siegert::simulation
