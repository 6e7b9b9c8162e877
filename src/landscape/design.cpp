#include <siegert/landscape/design.hpp>

#include <siegert/error.hpp>

#include "landscape/design_state.hpp"
#include "require.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace siegert::landscape {
namespace {

using numerics::Demands;

void require_parameter(const FreeParameter& parameter) {
    const auto demand = [&](const char* what, double value, bool holds, const char* condition) {
        require(holds, fmt::format("{} of {}", what, parameter.name), value, condition);
    };
    demand("weight", parameter.weight, parameter.weight > 0.0, "be positive");
    demand("scale", parameter.scale, parameter.scale > 0.0, "be positive");
    demand("lower bound", parameter.lower, parameter.lower <= parameter.value,
           "be at most the value");
    demand("upper bound", parameter.upper, parameter.upper >= parameter.value,
           "be at least the value");
    if (parameter.change == ChangeOf::value) return;
    const auto of_same_sign = [&](double bound) { return bound / parameter.value > 0.0; };
    demand("value", parameter.value, parameter.value != 0.0,
           "not be 0: a relative change needs a size");
    demand("lower bound", parameter.lower, of_same_sign(parameter.lower), "keep the sign");
    demand("upper bound", parameter.upper, of_same_sign(parameter.upper), "keep the sign");
}

bool is_positive(Observable observable) {
    return observable != Observable::growth_rate;
}

void require_target(const Target& target, Index populations) {
    require(target.population >= 0 && target.population < populations, "population of a target",
            static_cast<double>(target.population), "be one of the network");
    if (!target.value) return;
    require_finite("value of a target", *target.value);
    if (is_positive(target.observable)) require_positive("value of a target", *target.value);
}

void validate(const DesignProblem& problem, const DesignOptions& options) {
    if (problem.parameters.empty()) throw InvalidParameter("at least one parameter must be free");
    if (problem.targets.empty()) throw InvalidParameter("at least one target must be given");
    for (const auto& parameter : problem.parameters) require_parameter(parameter);
    require_positive("tolerance", options.tolerance);
    require_positive("most_evaluations", options.most_evaluations);
}

/// What is missing of a value, and its derivative with respect to the value: relative, of growth
/// rates to the one that is wanted.
struct Missing {
    double value, slope;
};

Missing missing_of(const Followed& one, double value, double wanted) {
    const double sign = one.demand == Demand::at_least ? -1.0 : 1.0;
    if (is_positive(one.observable)) {
        return {.value = sign * std::log(value / wanted), .slope = sign / value};
    }
    const double scale = std::max(std::abs(one.wanted), 1.0);
    return {.value = sign * (value - wanted) / scale, .slope = sign / scale};
}

// A part of the way from what is to what is wanted.
double on_the_way(const Followed& one, double part) {
    const bool holds = missing_of(one, one.before, one.wanted).value <= 0.0;
    if (one.demand != Demand::equal && holds) return one.wanted;
    if (is_positive(one.observable) && one.before > 0.0) {
        return one.before * std::pow(one.wanted / one.before, part);
    }
    return (1.0 - part) * one.before + part * one.wanted;
}

Demands demands_at(const Designing& designing, const DesignState& state, double part) {
    const Matrix derivatives = derivatives_of_values(designing, state);
    const auto count = [&](bool equal) {
        return static_cast<Index>(std::ranges::count_if(designing.followed, [&](const auto& one) {
            return (one.demand == Demand::equal) == equal;
        }));
    };
    const Index n = derivatives.cols();
    Demands demands{.equal = Vector(count(true)),
                    .by_equal = Matrix(count(true), n),
                    .at_most = Vector(count(false)),
                    .by_at_most = Matrix(count(false), n)};
    Index equal = 0, at_most = 0;
    for (std::size_t k = 0; k < designing.followed.size(); ++k) {
        const Followed& one = designing.followed[k];
        const auto row = static_cast<Index>(k);
        const Missing missing = missing_of(one, state.values(row), on_the_way(one, part));
        if (one.demand == Demand::equal) {
            demands.equal(equal) = missing.value;
            demands.by_equal.row(equal++) = missing.slope * derivatives.row(row);
        } else {
            demands.at_most(at_most) = missing.value;
            demands.by_at_most.row(at_most++) = missing.slope * derivatives.row(row);
        }
    }
    return demands;
}

bool is_known(const Demands& demands) {
    return demands.equal.allFinite() && demands.by_equal.allFinite() &&
           demands.at_most.allFinite() && demands.by_at_most.allFinite();
}

/// The network that was found at a part of the way.
struct Stage {
    DesignState state;
    double violation;
    int evaluations;
};

Stage stage(const Designing& designing, const DesignState& from, double part) {
    DesignState known = from;
    const auto demands_of = [&](const Vector& y) -> std::optional<Demands> {
        auto state = state_at(designing, known, y);
        if (!state) return std::nullopt;
        auto demands = demands_at(designing, *state, part);
        if (!is_known(demands)) return std::nullopt;
        known = std::move(*state);
        return demands;
    };
    const auto equalities = static_cast<Index>(
        std::ranges::count(designing.followed, Demand::equal, &Followed::demand));
    const auto all = static_cast<Index>(designing.followed.size());
    const auto found = numerics::least_change(
        {.demands = demands_of,
         .equalities = equalities,
         .inequalities = all - equalities,
         .lower = coordinate_of(designing.problem, &FreeParameter::lower)
                      .cwiseMin(coordinate_of(designing.problem, &FreeParameter::upper)),
         .upper = coordinate_of(designing.problem, &FreeParameter::upper)
                      .cwiseMax(coordinate_of(designing.problem, &FreeParameter::lower))},
        from.y,
        {.tolerance = designing.options.tolerance,
         .most_evaluations = designing.options.most_evaluations});
    if (found.y.size() == 0)
        return {.state = from, .violation = found.violation, .evaluations = found.evaluations};
    auto state = state_at(designing, known, found.y);
    if (!state) state = state_at(designing, from, found.y);
    if (!state)
        return {.state = from,
                .violation = std::numeric_limits<double>::infinity(),
                .evaluations = found.evaluations};
    return {
        .state = std::move(*state), .violation = found.violation, .evaluations = found.evaluations};
}

// All at once, or else step by step.
Stage approached(const Designing& designing, const DesignState& from) {
    Stage best = stage(designing, from, 1.0);
    for (const int stages : {4, 16}) {
        if (best.violation <= designing.options.tolerance) break;
        Stage last{.state = from, .violation = 0.0, .evaluations = best.evaluations};
        for (int k = 1; k <= stages; ++k) {
            Stage next = stage(designing, last.state, static_cast<double>(k) / stages);
            next.evaluations += last.evaluations;
            last = std::move(next);
            if (k < stages && last.violation > designing.options.tolerance) break;
        }
        const int evaluations = last.evaluations;
        const Stage whole = stage(designing, last.state, 1.0);
        if (whole.violation < best.violation) best = whole;
        best.evaluations = evaluations + whole.evaluations;
    }
    return best;
}

Reached reached(const Designing& designing, const DesignState& state, std::size_t k) {
    const Followed& one = designing.followed[k];
    Reached result{.target = designing.problem.targets[one.target],
                   .before = one.before,
                   .wanted = one.wanted,
                   .after = state.values(static_cast<Index>(k)),
                   .met = false};
    const double missing = missing_of(one, result.after, one.wanted).value;
    result.met =
        (one.demand == Demand::equal ? std::abs(missing) : missing) <= designing.options.tolerance;
    constexpr double two_pi = 6.283185307179586;
    if (state.at[k] != 0.0) result.target.near = state.at[k].imag() / two_pi;
    return result;
}

}  // namespace

