#include "numerics/relaxation.hpp"

#include "numerics/shifted_solve.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <utility>

namespace siegert::numerics {
namespace {

// Both values 1 +- 1/sqrt(2) make the method L-stable; this one damps oscillations better.
constexpr double gamma = 1.0 + 1.0 / std::numbers::sqrt2;
constexpr double first_step = 1e-3;
constexpr double allowed_error = 1e-2;  // of one step, relative to x + scale
constexpr double allowed_part = 0.2;    // of the step itself, so that a slow start near an unstable
                                        // fixed point is followed, not jumped over
constexpr double linear_tolerance = 1e-6;

}  // namespace

FixedPoint relax(const DifferentiableMap& f, const Vector& start,
                 const FixedPointOptions& options) {
    FixedPoint point{.x = start, .at_x = at_start(f, start)};
    const auto inside = [&](const Vector& x) -> Vector {
        return x.cwiseMax(0.0).cwiseMin(options.upper);
    };
    double dt = first_step;
    while (true) {
        const Vector slope = point.at_x.value - point.x;
        point.converged =
            scaled_residual(point.x, point.at_x.value, options.scale) <= options.tolerance;
        if (point.converged || point.iterations == options.max_iterations) return point;
        ++point.iterations;

        // (I - gamma dt (J - I)) k = rhs, divided by gamma dt.
        const double pace = 1.0 / (gamma * dt);
        const auto solve = [&](const Vector& rhs) -> Vector {
            return solve_shifted(point.at_x.jacobian, 1.0 + pace, pace * rhs, linear_tolerance);
        };
        if (!(pace * slope).allFinite()) return point;
        const Vector k1 = solve(slope);
        if (!k1.allFinite()) return point;
        const Vector predicted = inside(point.x + dt * k1);
        const Vector slope_there = f(predicted).value - predicted - 2.0 * k1;
        if (!(pace * slope_there).allFinite()) return point;
        const Vector k2 = solve(slope_there);
        if (!k2.allFinite()) return point;
        const Vector x = inside(point.x + dt * (1.5 * k1 + 0.5 * k2));

        const double error = scaled_residual(x, x + 0.5 * dt * (k1 + k2), options.scale);
        const double allowed =
            std::min(allowed_error, allowed_part * scaled_residual(x, point.x, options.scale));
        const double factor = 0.9 * std::sqrt(allowed / std::max(error, 1e-300));
        if (error <= allowed) {
            Linearization at_x = f(x);
            if (!is_finite(at_x)) return point;
            point.x = x;
            point.at_x = std::move(at_x);
        }
        dt *= std::clamp(factor, 0.2, 5.0);
    }
}

}  // namespace siegert::numerics
