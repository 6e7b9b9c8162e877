#pragma once

#include "lif/coloured/transition_kernel.hpp"

#include <array>

namespace siegert::lif::coloured {

/// The two transition kernels of a neuron between the same nodes.
template <class T>
struct BoundaryKernels {
    Problem problem;
    Nodes nodes;
    TransitionKernel<T> from_threshold;  ///< K
    TransitionKernel<T> from_reset;      ///< G0
};

/// Number of nodes, steps of the two grids in log t, and angles of their contours.
struct Resolution {
    Index nodes;
    double threshold_step;
    double reset_step;
    double threshold_angle;
    double reset_angle;
};

template <class T>
[[nodiscard]] BoundaryKernels<T> boundary_kernels(const Problem& problem,
                                                  const Resolution& resolution);

/// gam(l) - 1 / l for gam(l) = int e^{-l t} (1 - e^{-t / T})^6 dt, and its Taylor coefficients.
[[nodiscard]] Complex approach_transform(const Problem& problem, Complex l);
[[nodiscard]] double approach_coefficient(const Problem& problem, int order);

/// int e^{-l t} p_t dt without its pole p_inf / l at l = 0, times the weights of the nodes: acts on
/// a flux. `decays` are e^{-l t} at the times of the kernel.
[[nodiscard]] ComplexMatrix regular_transform(const BoundaryKernels<Complex>& kernels,
                                              const TransitionKernel<Complex>& kernel,
                                              const std::vector<Complex>& decays, Complex l);

/// Coefficient of l^order in the Taylor series of that.
[[nodiscard]] Matrix regular_coefficient(const BoundaryKernels<double>& kernels,
                                         const TransitionKernel<double>& kernel, int order);

/// 1 / v on the diagonal.
[[nodiscard]] inline Vector inverse_velocity(const Nodes& nodes) {
    return nodes.x.cwiseInverse();
}

/// p_inf(V_th, z).
[[nodiscard]] inline Vector stationary_density(const Nodes& nodes) {
    return nodes.log_p.array().exp().matrix();
}

}  // namespace siegert::lif::coloured
