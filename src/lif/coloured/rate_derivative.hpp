#pragma once

#include "lif/coloured/stationary.hpp"

namespace siegert::lif::coloured {

/// A direction in the space of parameters: derivatives of the fields of Problem.
struct ParameterChange {
    double r;
    double z_th;
    double z_0;
};

/// Derivative of log nu in that direction.
[[nodiscard]] double log_rate_derivative(const BoundaryKernels<double>& kernels,
                                         const Resolution& resolution, const Stationary& state,
                                         const ParameterChange& change);

}  // namespace siegert::lif::coloured
