#pragma once

#include <siegert/arrays.hpp>

#include <Eigen/LU>

/// Dense linear algebra by Eigen, compiled once: what a decomposition is made of takes the compiler
/// seconds in each file that spells it out. Complex matrices by the dozen: complex_linear_algebra.
namespace siegert::numerics {

/// P A = L U of a square matrix, with partial pivoting. Scalar is double or Complex.
template <typename Scalar>
class LuDecomposition {
public:
    using Square = Eigen::Matrix<Scalar, Eigen::Dynamic, Eigen::Dynamic>;
    using Column = Eigen::Matrix<Scalar, Eigen::Dynamic, 1>;

    LuDecomposition() = default;  ///< of nothing yet
    explicit LuDecomposition(const Square& matrix);

    /// A^-1 right: a column, or a matrix of columns; not finite where A is exactly singular.
    template <typename Right>
    [[nodiscard]] auto solve(const Eigen::MatrixBase<Right>& right) const {
        if constexpr (Right::ColsAtCompileTime == 1) {
            return solve_column(right);
        } else {
            return solve_columns(right);
        }
    }

    /// Not finite where A is exactly singular.
    [[nodiscard]] Square inverse() const;

    /// An estimate of 1 / (|A| |A^-1|), each the largest sum of a column.
    [[nodiscard]] double reciprocal_condition() const;

    /// log |det A|; -infinity where A is exactly singular.
    [[nodiscard]] double log_abs_determinant() const;

    /// Of det A, real: -1, or 1 where it is not negative.
    [[nodiscard]] int sign_of_determinant() const requires(!Eigen::NumTraits<Scalar>::IsComplex);

private:
    [[nodiscard]] Column solve_column(const Column& right) const;
    [[nodiscard]] Square solve_columns(const Square& right) const;

    Eigen::PartialPivLU<Square> lu_;
};

extern template class LuDecomposition<double>;
extern template class LuDecomposition<Complex>;

/// A^-1 right, by LU decomposition.
template <typename Square, typename Right>
[[nodiscard]] auto solve(const Eigen::MatrixBase<Square>& A,
                         const Eigen::MatrixBase<Right>& right) {
    return LuDecomposition<typename Square::Scalar>(A).solve(right);
}

/// The shortest x of those that make |A x - right| least, for a matrix of any shape and rank.
[[nodiscard]] Vector least_squares(const Matrix& A, const Vector& right);

/// A unit vector x with A x = 0, for a matrix of n columns and a rank of n - 1; its sign is
/// arbitrary.
[[nodiscard]] Vector null_vector(const Matrix& A);

/// A = U diag(values) U^T of a symmetric matrix, values in ascending order.
struct SymmetricEigenDecomposition {
    Vector values;
    Matrix vectors;
};
[[nodiscard]] SymmetricEigenDecomposition symmetric_eigen_decomposition(const Matrix& A);

/// exp(A) of a square matrix.
[[nodiscard]] Matrix exponential(const Matrix& A);

}  // namespace siegert::numerics
