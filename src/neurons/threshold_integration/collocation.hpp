#pragma once

#include <Eigen/Core>

/// Polynomials on a panel, known by their values at its Gauss-Legendre nodes.
namespace siegert::neurons {

inline constexpr int node_count = 14;

using NodeValues = Eigen::Matrix<double, node_count, 1>;
using NodeMatrix = Eigen::Matrix<double, node_count, node_count>;

/// On the interval (-1, 1).
struct Collocation {
    NodeValues nodes;
    NodeValues weights;   ///< of the integral over the interval
    NodeMatrix slope;     ///< values of the derivative
    NodeMatrix integral;  ///< values of the integral from -1
    NodeValues bottom;    ///< weights of the value at -1
    NodeValues top;       ///< weights of the value at +1
};

[[nodiscard]] const Collocation& collocation();

}  // namespace siegert::neurons
