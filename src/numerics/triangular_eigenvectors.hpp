#pragma once

#include <siegert/arrays.hpp>

namespace siegert::numerics {

/// Right eigenvectors T x = lambda x of an upper triangular matrix T with finite entries, as
/// columns in the order of the diagonal; finite, of largest modulus at most 1e100.
///
/// Differences of eigenvalues below eps |T| are taken as eps |T|, as LAPACK's ztrevc does: the
/// vectors are those of a matrix so close to T. For a defective eigenvalue several columns are then
/// the same vector.
[[nodiscard]] ComplexMatrix right_eigenvectors_of_triangle(const ComplexMatrix& T);

/// Left eigenvectors y^dagger T = lambda y^dagger, otherwise the same.
[[nodiscard]] ComplexMatrix left_eigenvectors_of_triangle(const ComplexMatrix& T);

}  // namespace siegert::numerics
