#pragma once

#include <siegert/arrays.hpp>

/// Dense complex linear algebra by Eigen, compiled for the processor that runs it.
///
/// Eigen chooses its instruction set at compile time. On x86 a second copy is compiled with AVX2
/// and FMA and taken where the processor has both: 1.5 times faster for 8 populations, 3.5 times
/// for 254.
namespace siegert::numerics {

/// Eigenvalues, and right eigenvectors as columns of Euclidean norm 1. The phase of a vector is
/// arbitrary.
struct EigenDecomposition {
    ComplexVector values;
    ComplexMatrix vectors;
};

/// Throws: AccuracyNotReached if the QR iteration does not converge.
[[nodiscard]] EigenDecomposition eigen_decomposition(const ComplexMatrix& matrix);

/// The eigenvalues alone, in the order of eigen_decomposition.
///
/// Throws: AccuracyNotReached if the QR iteration does not converge.
[[nodiscard]] ComplexVector eigenvalues(const ComplexMatrix& matrix);

/// Inverse by LU decomposition with partial pivoting. Entries are not finite if the matrix is
/// exactly singular.
[[nodiscard]] ComplexMatrix inverse(const ComplexMatrix& matrix);

[[nodiscard]] ComplexMatrix product(const ComplexMatrix& a, const ComplexMatrix& b);

}  // namespace siegert::numerics
