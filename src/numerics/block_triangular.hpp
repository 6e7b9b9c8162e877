#pragma once

#include <siegert/arrays.hpp>

#include <vector>

namespace siegert::numerics {

/// An order of rows and columns in which a matrix is block upper triangular.
struct BlockOrder {
    std::vector<Index> order;   ///< order[k]: row and column of the matrix that comes k-th
    std::vector<Index> begins;  ///< first place of each diagonal block, and n at the end
};

/// The finest block triangular order that zeros of the matrix allow: the diagonal blocks are the
/// strongly connected components of the graph with an edge from j to i for each entry (i, j) that
/// is not zero. One block if every row depends on every other.
///
/// Time O(n^2). Source: R. Tarjan, SIAM J. Comput. 1, 146 (1972).
[[nodiscard]] BlockOrder block_triangular_order(const ComplexMatrix& matrix);

/// Whether there is only one block; faster than the order.
[[nodiscard]] bool is_irreducible(const ComplexMatrix& matrix);

}  // namespace siegert::numerics
