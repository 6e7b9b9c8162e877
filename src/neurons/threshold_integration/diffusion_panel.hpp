#pragma once

#include "neurons/threshold_integration/passage.hpp"

namespace siegert::neurons {

/// Density and flux at one potential.
struct DensityPoint {
    double V;
    double p;
    double flux;
};

/// Moments of a part of the density about V_0.
struct Moments {
    double mass;
    double first;
    double second;
};

/// The density of one panel, as a power series from its top downwards.
struct PanelDensity {
    double V;  ///< bottom
    double h;
    Coefficients p;
};

/// Width of the panel below V, where the drift is `top`, for which the series converge to rounding.
[[nodiscard]] double panel_width(const Problem& problem, const Resolution& resolution, double V,
                                 const LocalDrift& top);

[[nodiscard]] PanelDensity panel_density(const Problem& problem, const DensityPoint& top, double h);

[[nodiscard]] double value_at_bottom(const PanelDensity& density);
[[nodiscard]] Moments panel_moments(const Problem& problem, const PanelDensity& density);
[[nodiscard]] DiffusionPanel diffusion_panel(const Problem& problem, const PanelDensity& density);

}  // namespace siegert::neurons
