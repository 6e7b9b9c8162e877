#include "numerics/triangular_eigenvectors.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace siegert::numerics {
namespace {

constexpr double largest_entry = 1e100;

// Differences of eigenvalues that are zero but for rounding.
double smallest_difference(const ComplexMatrix& T) {
    return std::max(std::numeric_limits<double>::epsilon() * T.norm(),
                    std::numeric_limits<double>::min());
}

Complex not_too_small(Complex difference, double smallest) {
    return std::abs(difference) < smallest ? Complex(smallest) : difference;
}

// Along a chain of defective eigenvalues entries grow by 1 / eps each.
void keep_in_range(Complex newest, ComplexMatrix& vectors, Index column) {
    const double size = std::abs(newest);
    if (size > largest_entry) vectors.col(column) /= size;
}

}  // namespace

ComplexMatrix right_eigenvectors_of_triangle(const ComplexMatrix& T) {
    const Index n = T.rows();
    const double smallest = smallest_difference(T);
    ComplexMatrix X = ComplexMatrix::Zero(n, n);
    for (Index k = 0; k < n; ++k) {
        X(k, k) = 1.0;
        for (Index i = k - 1; i >= 0; --i) {
            const Index size = k - i;
            const Complex sum =
                (T.row(i).segment(i + 1, size) * X.col(k).segment(i + 1, size)).value();
            X(i, k) = sum / not_too_small(T(k, k) - T(i, i), smallest);
            keep_in_range(X(i, k), X, k);
        }
    }
    return X;
}

ComplexMatrix left_eigenvectors_of_triangle(const ComplexMatrix& T) {
    const Index n = T.rows();
    const double smallest = smallest_difference(T);
    ComplexMatrix Y = ComplexMatrix::Zero(n, n);
    for (Index k = 0; k < n; ++k) {
        Y(k, k) = 1.0;
        for (Index i = k + 1; i < n; ++i) {
            const Index size = i - k;
            const Complex sum = Y.col(k).segment(k, size).dot(T.col(i).segment(k, size));
            Y(i, k) = std::conj(sum / not_too_small(T(k, k) - T(i, i), smallest));
            keep_in_range(Y(i, k), Y, k);
        }
    }
    return Y;
}

}  // namespace siegert::numerics
