#pragma once

#include "lif/coloured/boundary_operator.hpp"

namespace siegert::lif::coloured {

/// The stationary flux at one resolution.
struct Stationary {
    Vector q;         ///< density over x of the current at a spike: J / nu
    double log_rate;  ///< logarithm of nu, nu in units of 1 / tau_m; lowest double if not found
    bool driven;  ///< whether spikes come by drive rather than by fluctuations: see stationary.cpp
};

[[nodiscard]] Stationary stationary(const BoundaryKernels<double>& kernels);

/// Moments of the intervals beyond their mean.
struct IntervalMoments {
    double cv;
    double serial_correlation;  ///< of neighbouring intervals
};

[[nodiscard]] IntervalMoments interval_moments(const BoundaryKernels<double>& kernels,
                                               const Stationary& state);

}  // namespace siegert::lif::coloured
