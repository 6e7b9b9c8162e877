#include "neurons/threshold_integration/drift_panel.hpp"

#include <Eigen/LU>

#include <algorithm>
#include <cmath>
#include <limits>

namespace siegert::neurons {
namespace {

// Below this many e-foldings per length the solutions that change slowly do not separate from the
// others to rounding.
constexpr double least_separation = 50.0;

// Narrower panels, measured in e-foldings, make the collocation ill-conditioned.
constexpr double least_width = 25.0;

// Largest |s| times the time of flight, for which the series in s converges within
// max_flight_terms.
constexpr double longest_flight = 2.0;

/// f f'' / f'^2 within 0 and 1: 0 for a linear drift, 1 for an exponential one.
double drift_shape(const LocalDrift& local) {
    const double square = local.slope * local.slope;
    if (square == 0.0) return 0.0;
    return std::clamp(local.f * local.curvature / square, 0.0, 1.0);
}

/// Width over which 14 nodes leave 1e-13. A linear drift has a zero, where all solutions turn.
double resolved_width(const Problem& problem, const LocalDrift& local) {
    const double by_scale = 0.9 * problem.current->scale;
    const double by_slope = (0.6 + 0.3 * drift_shape(local)) * local.f / std::abs(local.slope);
    return std::min(by_scale, by_slope);
}

/// Length over which the drift changes.
double drift_length(const Problem& problem, const LocalDrift& local) {
    return std::min(problem.current->scale, local.f / std::abs(local.slope));
}

/// e-foldings of the other solutions up to here from where a drift with this slope and curvature
/// began, if it grew upwards as a power or an exponential.
double growth_exponent(const LocalDrift& local) {
    return local.f * local.f / local.slope / (2.0 - drift_shape(local));
}

}  // namespace

bool drift_dominates(const Problem& problem, const LocalDrift& local) {
    if (!(local.f > 0.0)) return false;
    if (!(drift_length(problem, local) * local.f >= least_separation * problem.D)) return false;
    return local.slope <= 0.0 || growth_exponent(local) >= least_separation * problem.D;
}

namespace {

/// Width of the panel below V, zero if there can be none.
double drift_width(const Problem& problem, const Resolution& resolution, double V,
                   double remaining) {
    const LocalDrift top = local_drift(problem, V);
    if (!drift_dominates(problem, top)) return 0.0;
    double h = resolved_width(problem, top);
    if (resolution.largest > 0.0) h = std::min(h, longest_flight * top.f / resolution.largest);
    h = std::min(h, remaining);
    const LocalDrift bottom = local_drift(problem, V - h);
    if (!drift_dominates(problem, bottom)) return 0.0;
    h = std::min(h, resolved_width(problem, bottom));
    if (resolution.largest > 0.0) h = std::min(h, longest_flight * bottom.f / resolution.largest);
    const bool one_is_left = h < remaining && remaining < 2.0 * h;  // not a narrow one
    if (one_is_left) h = 0.5 * remaining;
    const bool wide = std::min(top.f, bottom.f) * h >= least_width * problem.D;
    return wide ? h : 0.0;
}

NodeValues drift_at_nodes(const Problem& problem, const Interval& interval) {
    Coefficients series{};
    drift_series(problem, interval.V + 0.5 * interval.h, 0.5 * interval.h, series);
    NodeValues f = NodeValues::Zero();
    for (std::size_t n = coefficient_count; n-- > 0;)
        f = (f.cwiseProduct(collocation().nodes).array() + series[n]).matrix();
    return f;
}

/// V - V_0 at the nodes.
NodeValues above_reset(const Problem& problem, const Interval& interval) {
    return ((collocation().nodes.array() + 1.0) * (0.5 * interval.h) + (interval.V - problem.V_0))
        .matrix();
}

int flight_terms(double turns) {
    int terms = 1;
    for (double term = turns; term > 1e-17 && terms < max_flight_terms; ++terms)
        term *= turns / (terms + 1);
    return terms;
}

}  // namespace

DriftRegion drift_region(const Problem& problem, const Resolution& resolution, double V,
                         double V_bottom) {
    constexpr std::size_t most_panels = 10000;
    DriftRegion region;
    while (V > V_bottom && region.panels.size() < most_panels) {
        const double h = drift_width(problem, resolution, V, V - V_bottom);
        if (h == 0.0) break;
        const double bottom = h == V - V_bottom ? V_bottom : V - h;
        region.panels.push_back({bottom, V - bottom});
        region.exponent += 0.5 * (local_drift(problem, V).f + local_drift(problem, bottom).f) *
                           (V - bottom) / problem.D;
        V = bottom;
    }
    return region;
}

DriftDensity drift_density(const Problem& problem, const Interval& interval, Boundary boundary,
                           double flux, double p_top) {
    const Collocation& c = collocation();
    const NodeValues f = drift_at_nodes(problem, interval);
    const double half = 0.5 * interval.h;
    const NodeMatrix diffusion = problem.D / half * c.slope;

    // flux = f p - D p'. A layer exp(int f / D) below the top adds p_layer D b(top) to the integral
    // of g p, where f b + D b' = g.
    NodeValues p = NodeValues::Zero();
    double p_layer = p_top;
    if (boundary != Boundary::reset) {
        const NodeMatrix downwards = NodeMatrix(f.asDiagonal()) - diffusion;
        p = flux * downwards.partialPivLu().solve(NodeValues::Ones());
        p_layer = boundary == Boundary::threshold ? -c.top.dot(p) : 0.0;
    }
    DriftDensity density{.interval = interval,
                         .measure = half * c.weights.cwiseProduct(p),
                         .moments = {},
                         .p_bottom = c.bottom.dot(p)};
    if (p_layer != 0.0 && problem.D > 0.0) {
        const NodeMatrix upwards = NodeMatrix(f.asDiagonal()) + diffusion;
        density.measure += p_layer * problem.D * upwards.transpose().partialPivLu().solve(c.top);
    }
    const NodeValues from_reset = above_reset(problem, interval);
    density.moments = {.mass = density.measure.sum(),
                       .first = density.measure.dot(from_reset),
                       .second = density.measure.dot(from_reset.cwiseAbs2())};
    return density;
}

DriftPanel drift_panel(const Problem& problem, const Resolution& resolution,
                       const DriftDensity& density) {
    const Collocation& c = collocation();
    const NodeValues f = drift_at_nodes(problem, density.interval);
    const double half = 0.5 * density.interval.h;
    const Eigen::PartialPivLU<NodeMatrix> upwards(NodeMatrix(f.asDiagonal()) +
                                                  problem.D / half * c.slope);
    DriftPanel panel{.terms = 0,
                     .increase = half * c.weights,
                     .measure = density.measure,
                     .slope_measure = c.slope.transpose() * density.measure / half,
                     .flight = {},
                     .potential_flight = {}};
    panel.terms = flight_terms(resolution.largest * panel.increase.dot(f.cwiseInverse()));
    panel.flight[0] = upwards.solve(NodeValues::Ones());
    panel.potential_flight[0] = upwards.solve(-above_reset(problem, density.interval));
    for (std::size_t k = 1; k < static_cast<std::size_t>(panel.terms); ++k) {
        panel.flight[k] = upwards.solve(half * c.integral * panel.flight[k - 1]);
        panel.potential_flight[k] =
            upwards.solve(half * c.integral * panel.potential_flight[k - 1]);
    }
    return panel;
}

}  // namespace siegert::neurons
