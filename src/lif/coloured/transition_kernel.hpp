#pragma once

#include "lif/coloured/free_transition.hpp"
#include "lif/coloured/kernel_memory.hpp"
#include "lif/coloured/nodes.hpp"

#include <span>
#include <vector>

namespace siegert::lif::coloured {

/// Where the free process starts from.
enum class Start {
    threshold,  ///< at V_th with the current z': the kernel K
    reset,      ///< at V_0, after the refractory period over which z' has evolved: the kernel G0
};

/// Times t = r exp(-i angle), log r in steps from `first` to `last`.
struct TimeGrid {
    double first;
    double last;
    double step;
    double angle;
};

/// One time of a kernel. With Delta V_j and y_j affine in x_j, the density at (V_th, z_th + x_i) is
/// a Gaussian of (Delta V_j, x_i - y_j) with covariance ((A, B), (B, C)).
template <class T>
struct KernelTime {
    Transition<T> free;
    T weight;           ///< dt
    T approach;         ///< g = (1 - exp(-t / T))^6, as which the density approaches p_inf
    T A, B, C;          ///< with the noise of the refractory period
    T V_from, V_slope;  ///< Delta V_j = V_from + V_slope x_j
    T z_from, z_slope;  ///< y_j = z_from + z_slope x_j
    std::size_t count;  ///< nodes between which the density does not vanish
    std::size_t offset;
};

/// p_t(V_th, z_i | start, z_j) at all times of a grid.
template <class T>
struct TransitionKernel {
    Start start;
    double angle;               ///< of the contour
    std::vector<double> radii;  ///< |t|, padded with zeros to whole vectors
    std::vector<KernelTime<T>> times;
    KernelValues re;  ///< blocks of count x count, column by column
    KernelValues im;  ///< empty on the real axis
};

template <class T>
[[nodiscard]] TransitionKernel<T> transition_kernel(const Problem& problem, const Nodes& nodes,
                                                    Start start, const TimeGrid& grid);

/// e^{-l t} at the times of the kernel.
[[nodiscard]] std::vector<Complex> decays_of(const TransitionKernel<Complex>& kernel, Complex l);

template <class T>
using MatrixOf = Eigen::Matrix<T, Eigen::Dynamic, Eigen::Dynamic>;
template <class T>
using VectorOf = Eigen::Matrix<T, Eigen::Dynamic, 1>;

/// sum_k factors_k p_k(z_i | z_j).
[[nodiscard]] Matrix weighted_sum(const TransitionKernel<double>& kernel, const Nodes& nodes,
                                  std::span<const double> factors);
[[nodiscard]] ComplexMatrix weighted_sum(const TransitionKernel<Complex>& kernel,
                                         const Nodes& nodes, std::span<const Complex> factors);

/// Derivatives of the density at each time (column) with respect to the mean and to the covariance,
/// summed over the starting nodes with the weights u_j.
template <class T>
struct Contractions {
    MatrixOf<T> V, z;        ///< with respect to the mean of V and of z
    MatrixOf<T> VV, Vz, zz;  ///< twice that with respect to A, that to B, twice that to C
};

template <class T>
[[nodiscard]] Contractions<T> contractions(const TransitionKernel<T>& kernel, const Nodes& nodes,
                                           const Vector& u);

}  // namespace siegert::lif::coloured
