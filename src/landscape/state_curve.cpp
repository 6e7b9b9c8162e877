#include "landscape/state_curve.hpp"

#include <siegert/error.hpp>

#include "numerics/deflated_newton.hpp"
#include "theory/solve_rates.hpp"

#include <cmath>

namespace siegert::landscape {
namespace {

constexpr double nu0 = numerics::deflation_scale;  // [Hz]
constexpr double length_of_line = 4.0;

// Relative to the line; of rates that are integrals to 1e-8 differences must be taken farther
// apart.
constexpr double difference_step = 1e-6;
constexpr double difference_step_of_integrals = 1e-4;

bool has_integrals(const StateCurve& curve, const Network& network) {
    return neurons::approximation(neurons::parts(network, curve.method)).has_value();
}

Vector log_rates(const Vector& nu) {
    return numerics::deflation_coordinates(nu);
}

Vector rates_at(const StateCurve& curve, const Vector& nu, double p) {
    const Network network = curve.line.network_at(p);
    return theory::rates_alone(theory::rate_map(network, curve.method), nu);
}

// dPhi/dp times the length of the line; one-sided where p is at the edge of its domain.
Vector parameter_derivative(const StateCurve& curve, const Vector& nu, double p, double step) {
    const double h = step * (curve.line.to - curve.line.from);
    const auto at = [&](double offset) -> std::optional<Vector> {
        try {
            return rates_at(curve, nu, p + offset);
        } catch (const InvalidParameter&) {
            return std::nullopt;
        }
    };
    const auto before = at(-h);
    const auto after = at(h);
    if (before && after) return (*after - *before) / (2.0 * step);
    const Vector here = rates_at(curve, nu, p);
    if (after) return (*after - here) / step;
    if (before) return (here - *before) / step;
    throw InvalidParameter("the network must be valid on one side of the parameter at least");
}

RatesAlong rates_and_derivatives(const StateCurve& curve, const Vector& nu, double p) {
    if (curve.moments) return rates_along(*curve.moments, nu, p);
    const Network network = curve.line.network_at(p);
    const double step =
        has_integrals(curve, network) ? difference_step_of_integrals : difference_step;
    return {.by_rates = theory::rates_at(theory::rate_map(network, curve.method), nu),
            .by_position = parameter_derivative(curve, nu, p, step)};
}

}  // namespace

StateCurve state_curve(const Line& line, lif::exp::Method method) {
    StateCurve curve{
        .line = line, .method = method, .populations = line.network_at(line.from).tau_m.size()};
    if (auto moments = moments_along(line, method)) {
        curve.moments = std::make_shared<const MomentsAlong>(std::move(*moments));
    }
    return curve;
}

Vector unknowns(const StateCurve& curve, const Vector& nu, double p) {
    const Index n = curve.populations;
    Vector x(n + 1);
    x.head(n) = log_rates(nu) / std::sqrt(static_cast<double>(n));
    x(n) = length_of_line * (p - curve.line.from) / (curve.line.to - curve.line.from);
    return x;
}

Vector rates(const StateCurve& curve, const Vector& x) {
    const double scale = std::sqrt(static_cast<double>(curve.populations));
    return x.head(curve.populations).unaryExpr([scale](double z) {
        return nu0 * std::expm1(scale * z);
    });
}

double parameter(const StateCurve& curve, const Vector& x) {
    const double part = x(curve.populations) / length_of_line;
    return (1.0 - part) * curve.line.from + part * curve.line.to;
}

numerics::CurveEquations equations(const StateCurve& curve, const Vector& x) {
    const Index n = curve.populations;
    const Vector nu = rates(curve, x);
    const RatesAlong phi = rates_and_derivatives(curve, nu, parameter(curve, x));
    const auto reached = (nu0 + phi.by_rates.value.array()).inverse().matrix().asDiagonal();
    Matrix by_z = reached * phi.by_rates.jacobian * (nu0 + nu.array()).matrix().asDiagonal();
    by_z.diagonal().array() -= 1.0;
    const double scale = std::sqrt(static_cast<double>(n));
    numerics::CurveEquations result{
        .value = (log_rates(phi.by_rates.value) - log_rates(nu)) / scale,
        .jacobian = Matrix(n, n + 1)};
    result.jacobian << by_z, reached * phi.by_position / (length_of_line * scale);
    return result;
}

numerics::Curve as_function(const StateCurve& curve) {
    return [&curve](const Vector& x) { return equations(curve, x); };
}

numerics::ContinuationOptions continuation_options(const StateCurve& curve, Index most_points) {
    const Index n = curve.populations;
    const Network network = curve.line.network_at(curve.line.from);
    constexpr double infinity = std::numeric_limits<double>::infinity();
    numerics::ContinuationOptions options{.lower = Vector::Constant(n + 1, -infinity),
                                          .upper = Vector::Constant(n + 1, infinity)};
    options.lower(n) = 0.0;
    options.upper(n) = length_of_line;
    if (has_integrals(curve, network)) options.tolerance = 1e-8;
    options.most_points = static_cast<std::size_t>(most_points);
    return options;
}

State state_at(const StateCurve& curve, const Vector& x) {
    State state{.network = curve.line.network_at(parameter(curve, x)),
                .nu = rates(curve, x).cwiseMax(0.0),
                .jacobian = {},
                .inputs = {}};
    const auto map = theory::rate_map(state.network, curve.method);
    const auto f = [&](const Vector& nu) { return theory::rates_at(map, nu); };
    const auto solver =
        theory::solver_options(state.network, {.method = curve.method, .start = {}});
    auto point =
        theory::refine_silent(f, {.x = state.nu, .at_x = f(state.nu), .converged = true}, solver);
    const auto input = theory::input_at(map, point.x);
    state.inputs = {.mu = input.mu, .sigma = input.sigma, .nu = point.x};
    state.nu = std::move(point.x);
    state.jacobian = std::move(point.at_x.jacobian);
    return state;
}

}  // namespace siegert::landscape
