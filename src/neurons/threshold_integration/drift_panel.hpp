#pragma once

#include "neurons/threshold_integration/diffusion_panel.hpp"

#include <vector>

namespace siegert::neurons {

struct Interval {
    double V;  ///< bottom
    double h;
};

/// Drift panels one below the other.
struct DriftRegion {
    std::vector<Interval> panels;
    double exponent =
        0.0;  ///< integral of f / D: what decays against the drift decays by exp(-this)
};

/// Disturbances that decay by exp(-this) are below rounding.
inline constexpr double negligible_exponent = 38.0;

/// True where the top or the bottom of a drift panel can be.
[[nodiscard]] bool drift_dominates(const Problem& problem, const LocalDrift& local);

/// The drift panels from V downwards, at most to V_bottom.
[[nodiscard]] DriftRegion drift_region(const Problem& problem, const Resolution& resolution,
                                       double V, double V_bottom);

/// What the density on a drift panel is besides the one that changes as slowly as the drift.
enum class Boundary {
    none,
    threshold,  ///< absorbed at the top of the panel
    reset,      ///< flux enters at the top, and nothing but what diffuses down from there is here
};

/// The density on one panel.
struct DriftDensity {
    Interval interval;
    NodeValues measure;  ///< weights of the integral of g p for a g given at the nodes
    Moments moments;
    double p_bottom;
};

/// `p_top` is read for Boundary::reset only.
[[nodiscard]] DriftDensity drift_density(const Problem& problem, const Interval& interval,
                                         Boundary boundary, double flux, double p_top);

[[nodiscard]] DriftPanel drift_panel(const Problem& problem, const Resolution& resolution,
                                     const DriftDensity& density);

}  // namespace siegert::neurons
