#include "numerics/linear_algebra.hpp"

#include <Eigen/Eigenvalues>
#include <Eigen/QR>
#include <unsupported/Eigen/MatrixFunctions>

namespace siegert::numerics {

template <typename Scalar>
LuDecomposition<Scalar>::LuDecomposition(const Square& matrix) : lu_(matrix) {}

template <typename Scalar>
auto LuDecomposition<Scalar>::solve_column(const Column& right) const -> Column {
    return lu_.solve(right);
}

template <typename Scalar>
auto LuDecomposition<Scalar>::solve_columns(const Square& right) const -> Square {
    return lu_.solve(right);
}

template <typename Scalar>
auto LuDecomposition<Scalar>::inverse() const -> Square {
    return lu_.inverse();
}

template <typename Scalar>
double LuDecomposition<Scalar>::reciprocal_condition() const {
    return lu_.rcond();
}

template <typename Scalar>
double LuDecomposition<Scalar>::log_abs_determinant() const {
    return lu_.matrixLU().diagonal().array().abs().log().sum();
}

template <typename Scalar>
int LuDecomposition<Scalar>::sign_of_determinant() const
    requires(!Eigen::NumTraits<Scalar>::IsComplex) {
    const bool odd = (lu_.matrixLU().diagonal().array() < 0.0).count() % 2 == 1;
    return (odd ? -1 : 1) * static_cast<int>(lu_.permutationP().determinant());
}

template class LuDecomposition<double>;
template class LuDecomposition<Complex>;

Vector least_squares(const Matrix& A, const Vector& right) {
    return A.completeOrthogonalDecomposition().solve(right);
}

// Its first columns span what the rows of A span.
Vector null_vector(const Matrix& A) {
    const Eigen::ColPivHouseholderQR<Matrix> qr(A.transpose());
    return qr.householderQ() * Vector::Unit(A.cols(), A.cols() - 1);
}

SymmetricEigenDecomposition symmetric_eigen_decomposition(const Matrix& A) {
    const Eigen::SelfAdjointEigenSolver<Matrix> solver(A);
    return {.values = solver.eigenvalues(), .vectors = solver.eigenvectors()};
}

Matrix exponential(const Matrix& A) {
    return A.exp();
}

}  // namespace siegert::numerics
