#include "numerics/pseudo_transient_newton.hpp"

#include "numerics/shifted_solve.hpp"

#include <algorithm>

namespace siegert::numerics {
namespace {

constexpr double first_step = 0.3;  // of the time constant of dx/dt = f(x) - x
constexpr double smallest_step = 1e-6;
constexpr double largest_step = 1e10;

// A linear solve need not be better than the Newton step itself is.
double linear_tolerance(double residual) {
    return std::clamp(residual, 1e-4, 0.1);
}

Vector limited(const Vector& x, const Vector& step, const Vector& upper) {
    const auto highest = (x.array() + 0.8 * (upper - x).array());
    return (x + step).array().max(0.2 * x.array()).min(highest);
}

// Where a gain exceeds 1 + 1/dt the linear system points away from where the dynamics go, typically
// out of the domain, and little is left of the step.
bool mostly_cut_off(const Vector& step, const Vector& taken) {
    return (taken - step).norm() > 0.9 * step.norm();
}

// Factor by which the next time step may be longer, given the part of the residual that the
// linearisation did not predict. 0: the step is not good enough.
double growth(double unpredicted) {
    if (!(unpredicted <= 0.5)) return 0.0;
    if (unpredicted < 0.1) return 4.0;
    return unpredicted < 0.25 ? 2.0 : 1.0;
}

}  // namespace

FixedPoint pseudo_transient_newton(const DifferentiableMap& f, const Vector& start,
                                   const FixedPointOptions& options) {
    FixedPoint point{.x = start, .at_x = at_start(f, start)};
    double dt = first_step;
    while (true) {
        const Vector residual = point.at_x.value - point.x;
        const double size = scaled_residual(point.x, point.at_x.value, options.scale);
        point.converged = size <= options.tolerance;
        if (point.converged || point.iterations == options.max_iterations) return point;
        ++point.iterations;

        const Vector step =
            solve_shifted(point.at_x.jacobian, 1.0 + 1.0 / dt, residual, linear_tolerance(size));
        const bool solvable = step.allFinite();
        if (!solvable && dt <= smallest_step) return point;
        const Vector x = limited(point.x, step, options.upper);
        const Vector taken = x - point.x;
        if (!solvable || (mostly_cut_off(step, taken) && dt > smallest_step)) {
            dt /= 4.0;
            continue;
        }
        Linearization at_x = f(x);
        const bool finite = is_finite(at_x);
        if (!finite && dt <= smallest_step) return point;
        const Vector predicted = residual + point.at_x.jacobian * taken - taken;
        const double unpredicted = (at_x.value - x - predicted).norm() / residual.norm();

        const double factor = finite ? growth(unpredicted) : 0.0;
        if (factor == 0.0 && dt > smallest_step) {
            dt /= 4.0;
            continue;
        }
        point.x = x;
        point.at_x = std::move(at_x);
        dt = std::clamp(factor * dt, smallest_step, largest_step);
    }
}

}  // namespace siegert::numerics
