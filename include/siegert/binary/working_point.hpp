#pragma once

#include <siegert/binary/network.hpp>

namespace siegert::binary {

/// How to solve for the working point.
struct WorkingPointOptions {
    Vector start = {};          ///< activities to start from, n, 0 ... 1; empty: all zero
    double tolerance = 1e-13;   ///< |m - Phi(m)| <= tolerance (1 + m) for each population, > 0
    int max_iterations = 2000;  ///< >= 1
};

/// A self-consistent state of a network of binary neurons.
struct WorkingPoint {
    Vector mean_activity;  ///< m, n
    Vector mean_input;     ///< mu, in the unit of J, n
    Vector std_input;      ///< sigma, in the unit of J, n
    bool converged;        ///< whether the tolerance was met
    double residual;       ///< largest |Phi(mu, sigma) - m| of all populations
    int iterations;
};

/// The working point m = mean_activity(mu(m), sigma(m)) in which the dynamics
///
///     dm/dt = Phi(mu(m), sigma(m)) - m
///
/// come to rest from options.start. Where they do not (an oscillation) `converged` is false and the
/// last state is returned.
///
/// A network may have several working points; without external input and with positive thresholds
/// silence, m = 0, is one of them, and the one that is reached from the default start.
/// Accuracy: `residual` is below options.tolerance (1 + m); the error of m is that times the norm
/// of (1 - dPhi/dm)^-1. Throws: InvalidParameter if the network or an option is invalid. Source: C.
/// van Vreeswijk & H. Sompolinsky, Neural Comput. 10, 1321 (1998); docs/theory/binary.md.
[[nodiscard]] WorkingPoint working_point(const Network& network,
                                         const WorkingPointOptions& options = {});

}  // namespace siegert::binary
