#pragma once

#include "neurons/threshold_integration/problem.hpp"

#include <vector>

namespace siegert::neurons {

/// Cells between the lowest potential that matters and the threshold, finer at reset and threshold.
/// All of it changes smoothly with the parameters of the neuron, but for the number of cells.
struct PotentialMesh {
    std::vector<double> edges;  ///< ascending [V]; the last is the threshold
    std::size_t reset;          ///< edges[reset] is the reset
};

/// The adaptation at which a mesh is to serve.
struct AdaptationRange {
    double typical;  ///< [V]
    double highest;  ///< [V]
};

/// A mesh that resolves density and responses up to the frequency `largest` [1/s]; `coarsening`, 1,
/// 2 or 4, makes its cells so many times as wide.
///
/// Throws: AccuracyNotReached if that takes more than 4096 cells.
[[nodiscard]] PotentialMesh potential_mesh(const Problem& problem, const AdaptationRange& w,
                                           double largest, std::size_t coarsening);

}  // namespace siegert::neurons
