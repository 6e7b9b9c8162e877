#include "catch.hpp"
#include "numerics/lognormal_laplace.hpp"

#include <cmath>
#include <complex>

using siegert::numerics::lognormal_laplace;
using Complex = std::complex<double>;

// Values from high-precision integrals are compared in tests/theory/test_delays.cpp.

TEST_CASE("Laplace transform of the lognormal has the moments as derivatives",
          "[numerics][lognormal_laplace]") {
    // L(a) = 1 - a m1 + a^2 m2 / 2 - a^3 m3 / 6 + O(a^4 m4), m_k = exp(k^2 sigma^2 / 2).
    const double sigma = GENERATE(0.001, 0.05, 0.3, 0.83);
    const double a = 1e-4;
    const auto moment = [&](double k) { return std::exp(0.5 * k * k * sigma * sigma); };
    const Complex s(0.0, a);
    const Complex series =
        1.0 - s * moment(1) + s * s * moment(2) / 2.0 - s * s * s * moment(3) / 6.0;
    CAPTURE(sigma);
    CHECK(std::abs(lognormal_laplace(s, sigma) - series) < 1e-14 + a * a * a * a * moment(4));
}

TEST_CASE("Laplace transform of a narrow lognormal is that of a constant",
          "[numerics][lognormal_laplace]") {
    const Complex a = GENERATE(Complex(0.0, 3.7), Complex(0.0, 55.0), Complex(2.0, -4.0));
    for (const double sigma : {1e-4, 1e-6, 1e-8}) {
        const Complex limit = std::exp(-a);
        CAPTURE(a, sigma);
        // Next order: sigma^2 (a^2 - a) / 2.
        CHECK(std::abs(lognormal_laplace(a, sigma) - limit) <
              std::abs(limit) * (std::norm(a) * sigma * sigma + 1e-13 * (1.0 + std::abs(a))));
    }
}

TEST_CASE("Laplace transform of the lognormal is bounded by one", "[numerics][lognormal_laplace]") {
    for (double sigma = 1e-5; sigma < 4.0; sigma *= 2.3)
        for (double a = 1e-8; a < 1e5; a *= 6.1) {
            CAPTURE(sigma, a);
            const Complex value = lognormal_laplace({0.0, a}, sigma);
            REQUIRE(std::abs(value) <= 1.0 + 1e-12);  // fails for NaN
            REQUIRE(std::abs(lognormal_laplace({0.0, -a}, sigma) - std::conj(value)) < 1e-14);
        }
}
