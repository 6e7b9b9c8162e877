#include <siegert/theory/fixed_points.hpp>

#include "numerics/complex_linear_algebra.hpp"
#include "numerics/deflated_newton.hpp"
#include "numerics/fixed_point.hpp"
#include "numerics/pseudo_transient_newton.hpp"
#include "numerics/uniform_random.hpp"
#include "require.hpp"
#include "theory/rate_map.hpp"
#include "theory/solve_rates.hpp"

#include <algorithm>
#include <utility>

namespace siegert::theory {
namespace {

// Two states closer than this in z = log(1 + nu / 0.05 Hz) are the same.
constexpr double same_state = 1e-6;

constexpr int newton_iterations = 100;

void validate(const FixedPointsOptions& options) {
    require_positive("tolerance", options.tolerance);
    require(options.starts >= 1, "starts", options.starts, "be at least 1");
}

/// The states found so far.
struct Search {
    const Network& network;
    numerics::DifferentiableMap f;
    numerics::FixedPointOptions solver;
    std::vector<numerics::FixedPoint> found;
};

bool is_new(const Search& search, const Vector& nu) {
    const Vector z = numerics::deflation_coordinates(nu);
    return std::none_of(search.found.begin(), search.found.end(), [&](const auto& known) {
        const Vector away = z - numerics::deflation_coordinates(known.x);
        return away.lpNorm<Eigen::Infinity>() < same_state;
    });
}

void add(Search& search, const numerics::FixedPoint& point) {
    if (point.converged && is_new(search, point.x)) search.found.push_back(point);
}

int index_sum(const Search& search) {
    int sum = 0;
    for (const auto& point : search.found) sum += numerics::fixed_point_index(point.at_x.jacobian);
    return sum;
}

double growth_rate(const numerics::FixedPoint& point) {
    return numerics::spectral_abscissa(point.at_x.jacobian) - 1.0;
}

// Every second state has all populations at a similar level, as most fixed points do.
Vector starting_state(const Network& network, const FixedPointsOptions& options, int number) {
    if (number == 0) return Vector::Zero(network.tau_m.size());
    const auto seed = options.seed + static_cast<std::uint64_t>(number);
    const Vector spread = random_rates(network, seed);
    if (number % 2 == 1) return spread;
    return spread(0) * (spread.array() / spread(0)).pow(0.2);
}

void search_from(Search& search, const Vector& start) {
    add(search, numerics::pseudo_transient_newton(search.f, start, search.solver));
    std::vector<Vector> known;
    for (const auto& point : search.found) known.push_back(point.x);
    add(search, numerics::deflated_newton(search.f, start, known, search.solver));
}

/// Goes on with `map` from the states of the one that approximates it.
void refine_all(Search& search, const RateMap& map) {
    const auto close = std::exchange(search.found, {});
    search.f = [&map](const Vector& nu) { return rates_at(map, nu); };
    for (const auto& state : close) {
        auto point = refined(map, state, search.solver);
        if (point.converged) {
            point.at_x = search.f(point.x);
        } else {
            point = numerics::pseudo_transient_newton(search.f, point.x, search.solver);
        }
        add(search, point);
    }
}

FixedPoint describe_fixed_point(const RateMap& map, lif::exp::Method method,
                                const numerics::FixedPoint& point) {
    const double growth = growth_rate(point);
    return {.working_point = describe(map, method, point),
            .growth_rate = growth,
            .stable = growth < 0.0,
            .index = numerics::fixed_point_index(point.at_x.jacobian)};
}

}  // namespace

FixedPoints fixed_points(const Network& network, const FixedPointsOptions& options) {
    const RateMap map = rate_map(network, options.method);
    validate(options);
    const auto approximate = approximation(map);
    const RateMap& searched = approximate ? *approximate : map;
    Search search{.network = network,
                  .f = [&](const Vector& nu) { return rates_at(searched, nu); },
                  .solver = solver_options(network, {.method = options.method,
                                                     .start = {},
                                                     .tolerance = options.tolerance,
                                                     .max_iterations = newton_iterations}),
                  .found = {}};
    FixedPoints result;
    const auto missing = [&] { return index_sum(search) != 1; };
    while (result.starts < options.starts || (missing() && result.starts < 4 * options.starts)) {
        search_from(search, starting_state(network, options, result.starts++));
    }
    if (approximate) {
        refine_all(search, map);
        for (int extra = 0; missing() && extra < options.starts; ++extra) {
            search_from(search, starting_state(network, options, result.starts++));
        }
    }

    std::sort(search.found.begin(), search.found.end(),
              [](const auto& a, const auto& b) { return a.x.mean() < b.x.mean(); });
    for (auto& point : search.found) {
        point = refine_silent(search.f, std::move(point), search.solver);
        result.points.push_back(describe_fixed_point(map, options.method, point));
    }
    result.index_sum = index_sum(search);
    return result;
}

}  // namespace siegert::theory
