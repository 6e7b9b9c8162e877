#include <siegert/theory/working_point.hpp>

#include "numerics/broyden.hpp"
#include "numerics/pseudo_transient_newton.hpp"
#include "numerics/relaxation.hpp"
#include "numerics/uniform_random.hpp"
#include "theory/rate_map.hpp"
#include "theory/require_rates.hpp"
#include "theory/solve_rates.hpp"

#include <algorithm>
#include <cmath>
#include <iterator>

namespace siegert::theory {
namespace {

// Where the rate dynamics are this close to rest, Newton finds the way.
constexpr double nearly_at_rest = 1e-6;

// Bounds the search where tau_r = 0, and runaway excitation has no limit of its own.
constexpr double highest_rate = 1e6;  // [Hz]

// Rates of methods with an approximation are integrals to 1e-8: a tenth of that is enough.
constexpr double smallest_tolerance = 1e-9;

// Steps of the rate dynamics for each iteration allowed to Newton.
constexpr int relaxation_steps = 10;

void validate(const WorkingPointOptions& options, const Network& network) {
    require_positive("tolerance", options.tolerance);
    require(options.max_iterations >= 1, "max_iterations", options.max_iterations, "be at least 1");
    if (options.start.size() == 0) return;
    require_rates("start", options.start, network);
    for (Index i = 0; i < options.start.size(); ++i) {
        require(options.start(i) * network.tau_r(i) < 1.0, fmt::format("start[{}]", i),
                options.start(i), fmt::format("lie below 1 / tau_r = {}", 1.0 / network.tau_r(i)));
    }
}

// Follows the rate dynamics to rest and finishes with Newton. Where that does not converge either,
// the better of both attempts.
numerics::FixedPoint by_relaxation(const numerics::DifferentiableMap& f, const Vector& start,
                                   const numerics::FixedPointOptions& solver,
                                   numerics::FixedPoint by_newton) {
    auto roughly = solver;
    roughly.tolerance = std::max(nearly_at_rest, solver.tolerance);
    roughly.max_iterations *= relaxation_steps;
    const auto relaxed = numerics::relax(f, start, roughly);
    auto polished = numerics::pseudo_transient_newton(f, relaxed.x, solver);
    const int spent = by_newton.iterations + relaxed.iterations + polished.iterations;

    const auto residual = [&solver](const numerics::FixedPoint& point) {
        return numerics::scaled_residual(point.x, point.at_x.value, solver.scale);
    };
    auto better =
        residual(polished) <= residual(by_newton) ? std::move(polished) : std::move(by_newton);
    better.iterations = spent;
    return better;
}

/// A fixed point and how it was found.
struct Solution {
    numerics::FixedPoint point;
    Termination termination;
};

Solution solve(const numerics::DifferentiableMap& f, const Vector& start,
               const numerics::FixedPointOptions& solver) {
    auto point = numerics::pseudo_transient_newton(f, start, solver);
    const bool needs_relaxation = !point.converged;
    if (needs_relaxation) point = by_relaxation(f, start, solver, std::move(point));
    if (point.converged) point = refine_silent(f, std::move(point), solver);
    const auto found = needs_relaxation ? Termination::relaxation : Termination::newton;
    const auto termination = point.converged ? found : Termination::not_converged;
    return {std::move(point), termination};
}

/// From the state of the approximation; where that leads nowhere, with derivatives.
Solution solve_by(const RateMap& approximate, const RateMap& map, const Vector& start,
                  const numerics::FixedPointOptions& solver) {
    const auto close =
        solve([&](const Vector& nu) { return rates_at(approximate, nu); }, start, solver);
    auto point = refined(map, close.point, solver);
    point.iterations += close.point.iterations;
    if (point.converged) return {std::move(point), close.termination};
    return solve([&](const Vector& nu) { return rates_at(map, nu); }, point.x, solver);
}

}  // namespace

numerics::FixedPointOptions solver_options(const Network& network,
                                           const WorkingPointOptions& options) {
    const auto parts = neurons::parts(network, options.method);
    const double reachable = neurons::approximation(parts) ? smallest_tolerance : 0.0;
    return {.upper = network.tau_r.cwiseInverse().cwiseMin(highest_rate),
            .tolerance = std::max(options.tolerance, reachable),
            .max_iterations = options.max_iterations};
}

numerics::FixedPoint refined(const RateMap& map, const numerics::FixedPoint& close,
                             const numerics::FixedPointOptions& options) {
    const auto rates = [&](const Vector& nu) { return rates_alone(map, nu); };
    return numerics::broyden(rates, close.x, close.at_x.jacobian, options);
}

// The tolerance is absolute for rates far below 1 Hz. Where such a rate is not yet accurate
// relative to itself, Phi is: nearly silent neurons do not drive themselves.
numerics::FixedPoint refine_silent(const numerics::DifferentiableMap& f, numerics::FixedPoint point,
                                   const numerics::FixedPointOptions& options) {
    const auto value = point.at_x.value.array();
    const auto x = point.x.array();
    const auto inaccurate = ((value - x).abs() > 1e-9 * value) && value > 0.0;
    if (!inaccurate.any()) return point;
    numerics::FixedPoint refined = point;
    refined.x = inaccurate.select(value, x);
    refined.at_x = f(refined.x);
    const double residual = numerics::scaled_residual(refined.x, refined.at_x.value, options.scale);
    return residual <= options.tolerance ? refined : point;
}

WorkingPoint describe(const RateMap& map, lif::exp::Method method,
                      const numerics::FixedPoint& point) {
    const neurons::Input input = input_at(map, point.x);
    WorkingPoint result;
    result.firing_rates = point.x;
    const PopulationInputs summary = summary_at(map, point.x);
    result.mean_input = summary.mu;
    result.std_input = summary.sigma;
    result.iterations = point.iterations;
    result.cvs = neurons::cvs(map.network, map.parts, input);
    result.residual = (point.at_x.value - point.x).cwiseAbs().maxCoeff();
    result.termination = point.converged ? Termination::newton : Termination::not_converged;
    result.validity = validity(map.network, method);
    const auto add = [&](const std::vector<ValidityCheck>& checks) {
        result.validity.insert(result.validity.end(), checks.begin(), checks.end());
    };
    if (map.conductances) {
        add(conductance_validity(map, input));
        return result;
    }
    add(difference_validity(map, input, point.x.cwiseMax(0.0)));
    if (neurons::is_expansion(map.parts)) add(expansion_validity(map, input));
    if (!map.network.adaptation.empty()) add(adaptation_validity(map, input));
    return result;
}

WorkingPoint working_point(const Network& network, const WorkingPointOptions& options) {
    const RateMap map = rate_map(network, options.method);
    validate(options, network);
    const auto solver = solver_options(network, options);
    const Vector start =
        options.start.size() > 0 ? options.start : Vector::Zero(network.tau_m.size());

    const auto approximate = approximation(map);
    const Solution solution =
        approximate ? solve_by(*approximate, map, start, solver)
                    : solve([&](const Vector& nu) { return rates_at(map, nu); }, start, solver);
    WorkingPoint result = describe(map, options.method, solution.point);
    result.termination = solution.termination;
    return result;
}

bool converged(const WorkingPoint& point) {
    return point.termination != Termination::not_converged;
}

void require_converged(const WorkingPoint& point) {
    if (converged(point)) return;
    throw AccuracyNotReached(fmt::format(
        "no working point found: residual {:.3g} Hz after {} iterations; the rates may have no "
        "stable state from this start",
        point.residual, point.iterations));
}

Vector random_rates(const Network& network, std::uint64_t seed) {
    siegert::validate(network);
    numerics::UniformRandom uniform(seed);
    const double lowest = std::log(0.01);
    return network.tau_r.unaryExpr([&](double tau_r) {
        const double highest = std::log(std::min(200.0, 0.9 / tau_r));
        return std::exp(lowest + (highest - lowest) * uniform());
    });
}

}  // namespace siegert::theory
