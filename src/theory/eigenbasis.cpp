#include <siegert/theory/eigenmodes.hpp>

#include "numerics/complex_linear_algebra.hpp"
#include "theory/require_shape.hpp"

#include <algorithm>
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
        const double size = left.col(m).norm();  // infinite where its square is
        const double allowed = rounding * size * W.norm();
        result.push_back(std::isfinite(size) && residual.col(m).norm() <= allowed);
    }
    return result;
}

// Replaces the columns that are no left eigenvectors, where right ones do not span the space.
void mend(ComplexMatrix& left, const std::vector<bool>& good, const ComplexMatrix& W,
          const ComplexVector& values) {
    if (std::find(good.begin(), good.end(), false) == good.end()) return;
    const auto [others, vectors] = numerics::left_eigen_decomposition(W);
    for (Index m = 0; m < values.size(); ++m) {
        if (good[static_cast<std::size_t>(m)]) continue;
        Index nearest = 0;
        (others.array() - values(m)).abs().minCoeff(&nearest);
        left.col(m) = vectors.col(nearest);
    }
}

}  // namespace

EigenBasis eigenbasis(const ComplexMatrix& W) {
    require_shape("W", W.rows(), W.cols(), W.rows(), W.rows());
    if (!W.allFinite()) throw InvalidParameter("W must be finite in every entry");

    auto [values, right] = numerics::eigen_decomposition(W);
    ComplexMatrix left = numerics::inverse(right).adjoint();
    const std::vector<bool> good = are_left_eigenvectors(W, left, values);
    mend(left, good, W, values);
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
