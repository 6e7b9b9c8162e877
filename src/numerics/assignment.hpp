#pragma once

#include <siegert/arrays.hpp>

#include <vector>

namespace siegert::numerics {

/// The permutation p that minimises sum_i cost(i, p[i]) over all permutations (linear assignment).
///
/// `cost` is n x n. Throws: InvalidParameter unless it is square and finite. Time O(n^3) in the
/// worst case, O(n^2) where the smallest entries of the rows already lie in different columns.
/// Source: shortest augmenting paths, R. Jonker, A. Volgenant, Computing 38, 325 (1987).
[[nodiscard]] std::vector<Index> assignment(const Matrix& cost);

}  // namespace siegert::numerics
