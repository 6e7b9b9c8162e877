#pragma once

#include <siegert/arrays.hpp>

namespace siegert::numerics {

/// Solves (shift I - jacobian) x = rhs so that the residual is at most `tolerance` times |rhs|.
///
/// Small matrices are factorised, which is exact. Large ones are solved by GMRES, which for a loose
/// tolerance costs a few multiplications by the matrix; where it stagnates the matrix is factorised
/// after all. The solution is not finite where the matrix is singular.
///
/// Throws: InvalidParameter if an entry is not finite.
[[nodiscard]] Vector solve_shifted(const Matrix& jacobian, double shift, const Vector& rhs,
                                   double tolerance);

}  // namespace siegert::numerics
