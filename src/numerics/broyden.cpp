#include "numerics/broyden.hpp"

#include "numerics/linear_algebra.hpp"

namespace siegert::numerics {
namespace {

constexpr int most_iterations = 30;

bool inside(const Vector& x, const Vector& upper) {
    return x.allFinite() && (x.array() >= 0.0).all() && (x.array() < upper.array()).all();
}

}  // namespace

FixedPoint broyden(const VectorMap& f, const Vector& start, const Matrix& jacobian,
                   const FixedPointOptions& options) {
    FixedPoint point{.x = start, .at_x = {.value = f(start), .jacobian = jacobian}};
    double size = scaled_residual(point.x, point.at_x.value, options.scale);
    while (point.iterations < most_iterations) {
        point.converged = size <= options.tolerance;
        if (point.converged) return point;
        const Index n = start.size();
        const Vector residual = point.at_x.value - point.x;
        const Vector step = solve(Matrix::Identity(n, n) - point.at_x.jacobian, residual);
        const Vector x = point.x + step;
        if (!inside(x, options.upper)) return point;
        ++point.iterations;
        const Vector value = f(x);
        const double next = scaled_residual(x, value, options.scale);
        if (!(next < size)) return point;
        const Vector surprise = value - point.at_x.value - point.at_x.jacobian * step;
        point.at_x.jacobian += surprise * step.transpose() / step.squaredNorm();
        point.at_x.value = value;
        point.x = x;
        size = next;
    }
    return point;
}

}  // namespace siegert::numerics
