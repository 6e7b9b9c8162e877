#include "catch.hpp"
#include "numerics/complex_linear_algebra.hpp"

#include <limits>
#include <random>

using namespace siegert;
using namespace siegert::numerics;

namespace {

ComplexMatrix random_matrix(Index n, unsigned seed) {
    std::mt19937 random(seed);
    std::normal_distribution<double> normal;
    return ComplexMatrix::NullaryExpr(n, n,
                                      [&] { return Complex(normal(random), normal(random)); });
}

}  // namespace

TEST_CASE("Eigenvectors solve their equation and have norm one",
          "[numerics][complex_linear_algebra]") {
    const Index n = GENERATE(1, 2, 3, 8, 31);
    const ComplexMatrix A = random_matrix(n, 3);
    const auto [values, vectors] = numerics::eigen_decomposition(A);
    const ComplexMatrix residual = A * vectors - vectors * values.asDiagonal();
    // Backward stability of the QR algorithm: a small multiple of n eps |A|.
    CHECK(residual.norm() < 1e-14 * static_cast<double>(n) * A.norm());
    CHECK((vectors.colwise().norm().array() - 1.0).abs().maxCoeff() < 1e-14);
    CHECK((numerics::eigenvalues(A) - values).norm() < 1e-13 * A.norm());
}

TEST_CASE("Products and inverses agree with Eigen's own", "[numerics][complex_linear_algebra]") {
    const Index n = GENERATE(1, 4, 8, 30);
    const ComplexMatrix A = random_matrix(n, 4);
    const ComplexMatrix B = random_matrix(n, 5);
    CHECK((numerics::product(A, B) - A * B).norm() < 1e-14 * A.norm() * B.norm());
    const ComplexMatrix one = ComplexMatrix::Identity(n, n);
    CHECK((A * numerics::inverse(A) - one).norm() < 1e-14 * A.norm() * numerics::inverse(A).norm());
}

TEST_CASE("The inverse of a singular matrix is not finite", "[numerics][complex_linear_algebra]") {
    ComplexMatrix A = ComplexMatrix::Zero(2, 2);
    A(0, 0) = 1.0;
    CHECK_FALSE(numerics::inverse(A).allFinite());
}

TEST_CASE("Eigenvalues of matrices whose entries square to nothing are found",
          "[numerics][complex_linear_algebra]") {
    Matrix tiny(2, 2);
    tiny << 3e-272, 1e-272, 2e-272, 4e-272;  // eigenvalues 5e-272 and 2e-272
    CHECK_THAT(spectral_abscissa(tiny), Catch::WithinRel(5e-272, 1e-14));
    CHECK_THAT(spectral_abscissa(tiny - Matrix::Identity(2, 2)), Catch::WithinRel(-1.0, 1e-14));
}
