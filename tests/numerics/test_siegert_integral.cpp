#include "catch.hpp"

#include "numerics/siegert_integral.hpp"

#include <boost/math/quadrature/gauss_kronrod.hpp>

#include <array>
#include <cmath>
#include <numbers>

using namespace siegert::numerics;

namespace {

long double erfcx_of_minus(long double u) {
    return std::exp(u * u) * std::erfc(-u);
}

Barrier barrier(double b, double h) {
    return {.distance = b, .distance_low = 0.0, .width = h, .sigma = 1.0};
}

double unscaled(const SiegertIntegral& integral) {
    return integral.scaled * std::exp(integral.exponent);
}

}  // namespace

TEST_CASE("The Siegert integral is what quadrature of its integrand gives", "[numerics][siegert]") {
    const double b = GENERATE(-4.3, -0.7, 0.0, 0.9, 3.7);
    const double h = GENERATE(1e-6, 0.02, 0.21, 0.3, 2.9);
    CAPTURE(b, h);
    // Over the distance from b, so that b - h is not rounded; in long double, because exp(u^2)
    // erfc(-u) magnifies roundings by 2 u^2.
    const auto integrand = [b](long double d) { return erfcx_of_minus(b - d); };
    const long double integral = boost::math::quadrature::gauss_kronrod<long double, 61>::integrate(
        integrand, 0.0L, static_cast<long double>(h), 5, 1e-16L);
    const auto expected =
        static_cast<double>(std::sqrt(std::numbers::pi_v<long double>) * integral);
    CHECK(relative_error(unscaled(siegert_integral(barrier(b, h))), expected) < 1e-14);
}

TEST_CASE("Siegert integrals over adjacent intervals add up", "[numerics][siegert]") {
    const double b = GENERATE(-300.0, -20.0, 0.3, 5.0, 20.0);
    const double width = GENERATE(0.1, 0.5, 3.0, 40.0);
    CAPTURE(b, width);
    const auto whole = siegert_integral(barrier(b, width));
    const auto upper = siegert_integral(barrier(b, width / 4.0));
    const auto lower = siegert_integral(barrier(b - width / 4.0, 3.0 * width / 4.0));
    const double sum = upper.scaled + lower.scaled * std::exp(lower.exponent - upper.exponent);
    // The exponent, up to 400, is rounded; a few more roundings.
    CHECK(relative_error(sum, whole.scaled) < 1e-13);
}

TEST_CASE("Differences of derivatives agree with their recurrence", "[numerics][siegert]") {
    // e'' = 2 y e' + 2 e and so on, each multiplied out in long double at both ends.
    const double b = GENERATE(-2.1, -0.4, 0.6, 2.2);
    const double h = GENERATE(0.05, 0.7, 1.9);
    CAPTURE(b, h);
    const auto derivatives = [](long double y) {
        std::array<long double, 5> e{};
        e[0] = std::exp(y * y) * std::erfc(-y);
        e[1] = 2.0L * y * e[0] + 2.0L / std::sqrt(std::numbers::pi_v<long double>);
        for (std::size_t n = 2; n < 5; ++n) {
            e[n] = 2.0L * y * e[n - 1] + 2.0L * static_cast<long double>(n - 1) * e[n - 2];
        }
        return e;
    };
    const auto at_b = derivatives(b);
    const auto at_a = derivatives(static_cast<long double>(b) - h);
    const auto integral = siegert_integral(barrier(b, h));
    const auto differences = siegert_differences<5>(barrier(b, h), integral.root);
    CHECK(relative_error(differences.p, differences.t) < 1e-15);  // sigma = 1
    for (std::size_t n = 0; n < 5; ++n) {
        CAPTURE(n);
        const double scale =
            std::pow(differences.t, static_cast<double>(n + 1)) * std::exp(integral.exponent);
        const auto expected = static_cast<double>(at_b[n] - at_a[n]);
        // The recurrence cancels for y < 0, at y = -4 by up to 1e5 long double roundings (5e-20).
        CHECK(relative_error(differences.w[n] * scale, expected) < 1e-13);
    }
}

TEST_CASE("Without noise the Siegert integral is a logarithm", "[numerics][siegert][limit]") {
    const Barrier noise_free{.distance = -3.0, .distance_low = 0.0, .width = 2.0, .sigma = 0.0};
    const auto integral = siegert_integral(noise_free);
    CHECK(relative_error(integral.scaled, std::log(5.0 / 3.0)) < 1e-15);
    const auto differences = siegert_differences<4>(noise_free, integral.root);
    CHECK(differences.t == 0.0);
    CHECK(relative_error(differences.p, 4.0 / 3.0) < 1e-15);
    // sqrt(pi) I_mu = 1 / (mu - V_0) - 1 / (mu - V_th) = -sqrt(pi) p w0
    CHECK(relative_error(std::sqrt(std::numbers::pi) * differences.p * differences.w[0],
                         1.0 / 3.0 - 1.0 / 5.0) < 1e-15);
    // sqrt(pi) I_mumu = 1 / (mu - V_th)^2 - 1 / (mu - V_0)^2 = sqrt(pi) p^2 w1
    CHECK(relative_error(
              std::sqrt(std::numbers::pi) * differences.p * differences.p * differences.w[1],
              1.0 / 9.0 - 1.0 / 25.0) < 1e-15);
}

TEST_CASE("The rounding error of the distance reaches the exponent", "[numerics][siegert]") {
    // d/db of exp(-b^2) is -2 b: a distance larger by 1e-16 relative changes it by 2 b^2 1e-16.
    const double b = 20.0;
    Barrier shifted = barrier(b, 1.0);
    shifted.distance_low = 1e-15;
    const double ratio =
        siegert_integral(shifted).root / siegert_integral(barrier(b, 1.0)).root - 1.0;
    CHECK(std::abs(ratio / (-b * 1e-15) - 1.0) < 0.02);  // root is rounded to 1e-16 of 2e-14
}
