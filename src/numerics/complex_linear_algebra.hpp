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

/// Eigenvalues and eigenvectors of any finite matrix; both are finite. Where an eigenvalue is
/// defective, several columns are the same vector, to rounding.
///
/// A matrix that zeros divide into blocks, such as that of a feed-forward network, is decomposed
/// block by block: its eigenvalues are exactly those of the blocks.
/// Throws: InvalidParameter if an entry is not finite; AccuracyNotReached if the QR iteration does
/// not converge.
[[nodiscard]] EigenDecomposition eigen_decomposition(const ComplexMatrix& matrix);

/// The eigenvalues alone. Throws: as eigen_decomposition.
[[nodiscard]] ComplexVector eigenvalues(const ComplexMatrix& matrix);

/// The same of a real matrix, without complex numbers on the way where that converges: a third of
/// the time.
[[nodiscard]] ComplexVector eigenvalues(const Matrix& matrix);

/// Largest real part of the eigenvalues of a real matrix. Throws: as eigen_decomposition.
[[nodiscard]] double spectral_abscissa(const Matrix& matrix);

/// Eigenvalues with left eigenvectors u^dagger A = lambda u^dagger as columns of norm 1, finite for
/// any finite matrix. The order is not that of eigen_decomposition. Throws: as eigen_decomposition.
[[nodiscard]] EigenDecomposition left_eigen_decomposition(const ComplexMatrix& matrix);

/// Inverse by LU decomposition with partial pivoting. Entries are not finite if the matrix is
/// exactly singular.
///
/// Throws: InvalidParameter if an entry is not finite.
[[nodiscard]] ComplexMatrix inverse(const ComplexMatrix& matrix);

/// An inverse with log det of the matrix, whose imaginary part is known modulo 2 pi only.
struct InverseWithDeterminant {
    ComplexMatrix inverse;
    Complex log_determinant;
};

/// As inverse; nothing is finite if the matrix is exactly singular.
[[nodiscard]] InverseWithDeterminant inverse_with_determinant(const ComplexMatrix& matrix);

[[nodiscard]] ComplexMatrix product(const ComplexMatrix& a, const ComplexMatrix& b);

}  // namespace siegert::numerics
