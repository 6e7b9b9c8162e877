#pragma once

#include "neurons/threshold_integration/collocation.hpp"
#include "neurons/threshold_integration/problem.hpp"

#include <array>
#include <cstddef>
#include <vector>

/// The stationary density per unit of flux, from threshold downwards, on panels of two kinds:
///
/// - Diffusion panels, where diffusion matters: everything is a power series in (V - bottom) / h.
/// - Drift panels, where the potential is carried by a drift so strong that density and backward
///   solution change only as slowly as the drift does: everything is known by its values at nodes.
///
/// docs/theory/threshold_integration.md.
namespace siegert::neurons {

inline constexpr int series_order = 20;
inline constexpr int coefficient_count = series_order + 1;

/// Terms of the expansion of a drift panel in powers of s.
inline constexpr int max_flight_terms = 32;

using Coefficients = std::array<double, coefficient_count>;

struct DiffusionPanel {
    double V;  ///< bottom [V]
    double h;  ///< width [V]
    int drift_terms;
    Coefficients drift;    ///< power series of f from the bottom [V/s]
    Coefficients measure;  ///< integrals of x^n p dV
};

/// With u = 1 at the bottom, q = sum_k s^k flight[k] at the nodes, and likewise v' for v = 0 at the
/// bottom.
struct DriftPanel {
    int terms;
    NodeValues increase;       ///< weights of the integral of q over the panel
    NodeValues measure;        ///< weights of the integral of q p
    NodeValues slope_measure;  ///< weights of the integral of q' p
    std::array<NodeValues, max_flight_terms> flight;
    std::array<NodeValues, max_flight_terms> potential_flight;
};

struct PanelPlace {
    enum class Kind { diffusion, drift } kind;
    std::size_t index;  ///< in the list of its kind
};

/// For which frequencies panels must be narrow enough.
struct Resolution {
    double largest = 0.0;   ///< largest |s| [1/s]
    double growth = 0.0;    ///< smallest Re s [1/s]
    double fineness = 1.0;  ///< 2 where squares of the backward solution are integrated
};

enum class Purpose {
    rate,             ///< gives up once the rate has underflowed
    density_moments,  ///< no panels are kept
    response,         ///< gives up once the density is rescaled: such a neuron does not respond
};

struct Passage {
    bool silent = false;            ///< noise-free and never at threshold; nothing else is set then
    double log_scale = 0.0;         ///< what follows is to be multiplied by exp(log_scale)
    double flux = 1.0;              ///< flux through V_th
    double mass = 0.0;              ///< integral of p: the mean passage time for unit flux [s]
    double first = 0.0;             ///< integral of (V - V_0) p
    double second = 0.0;            ///< integral of (V - V_0)^2 p
    std::vector<PanelPlace> order;  ///< from the top downwards
    std::size_t above_reset = 0;    ///< number of places above V_0
    std::vector<DiffusionPanel> diffusion;
    std::vector<DriftPanel> drift;
};

/// Throws: InvalidParameter if there is no stationary state; AccuracyNotReached if it takes too
/// many panels.
[[nodiscard]] Passage passage(const Problem& problem, const Resolution& resolution,
                              Purpose purpose);

}  // namespace siegert::neurons
