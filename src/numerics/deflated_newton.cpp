#include "numerics/deflated_newton.hpp"

#include "numerics/linear_algebra.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

namespace siegert::numerics {
namespace {

constexpr double s = deflation_scale;
constexpr double longest_step = 1.0;  // of any component of z: a factor of e in x
constexpr int most_halvings = 6;
constexpr int patience = 20;  // iterations without progress after which no other point is expected

Vector from_coordinates(const Vector& z) {
    return s * z.unaryExpr([](double value) { return std::expm1(value); });
}

// Beyond -s the logarithm ends; f may be negative where it is an expansion.
Vector residual(const Vector& z, const Vector& value) {
    return deflation_coordinates(value.cwiseMax(-0.5 * s)) - z;
}

// The deflation operator M(z), as a logarithm, and its gradient.
struct Deflation {
    double log_factor = 0.0;
    Vector gradient;
};

Deflation deflation(const Vector& z, const std::vector<Vector>& known) {
    Deflation sum{.log_factor = 0.0, .gradient = Vector::Zero(z.size())};
    for (const auto& point : known) {
        const Vector away = z - point;
        const double square = std::max(away.squaredNorm(), std::numeric_limits<double>::min());
        sum.log_factor += std::log1p(1.0 / square);
        sum.gradient -= 2.0 / (square * (square + 1.0)) * away;
    }
    return sum;
}

double log_merit(const Vector& z, const Vector& value, const std::vector<Vector>& known) {
    return std::log(residual(z, value).norm()) + deflation(z, known).log_factor;
}

// Newton's step d for the residual alone, times the factor by which deflation changes it.
Vector deflated_step(const Vector& z, const FixedPoint& point, const std::vector<Vector>& known) {
    const Vector value = point.at_x.value.cwiseMax(-0.5 * s);
    const Matrix jacobian = (s + value.array()).inverse().matrix().asDiagonal() *
                            point.at_x.jacobian * (s + point.x.array()).matrix().asDiagonal();
    const Matrix system = Matrix::Identity(z.size(), z.size()) - jacobian;
    const Vector d = solve(system, residual(z, value));
    const double factor = 1.0 / (1.0 - deflation(z, known).gradient.dot(d));
    const double size = d.lpNorm<Eigen::Infinity>() * std::abs(factor);
    return factor * std::min(1.0, longest_step / size) * d;
}

}  // namespace

Vector deflation_coordinates(const Vector& x) {
    return (x / s).unaryExpr([](double value) { return std::log1p(value); });
}

FixedPoint deflated_newton(const DifferentiableMap& f, const Vector& start,
                           const std::vector<Vector>& known, const FixedPointOptions& options) {
    std::vector<Vector> known_z;
    for (const auto& point : known) known_z.push_back(deflation_coordinates(point));
    const Vector highest = deflation_coordinates(options.upper);

    FixedPoint point{.x = start, .at_x = at_start(f, start)};
    Vector z = deflation_coordinates(start);
    double best = std::numeric_limits<double>::infinity();
    int last_progress = 0;
    while (true) {
        point.converged =
            scaled_residual(point.x, point.at_x.value, options.scale) <= options.tolerance;
        if (point.converged || point.iterations == options.max_iterations) return point;
        ++point.iterations;

        const Vector step = deflated_step(z, point, known_z);
        if (!step.allFinite()) return point;
        const double before = log_merit(z, point.at_x.value, known_z);
        if (before < best - 0.1) {
            best = before;
            last_progress = point.iterations;
        }
        if (point.iterations - last_progress > patience) return point;
        double length = 1.0;
        for (int halving = 0; halving <= most_halvings; ++halving, length /= 2.0) {
            const Vector next = (z + length * step).cwiseMax(0.0).cwiseMin(highest);
            const Vector x = from_coordinates(next);
            Linearization at_x = f(x);
            if (!is_finite(at_x)) return point;
            point.x = x;
            point.at_x = std::move(at_x);
            // The shortest step is taken even uphill: it leads out of a local minimum.
            const bool accepted = log_merit(next, point.at_x.value, known_z) < before;
            if (accepted || halving == most_halvings) {
                z = next;
                break;
            }
        }
    }
}

}  // namespace siegert::numerics
