#include "catch.hpp"
#include "theory/read_table.hpp"

#include <siegert/error.hpp>
#include <siegert/theory/delays.hpp>
#include <siegert/units.hpp>

#include <map>
#include <numbers>

using namespace siegert;
using namespace siegert::literals;
using theory::Delay;
using theory::delay_factor;

namespace {

constexpr auto none = DelayDistribution::none;
constexpr auto gaussian = DelayDistribution::gaussian;
constexpr auto truncated_gaussian = DelayDistribution::truncated_gaussian;
constexpr auto lognormal = DelayDistribution::lognormal;

const Complex i_unit(0.0, 1.0);

}  // namespace

TEST_CASE("Delay factors agree with integrals over the densities", "[theory][delays]") {
    const std::map<std::string, DelayDistribution> distribution = {
        {"gaussian", gaussian},
        {"truncated_gaussian", truncated_gaussian},
        {"lognormal", lognormal}};
    for (const auto& row : read_table("delay_factors.csv")) {
        const Delay delay{.mean = number(row[1]), .sd = number(row[2])};
        const Complex s(number(row[3]), number(row[4]));
        const Complex reference(number(row[5]), number(row[6]));
        CAPTURE(row[0], delay.mean, delay.sd, s);
        // Documented bound, 1e-14 (1e-12 for lognormal), plus the rounding of the phase s m.
        const double bound =
            (row[0] == "lognormal" ? 1e-12 : 1e-14) * std::max(1.0, std::abs(reference)) +
            1e-15 * std::abs(s) * delay.mean;
        CHECK(std::abs(delay_factor(distribution.at(row[0]), delay, s) - reference) < bound);
    }
}

TEST_CASE("Delays turn the phase clockwise and damp", "[theory][delays]") {
    const auto distribution = GENERATE(none, gaussian, truncated_gaussian, lognormal);
    const Delay delay{.mean = 1.5_ms, .sd = 0.4_ms};
    const double omega = 200.0;
    const Complex D = delay_factor(distribution, delay, i_unit * omega);
    // 0.3 rad; the distributions differ in the third cumulant, (omega sd)^3 ~ 5e-4.
    CHECK(std::abs(std::arg(D) + omega * delay.mean) < 2e-3);
    CHECK(std::abs(D) <= 1.0);
    CHECK(std::abs(delay_factor(distribution, delay, 0.0) - 1.0) < 1e-15);
    CHECK(std::abs(delay_factor(distribution, delay, -i_unit * omega) - std::conj(D)) < 1e-15);
}

TEST_CASE("Every distribution tends to the constant delay as sd vanishes", "[theory][delays]") {
    const auto distribution = GENERATE(gaussian, truncated_gaussian, lognormal);
    const Complex s(40.0, 900.0);
    const Complex limit = std::exp(-s * 1.5e-3);
    CHECK(std::abs(delay_factor(distribution, {.mean = 1.5_ms, .sd = 0.0}, s) - limit) < 1e-15);
    for (const double sd : {1e-7, 1e-9, 1e-12, 1e-170, 1e-310})
        // Next order: (s sd)^2 / 2.
        CHECK(std::abs(delay_factor(distribution, {.mean = 1.5_ms, .sd = sd}, s) - limit) <
              std::norm(s) * sd * sd + 1e-13);
}

TEST_CASE("Delay factors are bounded at every frequency", "[theory][delays]") {
    const auto distribution = GENERATE(none, gaussian, truncated_gaussian, lognormal);
    for (const double mean : {1e-5, 1.5e-3, 0.2})
        for (const double sd : {0.0, 1e-6, 1.5e-3, 0.02})
            for (double omega = 1e-3; omega < 1e7; omega *= 3.7) {
                CAPTURE(mean, sd, omega);
                const Complex D =
                    delay_factor(distribution, {.mean = mean, .sd = sd}, i_unit * omega);
                REQUIRE(std::abs(D) <= 1.0 + 1e-10);  // fails for NaN
            }
}

TEST_CASE("A truncated delay may have mean zero before the cut", "[theory][delays]") {
    // Half-normal: real part exp(-(omega sd)^2 / 2).
    const double omega_sd = 0.7;
    const Complex D =
        delay_factor(truncated_gaussian, {.mean = 0.0, .sd = 1.0_ms}, i_unit * omega_sd * 1e3);
    CHECK(std::abs(D.real() - std::exp(-0.5 * omega_sd * omega_sd)) < 1e-15);
    CHECK(D.imag() < 0.0);
}

