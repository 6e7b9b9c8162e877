#pragma once

#include <siegert/theory/working_point.hpp>

#include <cstdint>
#include <vector>

namespace siegert::theory {

/// A self-consistent state and what small deviations from it do.
struct FixedPoint {
    WorkingPoint working_point;
    double growth_rate;  ///< largest real part of the eigenvalues of dPhi/dnu - 1, dimensionless
    bool stable;         ///< growth_rate < 0
    int index;           ///< sign of det(1 - dPhi/dnu)
};

/// Self-consistent states of a network, from the lowest to the highest mean rate.
struct FixedPoints {
    std::vector<FixedPoint> points;
    int starts = 0;  ///< number of states from which the search started

    /// Sum of the indices. Phi maps the box 0 <= nu <= 1 / tau_r into itself, so where every tau_r
    /// is positive the indices of all fixed points add up to 1 (degree theory): another sum proves
    /// that one is missing, or that two are so close that they could not be told apart.
    int index_sum = 0;
};

/// How widely to search.
struct FixedPointsOptions {
    lif::exp::Method method = lif::exp::Method::shift;  ///< for exponential synapses only
    double tolerance = 1e-12;                           ///< as in WorkingPointOptions
    int starts = 100;        ///< starting states, >= 1; four times as many where index_sum is not 1
    std::uint64_t seed = 1;  ///< of the starting states
};

/// Self-consistent states of the network, stable or not, each with the stability of the rate
/// dynamics dnu/dt = Phi(nu) - nu (delays and the dynamic response of the neurons are left out: an
/// oscillatory instability is not seen here).
///
/// Searches from many states, by pseudo-transient Newton and by Newton with the known states
/// deflated. No search of this kind proves that nothing is left; index_sum refutes it where
/// something is.
///
/// Throws: InvalidParameter if the network or an option is invalid.
/// Source: docs/theory/working_point.md, section "All fixed points".
[[nodiscard]] FixedPoints fixed_points(const Network& network,
                                       const FixedPointsOptions& options = {});

}  // namespace siegert::theory
