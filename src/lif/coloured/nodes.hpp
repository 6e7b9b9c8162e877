#pragma once

#include "lif/coloured/problem.hpp"

#include <siegert/arrays.hpp>

namespace siegert::lif::coloured {

/// Nodes and weights of Gauss-Legendre quadrature on [0, 1].
struct Quadrature {
    Vector nodes;
    Vector weights;
};

[[nodiscard]] Quadrature gauss_legendre(Index count);

/// Where the flux J through the threshold is known: x = z - z_th, the velocity at threshold.
struct Nodes {
    Vector x;        ///< increasing
    Vector weights;  ///< of integrals over x
    Vector log_p;    ///< logarithm of the free stationary density p_inf(V_th, z)
    double first;    ///< smallest x that has to be resolved
};

/// J(x) grows as x^(3/2); x = X xi^2 makes it smooth in xi. Where the corner x = 0 is more than 6.5
/// standard deviations below the mean current, the nodes cover the currents that occur instead.
[[nodiscard]] Nodes threshold_nodes(const Problem& problem, Index count);

}  // namespace siegert::lif::coloured