TEST_CASE("Derivative with respect to the mean delay agrees with differences", "[theory][delays]") {
    const auto distribution = GENERATE(none, gaussian, truncated_gaussian, lognormal);
    const Complex s = GENERATE(Complex(0.0, 395.0), Complex(30.0, 1800.0));
    const Delay delay{.mean = 1.5_ms, .sd = 0.9_ms};
    const double h = 1e-4 * delay.mean;
    const auto at = [&](double mean) {
        return delay_factor(distribution, {.mean = mean, .sd = delay.sd}, s);
    };
    const Complex difference = (8.0 * (at(delay.mean + h) - at(delay.mean - h)) -
                                (at(delay.mean + 2.0 * h) - at(delay.mean - 2.0 * h))) /
                               (12.0 * h);
    const Complex derivative = theory::delay_factor_derivative(distribution, delay, s);
    // Fourth-order differences: (h / m)^4 = 1e-16; the rounding eps / h is 1e-9.
    CHECK(std::abs(derivative - difference) < 1e-8 * std::abs(derivative));
}

TEST_CASE("Delay matrices have targets as rows and one matrix per frequency", "[theory][delays]") {
    Matrix mean(2, 2);
    mean << 1.5e-3, 0.8e-3, 1.2e-3, 0.8e-3;
    const Matrix sd = 0.3 * mean;
    ComplexVector s(3);
    s << 0.0, 300.0 * i_unit, Complex(20.0, 700.0);
    const theory::Delays delays{.mean = mean, .sd = sd, .distribution = truncated_gaussian};
    const MatrixStack D = theory::delay_dist_matrix(delays, s);
    REQUIRE(D.frequencies() == 3);
    for (Index k = 0; k < 3; ++k)
        for (Index i = 0; i < 2; ++i)
            for (Index j = 0; j < 2; ++j)
                CHECK(D[k](i, j) ==
                      delay_factor(truncated_gaussian, {.mean = mean(i, j), .sd = sd(i, j)}, s(k)));
    const ComplexMatrix derivative = theory::delay_dist_derivative(delays, s(1));
    CHECK(derivative(1, 0) == theory::delay_factor_derivative(
                                  truncated_gaussian, {.mean = mean(1, 0), .sd = sd(1, 0)}, s(1)));

    const theory::Delays without_sd{.mean = mean, .sd = {}, .distribution = gaussian};
    CHECK(std::abs(theory::delay_dist_matrix(without_sd, s)[1](0, 1) - std::exp(-i_unit * 0.24)) <
          1e-15);
}

TEST_CASE("Delays name what they reject", "[theory][delays][error]") {
    CHECK_THROWS_WITH(delay_factor(gaussian, {.mean = -1.0_ms, .sd = 1.0_ms}, 0.0),
                      ContainsSubstring("Delay must be finite and not negative, got -0.001"));
    CHECK_THROWS_WITH(delay_factor(gaussian, {.mean = 1.0_ms, .sd = unset}, 0.0),
                      ContainsSubstring("Delay_sd must be finite and not negative, got nan"));
    CHECK_THROWS_WITH(delay_factor(lognormal, {.mean = 0.0, .sd = 1.0_ms}, i_unit),
                      ContainsSubstring("lognormal"));
    CHECK_THROWS_WITH(delay_factor(lognormal, {.mean = 1.0_ms, .sd = 1.0_ms}, -100.0),
                      ContainsSubstring("not be negative and real"));
    CHECK_THROWS_WITH(delay_factor(none, {.mean = 1.0_ms, .sd = 0.0}, unset),
                      ContainsSubstring("s (real part) must be finite"));
    Network network;
    network.J = network.K = Matrix::Constant(2, 2, 1.0);
    CHECK_THROWS_WITH(theory::delays(network), ContainsSubstring("Delay is missing"));
    network.K.setZero();  // where nothing is connected there is nothing to delay
    CHECK(theory::delays(network).mean == Matrix::Zero(2, 2));
    const theory::Delays ragged{
        .mean = Matrix::Ones(2, 2), .sd = Matrix::Ones(2, 3), .distribution = gaussian};
    CHECK_THROWS_WITH(theory::delay_dist_matrix(ragged, ComplexVector::Zero(1)),
                      ContainsSubstring("Delay_sd must be 2 x 2"));
}
