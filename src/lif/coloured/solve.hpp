#pragma once

#include "lif/coloured/response.hpp"

namespace siegert::lif::coloured {

/// A neuron at the resolution that its tolerance demanded.
struct Solution {
    BoundaryKernels<double> kernels;
    Resolution resolution;
    Stationary state;
};

/// Refines until log nu changes by what leaves the tolerance.
///
/// Throws: AccuracyNotReached if the finest resolution does not do.
[[nodiscard]] Solution solve(const Problem& problem, double tolerance);

/// Kernels on rotated contours, checked against the real axis and against the white spectrum that
/// a spike train has at high frequency.
///
/// Throws: AccuracyNotReached if no angle passes.
[[nodiscard]] ResponseKernels checked_response_kernels(const Solution& solution);

}  // namespace siegert::lif::coloured
