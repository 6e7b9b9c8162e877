#pragma once

#include <siegert/theory/delays.hpp>

#include <vector>

namespace siegert::theory {

/// The distinct delays of a network: most networks have two, and D need not be computed for each
/// pair of populations.
struct DelayTable {
    DelayDistribution distribution = DelayDistribution::none;
    std::vector<Delay> distinct;
    Eigen::Matrix<Index, Eigen::Dynamic, Eigen::Dynamic> entry;  // n x n, index into `distinct`
};

/// Throws: InvalidParameter unless every delay is valid.
[[nodiscard]] DelayTable delay_table(const Delays& delays);

/// D at one s, n x n.
[[nodiscard]] ComplexMatrix delay_factors(const DelayTable& table, Complex s);

}  // namespace siegert::theory
