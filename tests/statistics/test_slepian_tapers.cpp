#include "catch.hpp"

#include "statistics/slepian_tapers.hpp"

#include <numbers>

using namespace siegert;
using siegert::statistics::slepian_tapers;

TEST_CASE("Slepian tapers solve the concentration problem", "[statistics][slepian]") {
    // Their definition: eigenvectors of the sinc kernel, which the tridiagonal matrix commutes
    // with.
    const Index n = GENERATE(32, 101);
    const double time_bandwidth = 3.5, W = time_bandwidth / double(n);
    Matrix kernel(n, n);
    for (Index i = 0; i < n; ++i) {
        for (Index j = 0; j < n; ++j) {
            const double distance = std::numbers::pi * double(i - j);
            kernel(i, j) = i == j ? 2.0 * W : std::sin(2.0 * W * distance) / distance;
        }
    }
    const Matrix tapers = slepian_tapers(n, time_bandwidth, 6);
    const Vector concentration = (tapers.transpose() * kernel * tapers).diagonal();
    CHECK((tapers.transpose() * tapers - Matrix::Identity(6, 6)).cwiseAbs().maxCoeff() < 1e-9);
    CHECK((kernel * tapers - tapers * concentration.asDiagonal()).cwiseAbs().maxCoeff() < 1e-9);
    CHECK(concentration(0) > 1.0 - 1e-7);
    for (Index k = 1; k < 6; ++k) CHECK(concentration(k) < concentration(k - 1));
    CHECK(concentration(5) > 0.9);
    for (Index k = 0; k < 6; k += 2) CHECK(tapers.col(k).sum() > 0.0);
    for (Index k = 1; k < 6; k += 2) CHECK(tapers(n / 8, k) > 0.0);
}

TEST_CASE("Slepian tapers of a long segment are orthonormal", "[statistics][slepian]") {
    const Matrix tapers = slepian_tapers(16384, 4.0, 7);
    CHECK((tapers.transpose() * tapers - Matrix::Identity(7, 7)).cwiseAbs().maxCoeff() < 1e-9);
}
