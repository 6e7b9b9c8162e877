#include "catch.hpp"

#include "numerics/shifted_solve.hpp"
#include "numerics/uniform_random.hpp"

#include <siegert/error.hpp>

#include <Eigen/LU>

#include <cmath>

using namespace siegert;
using numerics::solve_shifted;

namespace {

Matrix random_matrix(Index n, double size, std::uint64_t seed) {
    numerics::UniformRandom uniform(seed);
    return Matrix::NullaryExpr(n, n, [&] { return size * (2.0 * uniform() - 1.0); });
}

double relative_residual(const Matrix& jacobian, double shift, const Vector& rhs, const Vector& x) {
    return (shift * x - jacobian * x - rhs).norm() / rhs.norm();
}

}  // namespace

TEST_CASE("Shifted systems are solved to the tolerance asked for", "[numerics][shifted_solve]") {
    const Index n = GENERATE(1, 2, 9, 64, 65, 120);
    const double shift = GENERATE(1.0, 4.3, 1000.0);
    const double tolerance = GENERATE(0.1, 1e-4, 1e-10);
    CAPTURE(n, shift, tolerance);
    // Eigenvalues within the unit circle, as of a map near a stable fixed point.
    const Matrix jacobian = random_matrix(n, 1.0 / std::sqrt(static_cast<double>(n)), 11);
    const Vector rhs = random_matrix(n, 3.0, 12).col(0);
    CHECK(relative_residual(jacobian, shift, rhs, solve_shifted(jacobian, shift, rhs, tolerance)) <=
          std::max(tolerance, 1e-13) * 1.001);
}

TEST_CASE("Small systems are solved exactly, whatever the tolerance", "[numerics][shifted_solve]") {
    const Matrix jacobian = random_matrix(8, 5.0, 3);
    const Vector rhs = random_matrix(8, 1.0, 4).col(2);
    CHECK(relative_residual(jacobian, 1.5, rhs, solve_shifted(jacobian, 1.5, rhs, 0.1)) < 1e-12);
}

TEST_CASE("Large systems on which the iteration stagnates are factorised",
          "[numerics][shifted_solve]") {
    // A cyclic permutation: no Krylov space below the full dimension holds any of the solution.
    const Index n = 100;
    Matrix jacobian = Matrix::Zero(n, n);
    for (Index i = 0; i < n; ++i) jacobian(i, (i + 1) % n) = 1.0;
    Vector rhs = Vector::Zero(n);
    rhs(0) = 1.0;
    const Vector x = solve_shifted(jacobian, 0.0, rhs, 1e-8);
    CHECK(relative_residual(jacobian, 0.0, rhs, x) < 1e-13);
}

TEST_CASE("A vanishing right side has a vanishing solution", "[numerics][shifted_solve]") {
    const Index n = GENERATE(5, 90);
    const Matrix jacobian = random_matrix(n, 0.05, 8);
    CHECK(solve_shifted(jacobian, 1.0, Vector::Zero(n), 0.1).norm() == 0.0);
}

TEST_CASE("Shifted systems refuse what is not finite", "[numerics][shifted_solve]") {
    for (const Index n : {3, 90}) {
        Matrix jacobian = Matrix::Identity(n, n);
        const Vector rhs = Vector::Ones(n);
        jacobian(1, 2) = std::nan("");
        CHECK_THROWS_AS(solve_shifted(jacobian, 2.0, rhs, 0.1), InvalidParameter);
        jacobian(1, 2) = 0.0;
        CHECK_THROWS_AS(solve_shifted(jacobian, std::nan(""), rhs, 0.1), InvalidParameter);
        CHECK_THROWS_AS(solve_shifted(jacobian, 2.0, rhs / 0.0, 0.1), InvalidParameter);
    }
}
