#include <siegert/theory/eigenmodes.hpp>

#include "numerics/complex_linear_algebra.hpp"
#include "theory/require_shape.hpp"

#include <Eigen/LU>

#include <cmath>
#include <cstddef>
#include <limits>
#include <vector>

namespace siegert::theory {
namespace {

constexpr double epsilon = std::numeric_limits<double>::epsilon();

// The first of the components of largest modulus, where several are equal but for rounding.
Index largest_component(const ComplexVector& v) {
    const Vector size = v.cwiseAbs2();
    const double almost_largest = (1.0 - 1e-10) * size.maxCoeff();
    Index i = 0;
    while (size(i) < almost_largest) ++i;
    return i;
}

// Norm 1, largest component real and positive; LAPACK's convention.
void normalise_columns(ComplexMatrix& vectors) {
    for (Index m = 0; m < vectors.cols(); ++m) {
        const Index largest = largest_component(vectors.col(m));
        const Complex component = vectors(largest, m);
        vectors.col(m) *= std::conj(component) / std::abs(component);
        vectors.col(m).normalize();
        vectors(largest, m) = vectors(largest, m).real();
    }
}

// Whether each column u of `left` solves u^dagger W = lambda u^dagger, to rounding.
std::vector<bool> are_left_eigenvectors(const ComplexMatrix& W, const ComplexMatrix& left,
                                        const ComplexVector& values) {
    constexpr double rounding = 1e-11;
    const ComplexMatrix image = numerics::product(W.adjoint(), left);
    const ComplexMatrix residual = image - left * values.conjugate().asDiagonal();
    std::vector<bool> result;
    for (Index m = 0; m < values.size(); ++m) {
        const double allowed = rounding * left.col(m).norm() * W.norm();
        result.push_back(left.col(m).allFinite() && residual.col(m).norm() <= allowed);
    }
    return result;
}

// Inverse iteration on W^dagger, for eigenvalues whose right eigenvectors do not span the space.
ComplexVector left_by_inverse_iteration(const ComplexMatrix& W, Complex value) {
    const Index n = W.rows();
    const double size = std::max(W.norm(), std::numeric_limits<double>::min());
    const Complex shift = std::conj(value) + epsilon * size;  // keeps the matrix regular
    const ComplexMatrix shifted = W.adjoint() - shift * ComplexMatrix::Identity(n, n);
    const Eigen::PartialPivLU<ComplexMatrix> lu(shifted);
    // Generic, so that no eigenvector is orthogonal to it.
    ComplexVector u = ComplexVector::NullaryExpr(
        n, [](Index i) { return Complex(1.0, 0.1 * static_cast<double>(i + 1)); });
    for (int i = 0; i < 3; ++i) {
        const ComplexVector improved = lu.solve(u);
        if (!improved.allFinite() || improved.norm() == 0.0) break;
        u = improved.normalized();
    }
    return u;
}

}  // namespace

EigenBasis eigenbasis(const ComplexMatrix& W) {
    require_shape("W", W.rows(), W.cols(), W.rows(), W.rows());
    if (!W.allFinite()) throw InvalidParameter("W must be finite in every entry");

    auto [values, right] = numerics::eigen_decomposition(W);
    ComplexMatrix left = numerics::inverse(right).adjoint();
    const std::vector<bool> good = are_left_eigenvectors(W, left, values);
    for (Index m = 0; m < values.size(); ++m)
        if (!good[static_cast<std::size_t>(m)])
            left.col(m) = left_by_inverse_iteration(W, values(m));
    normalise_columns(right);
    normalise_columns(left);

    Vector condition(values.size());
    for (Index m = 0; m < values.size(); ++m) {
        const double overlap = std::abs(left.col(m).dot(right.col(m)));
        const bool defective = overlap < 1e3 * epsilon;
        condition(m) = defective ? std::numeric_limits<double>::infinity() : 1.0 / overlap;
    }
    return {values, right, left, condition};
}

}  // namespace siegert::theory
