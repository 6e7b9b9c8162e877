#include "theory/characteristic_determinant.hpp"

#include "numerics/complex_linear_algebra.hpp"

namespace siegert::theory {
namespace {

// Balances truncation, h^2, against rounding, epsilon / h, of a central difference.
constexpr double difference_step = 6e-6;

}  // namespace

double distance_from_one(const ComplexMatrix& W) {
    return (numerics::eigenvalues(W).array() - 1.0).abs().minCoeff();
}

Complex logarithmic_derivative(const ConnectivityAt& W, Complex s, const ComplexMatrix& W_s) {
    const double h = difference_step * scale_of(s);
    const ComplexMatrix derivative = (W(s + h) - W(s - h)) / (2.0 * h);
    const ComplexMatrix one_minus_W = ComplexMatrix::Identity(W_s.rows(), W_s.cols()) - W_s;
    return -(numerics::inverse(one_minus_W).transpose().cwiseProduct(derivative)).sum();
}

}  // namespace siegert::theory
