#include "neurons/threshold_integration/diffusion_panel.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace siegert::neurons {
namespace {

// Solutions change by exp(2) over a panel where drift dominates, and there as where the drift
// vanishes, or where waves of the highest frequency run, 20 terms leave 1e-13.
constexpr double e_foldings = 2.0;
constexpr double widths_of_equilibrium = 0.9;
constexpr double widths_of_saddle = 0.7;  // drift and slope vanish
constexpr double wavelengths = 2.0;

double local_width(const Problem& problem, const LocalDrift& local) {
    const double by_drift = std::abs(local.f) / (e_foldings * problem.D);
    const double by_slope = std::sqrt(std::abs(local.slope) / problem.D) / widths_of_equilibrium;
    const double by_curvature = std::cbrt(std::abs(local.curvature) / problem.D) / widths_of_saddle;
    return 1.0 / (by_drift + by_slope + by_curvature);
}

using BetaTable = std::array<Coefficients, coefficient_count>;

/// Integrals of x^n (1 - x)^k from 0 to 1, symmetric in n and k.
BetaTable make_beta_table() {
    BetaTable beta{};
    for (std::size_t n = 0; n < coefficient_count; ++n) {
        beta[n][0] = 1.0 / static_cast<double>(n + 1);
        for (std::size_t k = 1; k < coefficient_count; ++k)
            beta[n][k] = beta[n][k - 1] * static_cast<double>(k) / static_cast<double>(n + k + 1);
    }
    return beta;
}

const BetaTable& beta_table() {
    static const BetaTable beta = make_beta_table();
    return beta;
}

double weighted_sum(const Coefficients& a, const Coefficients& weights) {
    return std::inner_product(a.begin(), a.end(), weights.begin(), 0.0);
}

/// Number of coefficients that are not negligible.
int significant_terms(const Coefficients& c) {
    double largest = 0.0;
    for (const double value : c) largest = std::max(largest, std::abs(value));
    int count = coefficient_count;
    while (count > 1 && std::abs(c[static_cast<std::size_t>(count - 1)]) <= 1e-17 * largest)
        --count;
    return count;
}

}  // namespace

double panel_width(const Problem& problem, const Resolution& resolution, double V,
                   const LocalDrift& top) {
    constexpr double widest = 1e3;  // where there is no drift at all
    double h = std::min(problem.current->scale, widest * (problem.V_th - problem.V_0));
    h = std::min(h, local_width(problem, top));
    if (resolution.largest > 0.0)
        h = std::min(h, wavelengths * std::sqrt(problem.D / resolution.largest));
    const double at_bottom = local_width(problem, local_drift(problem, V - h));
    return std::min(h, std::max(at_bottom, 0.5 * h)) / resolution.fineness;
}

/// D dp/dV = f p - flux.
PanelDensity panel_density(const Problem& problem, const DensityPoint& top, double h) {
    Coefficients f{};
    drift_series(problem, top.V, -h, f);
    const auto terms = static_cast<std::size_t>(significant_terms(f));
    const double by_D = h / problem.D;
    PanelDensity density{.V = top.V - h, .h = h, .p = {}};
    density.p[0] = top.p;
    std::array<double, 2 * coefficient_count> change{top.flux};  // of flux - f p, order by order
    for (std::size_t n = 0; n < series_order; ++n) {
        for (std::size_t j = 0; j < terms; ++j) change[n + j] -= f[j] * density.p[n];
        density.p[n + 1] = by_D * change[n] / static_cast<double>(n + 1);
    }
    return density;
}

double value_at_bottom(const PanelDensity& density) {
    return std::accumulate(density.p.begin(), density.p.end(), 0.0);
}

Moments panel_moments(const Problem& problem, const PanelDensity& density) {
    const BetaTable& beta = beta_table();
    const double at = density.V - problem.V_0;
    const double zeroth = density.h * weighted_sum(density.p, beta[0]);
    const double first = density.h * density.h * weighted_sum(density.p, beta[1]);
    const double second = density.h * density.h * density.h * weighted_sum(density.p, beta[2]);
    return {.mass = zeroth,
            .first = at * zeroth + first,
            .second = at * at * zeroth + 2.0 * at * first + second};
}

DiffusionPanel diffusion_panel(const Problem& problem, const PanelDensity& density) {
    DiffusionPanel panel{
        .V = density.V, .h = density.h, .drift_terms = 0, .drift = {}, .measure = {}};
    drift_series(problem, density.V, density.h, panel.drift);
    panel.drift_terms = significant_terms(panel.drift);
    for (std::size_t k = 0; k < coefficient_count; ++k) {
        const double p_k = density.h * density.p[k];
        for (std::size_t n = 0; n < coefficient_count; ++n)
            panel.measure[n] += p_k * beta_table()[k][n];
    }
    return panel;
}

}  // namespace siegert::neurons
