#include "catch.hpp"
#include "neurons/adaptation/hermite_modes.hpp"

#include <Eigen/Eigenvalues>

#include <cmath>

using namespace siegert;
using namespace siegert::neurons;

namespace {

double psi(int n, double z) {
    double before = 0.0;
    double value = 1.0;
    for (int k = 0; k < n; ++k) {
        const double next = (z * value - std::sqrt(k) * before) / std::sqrt(k + 1.0);
        before = value;
        value = next;
    }
    return value;
}

/// Coefficients of a point z: the polynomials there.
Vector at(const HermiteModes& modes, const Vector& z) {
    Vector c = Vector::Ones(static_cast<Index>(modes.degrees.size()));
    for (Index k = 0; k < c.size(); ++k) {
        for (Index j = 0; j < z.size(); ++j)
            c(k) *=
                psi(modes.degrees[static_cast<std::size_t>(k)][static_cast<std::size_t>(j)], z(j));
    }
    return c;
}

}  // namespace

TEST_CASE("Modes are all of a total degree up to the order", "[neurons][adaptation]") {
    CHECK(hermite_modes(1, 4).degrees.size() == 5);
    const HermiteModes modes = hermite_modes(3, 2);
    CHECK(modes.degrees.size() == 10);
    CHECK(modes.degrees.front() == std::vector<int>{0, 0, 0});
    CHECK(modes.degrees[static_cast<std::size_t>(pure_mode(modes, 1, 2))] ==
          std::vector<int>{0, 2, 0});
}

TEST_CASE("Moved and scaled, a point is another point", "[neurons][adaptation]") {
    const HermiteModes modes = hermite_modes(2, 4);
    const Vector z{{0.7, -1.3}};
    const Vector scale{{0.9, 0.6}};
    const Vector shift{{1.1, -0.4}};
    const Vector moved = scale.cwiseProduct(z) + shift;
    CHECK((affine(modes, scale, shift) * at(modes, z) - at(modes, moved)).norm() < 1e-13);
}

TEST_CASE("Lowering takes the derivative", "[neurons][adaptation]") {
    const HermiteModes modes = hermite_modes(2, 3);
    const Vector z{{0.4, -0.9}};
    constexpr double h = 1e-5;
    const Vector step{{0.0, h}};
    const Vector difference = (at(modes, z + step) - at(modes, z - step)) / (2.0 * h);
    CHECK((lowering(modes, 1) * at(modes, z) - difference).norm() < 1e-8);
}

TEST_CASE("The places of one current are the zeros of a Hermite polynomial",
          "[neurons][adaptation]") {
    const HermiteModes modes = hermite_modes(1, 4);
    const Eigen::SelfAdjointEigenSolver<Matrix> nodes(position(modes, 0));
    for (const double z : nodes.eigenvalues()) CHECK(std::abs(psi(5, z)) < 1e-13);
}
