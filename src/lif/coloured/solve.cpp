#include "lif/coloured/solve.hpp"

#include <siegert/error.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

namespace siegert::lif::coloured {
namespace {

/// Steps of the reset kernel are multiples of the width of the arrival.
struct Level {
    Index nodes;
    double threshold_step;
    double reset_factor;
};

constexpr std::array levels{Level{16, 0.25, 1.0}, Level{24, 0.2, 0.8}, Level{32, 0.15, 0.65},
                            Level{48, 0.12, 0.5}, Level{64, 0.1, 0.4}};
/// A finer level is at least this much closer to the truth than the one before it (measured: 20).
constexpr double gain_per_level = 10.0;
constexpr double contour_tolerance = 1e-6;
constexpr double largest_angle = 0.3;

/// Width of the arrival at threshold relative to its time, along the mean path from reset with the
/// current z at the last spike; 1 where that does not arrive.
double arrival_width(const Problem& problem, const std::vector<Transition<double>>& grid,
                     double z) {
    const double kept = std::exp(-problem.tau_r / problem.r);
    const double renewed = -std::expm1(-2.0 * problem.tau_r / problem.r);
    for (const auto& at : grid) {
        if (problem.z_0 * at.e + kept * z * at.c <= problem.z_th) continue;
        const double spread = std::sqrt(at.A + renewed * at.c * at.c);
        const double velocity = -problem.z_0 * at.e + kept * z * (at.E - at.c);
        return velocity > 0.0 ? spread / (velocity * at.t) : 1.0;
    }
    return 1.0;
}

double narrowest_arrival(const Problem& problem) {
    std::vector<double> times;
    for (double t = 1e-3 * fast_time(problem); t < 20.0 * slow_time(problem); t *= 1.1)
        times.push_back(t);
    const auto grid = transitions(problem, times);
    double width = 1.0;
    for (double z = -3.0; z <= 4.0; z += 1.0)
        width = std::min(width, arrival_width(problem, grid, z));
    return width;
}

Resolution resolution_of(const Level& level, double width) {
    return {.nodes = level.nodes,
            .threshold_step = level.threshold_step,
            .reset_step = std::min(0.1, 0.8 * width) * level.reset_factor,
            .threshold_angle = 0.0,
            .reset_angle = 0.0};
}

Solution solve_at(const Problem& problem, const Resolution& resolution) {
    auto kernels = boundary_kernels<double>(problem, resolution);
    auto state = stationary(kernels);
    return {std::move(kernels), resolution, std::move(state)};
}

/// Response at high frequency: a change of mu changes the velocity at threshold, int J / v.
double instant_response(const ResponseKernels& kernels) {
    const auto& nodes = kernels.kernels.nodes;
    return kernels.nu * nodes.weights.dot(kernels.q.cwiseQuotient(nodes.x));
}

}  // namespace

Solution solve(const Problem& problem, double tolerance) {
    const double width = narrowest_arrival(problem);
    if (width > 2e-3) {
        Solution coarse = solve_at(problem, resolution_of(levels[0], width));
        for (std::size_t k = 1; k < levels.size(); ++k) {
            Solution fine = solve_at(problem, resolution_of(levels[k], width));
            const double change = std::abs(fine.state.log_rate - coarse.state.log_rate);
            if (change < gain_per_level * tolerance && std::isfinite(fine.state.log_rate))
                return fine;
            coarse = std::move(fine);
        }
    }
    throw AccuracyNotReached(fmt::format(
        "The exact rate with coloured noise is not resolved: tau_s / tau_m is {:.3g}, the "
        "spread of V on its way to threshold {:.3g} of the way",
        problem.r, width));
}

ResponseKernels checked_response_kernels(const Solution& solution) {
    const auto& problem = solution.kernels.problem;
    Resolution resolution = solution.resolution;
    const double width = narrowest_arrival(problem);
    double angle = std::min(largest_angle, 0.8 * width);
    for (int attempt = 0; attempt < 3; ++attempt) {
        resolution.threshold_angle = largest_angle;
        resolution.threshold_step = std::min(0.1, solution.resolution.threshold_step);
        resolution.reset_angle = angle;
        resolution.reset_step = angle / 4.5;
        auto kernels = response_kernels(problem, resolution, solution.state);
        const auto fast = response(kernels, Complex(0.0, 1e4 / fast_time(problem)));
        const bool same = contour_error(kernels, solution.kernels) < contour_tolerance;
        const bool whole = std::abs(interval_transform(kernels, 1e-4 * kernels.nu) - 1.0) < 1e-3;
        const bool white = std::abs(fast.density) < contour_tolerance;
        const bool instant = std::abs(fast.mean / instant_response(kernels) - 1.0) < 0.01;
        if (same && whole && white && instant) return kernels;
        angle *= 0.5;
    }
    throw AccuracyNotReached(fmt::format(
        "The exact response with coloured noise is not resolved: tau_s / tau_m is {:.3g}",
        problem.r));
}

}  // namespace siegert::lif::coloured