Design design(const DesignProblem& problem, const DesignOptions& options) {
    validate(problem, options);
    DesignState first = first_state(problem, options);
    for (const auto& target : problem.targets) {
        require_target(target, first.network.tau_m.size());
    }
    Designing designing{.problem = problem, .options = options, .followed = {}};
    designing.followed = followed_in(problem, options, first);
    add_modes_that_miss(designing, first);
    Stage found = approached(designing, first);
    constexpr int most_rounds = 3;
    for (int round = 0; round < most_rounds; ++round) {  // of modes that came up on the way
        const std::size_t before = designing.followed.size();
        add_modes_that_miss(designing, found.state);
        if (designing.followed.size() == before) break;
        const int evaluations = found.evaluations;
        found = approached(designing, found.state);
        found.evaluations += evaluations;
    }
    Design result{.values = values_of(problem, found.state.y),
                  .change = found.state.y.norm(),
                  .network = found.state.network,
                  .point = found.state.point,
                  .targets = {},
                  .met = true,
                  .evaluations = found.evaluations};
    for (std::size_t k = 0; k < designing.followed.size(); ++k) {
        result.targets.push_back(reached(designing, found.state, k));
        result.met = result.met && result.targets.back().met;
    }
    return result;
}

}  // namespace siegert::landscape
