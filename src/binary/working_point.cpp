#include <siegert/binary/working_point.hpp>

#include <siegert/binary/mean_activity.hpp>

#include "binary/require_activities.hpp"
#include "numerics/pseudo_transient_newton.hpp"
#include "numerics/relaxation.hpp"
#include "require_arrays.hpp"

#include <algorithm>

namespace siegert::binary {
namespace {

// Where the dynamics are this close to rest, Newton finds the way.
constexpr double nearly_at_rest = 1e-6;

void validate_options(const WorkingPointOptions& options, Index n) {
    require_positive("tolerance", options.tolerance);
    require(options.max_iterations >= 1, "max_iterations", options.max_iterations, "be at least 1");
    if (options.start.size() == 0) return;
    require_shape("start", options.start, n, 1);
    require_activities("start", options.start);
}

numerics::Linearization activity_map(const Network& network, const Vector& m) {
    const Vector mu = mean_input(network, m);
    const Vector sigma = std_input(network, m);
    const Matrix d_mu = network.K.cwiseProduct(network.J);
    const Matrix d_sigma2 = network.K.cwiseProduct(network.J.cwiseAbs2()) *
                            (1.0 - 2.0 * m.array()).matrix().asDiagonal();
    numerics::Linearization map{.value = Vector(m.size()), .jacobian = Matrix(m.size(), m.size())};
    for (Index i = 0; i < m.size(); ++i) {
        const Input input{.mu = mu(i), .sigma = sigma(i)};
        const auto derivatives = activity_derivatives(input, network.theta(i));
        map.value(i) = mean_activity(input, network.theta(i));
        map.jacobian.row(i) =
            derivatives.d_mu * d_mu.row(i) + derivatives.d_sigma2 * d_sigma2.row(i);
    }
    return map;
}

}  // namespace

WorkingPoint working_point(const Network& network, const WorkingPointOptions& options) {
    validate(network);
    const Index n = network.J.rows();
    validate_options(options, n);
    const auto f = [&](const Vector& m) { return activity_map(network, m); };
    const Vector start = options.start.size() > 0 ? options.start : Vector::Zero(n);
    const numerics::FixedPointOptions solver{.upper = Vector::Ones(n),
                                             .tolerance = options.tolerance,
                                             .max_iterations = options.max_iterations};
    auto roughly = solver;
    roughly.tolerance = std::max(nearly_at_rest, solver.tolerance);

    // The dynamics decide which of several fixed points is meant, Newton only adds digits.
    auto point = numerics::relax(f, start, roughly);
    if (point.converged) {
        const int iterations = point.iterations;
        point = numerics::pseudo_transient_newton(f, point.x, solver);
        point.iterations += iterations;
    }
    return {.mean_activity = point.x,
            .mean_input = mean_input(network, point.x),
            .std_input = std_input(network, point.x),
            .converged = point.converged,
            .residual = (point.at_x.value - point.x).cwiseAbs().maxCoeff(),
            .iterations = point.iterations};
}

}  // namespace siegert::binary
