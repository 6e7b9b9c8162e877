#include "catch.hpp"
#include "numerics/block_triangular.hpp"
#include "numerics/complex_linear_algebra.hpp"

#include <siegert/error.hpp>

#include <algorithm>
#include <limits>
#include <numeric>
#include <random>

using namespace siegert;

namespace {

ComplexMatrix random_matrix(Index n, unsigned seed) {
    std::mt19937 random(seed);
    std::normal_distribution<double> normal;
    return ComplexMatrix::NullaryExpr(n, n,
                                      [&] { return Complex(normal(random), normal(random)); });
}

std::vector<Index> shuffled(Index n, unsigned seed) {
    std::vector<Index> order(static_cast<std::size_t>(n));
    std::iota(order.begin(), order.end(), Index{0});
    std::shuffle(order.begin(), order.end(), std::mt19937(seed));
    return order;
}

// Population k drives population k + 1.
ComplexMatrix chain(Index n) {
    ComplexMatrix W = ComplexMatrix::Zero(n, n);
    for (Index k = 0; k + 1 < n; ++k) W(k + 1, k) = Complex(3.0, -1.0 + static_cast<double>(k));
    return W;
}

void check_right_vectors(const ComplexMatrix& A) {
    const auto [values, vectors] = numerics::eigen_decomposition(A);
    REQUIRE(vectors.allFinite());
    const ComplexMatrix residual = A * vectors - vectors * values.asDiagonal();
    // Backward stability: a small multiple of n eps |A|.
    CHECK(residual.norm() < 1e-14 * static_cast<double>(A.rows()) * (A.norm() + 1.0));
    CHECK((vectors.colwise().norm().array() - 1.0).abs().maxCoeff() < 1e-14);
}

void check_left_vectors(const ComplexMatrix& A) {
    const auto [values, vectors] = numerics::left_eigen_decomposition(A);
    REQUIRE(vectors.allFinite());
    const ComplexMatrix residual = vectors.adjoint() * A - values.asDiagonal() * vectors.adjoint();
    CHECK(residual.norm() < 1e-14 * static_cast<double>(A.rows()) * (A.norm() + 1.0));
}

}  // namespace

TEST_CASE("Zeros below the diagonal blocks remain when the order is found",
          "[numerics][block_triangular]") {
    ComplexMatrix A = random_matrix(9, 3);
    for (const Index end : {2, 3, 7}) A.block(end, 0, 9 - end, end).setZero();
    const auto order = shuffled(9, 4);
    const auto found = numerics::block_triangular_order(A(order, order));
    CHECK(found.begins == std::vector<Index>{0, 2, 3, 7, 9});
    const ComplexMatrix again = ComplexMatrix(A(order, order))(found.order, found.order);
    for (const Index end : {2, 3, 7}) CHECK(again.block(end, 0, 9 - end, end).norm() == 0.0);
    CHECK_FALSE(numerics::is_irreducible(A));
    CHECK(numerics::is_irreducible(random_matrix(9, 5)));
}

TEST_CASE("A ring has one block, a chain as many as members", "[numerics][block_triangular]") {
    ComplexMatrix W = chain(7);
    CHECK(numerics::block_triangular_order(W).begins.size() == 8);
    CHECK_FALSE(numerics::is_irreducible(W));
    W(0, 6) = 1e-300;
    CHECK(numerics::block_triangular_order(W).begins.size() == 2);
    CHECK(numerics::is_irreducible(W));
}

TEST_CASE("All eigenvalues of a chain are exactly zero, its vectors finite",
          "[numerics][complex_linear_algebra]") {
    for (Index n = 1; n <= 24; ++n) {
        const auto order = shuffled(n, static_cast<unsigned>(n));
        const ComplexMatrix W = ComplexMatrix(chain(n)(order, order));
        CAPTURE(n);
        CHECK(numerics::eigenvalues(W) == ComplexVector::Zero(n));
        CHECK(numerics::eigen_decomposition(W).values == ComplexVector::Zero(n));
        check_right_vectors(W);
        check_left_vectors(W);
    }
}

TEST_CASE("Blocks keep their own eigenvalues", "[numerics][complex_linear_algebra]") {
    ComplexMatrix A = random_matrix(12, 8);
    A.bottomLeftCorner(7, 5).setZero();
    A.bottomRightCorner(7, 7).setZero();  // half of the populations send nothing
    check_right_vectors(A);
    check_left_vectors(A);
    const ComplexVector values = numerics::eigenvalues(A);
    const ComplexVector of_block = numerics::eigenvalues(ComplexMatrix(A.topLeftCorner(5, 5)));
    for (const Complex value : of_block) CHECK((values.array() - value).abs().minCoeff() < 1e-13);
    CHECK((values.array() == Complex(0.0)).count() == 7);
}

TEST_CASE("Populations with equal rows have the eigenvalues of one",
          "[numerics][complex_linear_algebra]") {
    for (Index n = 2; n <= 40; ++n) {
        CAPTURE(n);
        const ComplexVector row = random_matrix(n, static_cast<unsigned>(n)).row(0).transpose();
        const ComplexMatrix A = ComplexVector::Ones(n) * row.transpose();
        const ComplexVector values = numerics::eigenvalues(A);
        // A = 1 row^T has the eigenvalue sum(row) and zeros, to rounding of |A|.
        const double rounding = 1e-14 * A.norm();
        CHECK((values.array() - row.sum()).abs().minCoeff() < rounding);
        CHECK((values.array().abs() < rounding).count() >= n - 1);
        check_right_vectors(A);
        check_left_vectors(A);
    }
}

TEST_CASE("Nearly defective and zero matrices have finite vectors",
          "[numerics][complex_linear_algebra]") {
    check_right_vectors(ComplexMatrix::Zero(5, 5));
    check_left_vectors(ComplexMatrix::Zero(5, 5));
    for (const double link : {1e-300, 1e-18, 1e-9, 1e-3}) {
        ComplexMatrix W = chain(16);
        W(0, 15) = link;
        CAPTURE(link);
        check_right_vectors(W);
        check_left_vectors(W);
    }
}

TEST_CASE("Linear algebra refuses what is not finite", "[numerics][complex_linear_algebra]") {
    ComplexMatrix A = random_matrix(3, 9);
    A(1, 2) = std::numeric_limits<double>::quiet_NaN();
    CHECK_THROWS_AS(numerics::eigen_decomposition(A), InvalidParameter);
    CHECK_THROWS_AS(numerics::left_eigen_decomposition(A), InvalidParameter);
    CHECK_THROWS_AS(numerics::eigenvalues(A), InvalidParameter);
    CHECK_THROWS_AS(numerics::inverse(A), InvalidParameter);
}
