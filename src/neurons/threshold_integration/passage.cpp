#include "neurons/threshold_integration/passage.hpp"

#include "neurons/threshold_integration/drift_panel.hpp"
#include "require.hpp"

#include <algorithm>
#include <cmath>

namespace siegert::neurons {
namespace {

constexpr std::size_t most_panels = 1'000'000;

// Probability below the lowest panel, and what a frequency with decay Re s < 0 needs beyond that:
// its backward solution grows downwards like a power.
constexpr double negligible_probability = 1e-17;
constexpr double decades_per_decay = 1.5;

// A mean passage time of exp(760) s is a rate of zero.
constexpr double endless = 760.0;

constexpr double largest_density = 1e100;

/// On the way down.
struct Descent {
    const Problem& problem;
    const Resolution& resolution;
    Purpose purpose;
    DensityPoint at;
    LocalDrift here;
    double settled = 0.0;  ///< e-foldings since the density last was not that of the drift
    std::size_t panels = 0;
    Passage result{};
};

void rescale(Descent& d) {
    if (!(d.at.p > largest_density || d.result.mass > largest_density)) return;
    d.result.log_scale += std::log(largest_density);
    for (double* value :
         {&d.at.p, &d.at.flux, &d.result.flux, &d.result.mass, &d.result.first, &d.result.second})
        *value /= largest_density;
}

void add(Descent& d, const Moments& moments) {
    d.result.mass += moments.mass;
    d.result.first += moments.first;
    d.result.second += moments.second;
    if (++d.panels > most_panels)
        throw AccuracyNotReached(
            "threshold integration takes more than a million panels: sigma is too small");
}

void add_drift_panel(Descent& d, const Interval& interval, Boundary boundary) {
    const DriftDensity density = drift_density(d.problem, interval, boundary, d.at.flux, d.at.p);
    if (d.purpose == Purpose::response) {
        d.result.order.push_back({PanelPlace::Kind::drift, d.result.drift.size()});
        d.result.drift.push_back(drift_panel(d.problem, d.resolution, density));
    }
    d.at = {.V = interval.V, .p = density.p_bottom, .flux = d.at.flux};
    d.here = local_drift(d.problem, d.at.V);
    add(d, density.moments);
}

void add_drift_region(Descent& d, const DriftRegion& region, Boundary at_top) {
    Boundary boundary = at_top;
    for (const Interval& interval : region.panels) {
        add_drift_panel(d, interval, boundary);
        boundary = Boundary::none;
    }
    d.settled += region.exponent;
}

/// A panel not wider than `room`, and none that leaves a sliver.
void add_diffusion_panel(Descent& d, double bottom) {
    const double room = d.at.V - bottom;
    double h = panel_width(d.problem, d.resolution, d.at.V, d.here);
    const bool last = h >= room * (1.0 - 1e-12);
    if (last)
        h = room;
    else
        h = std::min(h, 0.5 * room);
    PanelDensity density = panel_density(d.problem, d.at, h);
    if (last) density.V = bottom;
    const double f_top = d.here.f;
    d.here = local_drift(d.problem, density.V);
    d.settled = std::min(f_top, d.here.f) > 0.0
                    ? d.settled + 0.5 * (f_top + d.here.f) * h / d.problem.D
                    : 0.0;
    if (d.purpose == Purpose::response) {
        d.result.order.push_back({PanelPlace::Kind::diffusion, d.result.diffusion.size()});
        d.result.diffusion.push_back(diffusion_panel(d.problem, density));
    }
    d.at = {.V = density.V, .p = value_at_bottom(density), .flux = d.at.flux};
    add(d, panel_moments(d.problem, density));
    rescale(d);
}

/// True where the rest of the way cannot change the answer.
bool has_underflowed(const Descent& d) {
    if (d.purpose == Purpose::response) return d.result.log_scale > 0.0;  // it does not respond
    return d.purpose == Purpose::rate && std::log(d.result.mass) + d.result.log_scale > endless;
}

/// From threshold to reset, where the flux is that of the spikes.
void descend_to_reset(Descent& d) {
    const Problem& problem = d.problem;
    const DriftRegion top = drift_region(problem, d.resolution, problem.V_th, problem.V_0);
    if (top.exponent >= negligible_exponent) add_drift_region(d, top, Boundary::threshold);
    while (d.at.V > problem.V_0 && !has_underflowed(d)) {
        if (d.settled >= negligible_exponent && drift_dominates(problem, d.here)) {
            const DriftRegion region = drift_region(problem, d.resolution, d.at.V, problem.V_0);
            add_drift_region(d, region, Boundary::none);
            if (!region.panels.empty()) continue;
        }
        add_diffusion_panel(d, problem.V_0);
    }
    d.result.above_reset = d.result.order.size();
    d.at.flux = 0.0;
}

/// Throws unless the drift comes back from far below.
void require_return(const Problem& problem) {
    constexpr double far = 1e6;
    const double V = problem.V_0 - far * (problem.V_th - problem.V_0);
    if (local_drift(problem, V).f > 0.0) return;
    throw InvalidParameter(
        "there is no stationary state: F(V) + mu must be positive far below the reset");
}

/// Below the reset no flux passes.
void descend_to_the_end(Descent& d) {
    constexpr double wide = 1e6;
    const Problem& problem = d.problem;
    const DriftRegion layer = drift_region(problem, d.resolution, problem.V_0,
                                           problem.V_0 - wide * (problem.V_th - problem.V_0));
    if (!layer.panels.empty() && problem.D > 0.0) {
        add_drift_panel(d, layer.panels.front(), Boundary::reset);
        return;
    }
    const double negligible =
        negligible_probability *
        std::pow(10.0, decades_per_decay * std::min(0.0, d.resolution.growth * problem.tau_m));
    if (d.here.f <= 0.0) require_return(problem);
    while (!has_underflowed(d)) {
        const double f = d.here.f;
        if (f > 0.0 && d.at.p * problem.D <= negligible * f * d.result.mass) return;
        add_diffusion_panel(d, -HUGE_VAL);
    }
}

/// The noise-free neuron moves by the drift alone.
void descend_without_noise(Descent& d) {
    const Problem& problem = d.problem;
    const DriftRegion whole = drift_region(problem, d.resolution, problem.V_th, problem.V_0);
    d.result.silent = whole.panels.empty() || whole.panels.back().V != problem.V_0;
    if (!d.result.silent) add_drift_region(d, whole, Boundary::none);
    d.result.above_reset = d.result.order.size();
}

}  // namespace

Passage passage(const Problem& problem, const Resolution& resolution, Purpose purpose) {
    Descent d{.problem = problem,
              .resolution = resolution,
              .purpose = purpose,
              .at = {.V = problem.V_th, .p = 0.0, .flux = 1.0},
              .here = local_drift(problem, problem.V_th)};
    if (problem.D == 0.0) {
        descend_without_noise(d);
    } else {
        descend_to_reset(d);
        descend_to_the_end(d);
    }
    const bool finite = std::isfinite(d.result.mass) && std::isfinite(d.result.second);
    if (!finite) throw AccuracyNotReached("threshold integration leaves double precision");
    return d.result;
}

}  // namespace siegert::neurons
