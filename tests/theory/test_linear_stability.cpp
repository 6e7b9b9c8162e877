#include "catch.hpp"

#include <siegert/error.hpp>
#include <siegert/theory/linear_stability.hpp>

#include <Eigen/LU>

using namespace siegert;
using namespace siegert::theory;
using Catch::Matchers::Message;

namespace {

struct Reference {
    double tau, delay;
    double c_real, c_imag;
    int branch;
    double lambda_real, lambda_imag;
};

constexpr Reference references[] = {
#include "references/linear_stability.inc"
};

constexpr ConstantDelay generic{.tau = 0.003, .delay = 0.002};

// Documented bound of the error.
double allowed_error(const ConstantDelay& model, Complex lambda) {
    return 1e-14 * (std::abs(lambda) + 1.0 / std::abs(model.tau) + 1.0 / model.delay);
}

}  // namespace

TEST_CASE("Eigenvalues for a constant delay agree with 40-digit references",
          "[theory][linear_stability]") {
    for (const auto& r : references) {
        const ConstantDelay model{.tau = r.tau, .delay = r.delay};
        const Complex c(r.c_real, r.c_imag);
        const Complex expected(r.lambda_real, r.lambda_imag);
        const Complex lambda = solve_chareq_lambertw_constant_delay(r.branch, model, c);
        CAPTURE(r.tau, r.delay, c, r.branch, lambda);
        CHECK(std::abs(lambda - expected) < allowed_error(model, expected));
    }
}

TEST_CASE("The matrix form takes the eigenvalue with the largest absolute value",
          "[theory][linear_stability]") {
    const Matrix excitation_inhibition{{2.0, -10.0}, {2.0, -10.0}};  // eigenvalues 0, -8
    for (const int branch : {-2, 0, 1}) {
        const Complex lambda =
            solve_chareq_lambertw_constant_delay(branch, generic, excitation_inhibition);
        const Complex expected = solve_chareq_lambertw_constant_delay(branch, generic, -8.0);
        CHECK(std::abs(lambda - expected) < 10.0 * allowed_error(generic, expected));
    }
    const Matrix rotation{{0.3, -2.0}, {2.0, 0.3}};  // eigenvalues 0.3 +- 2i
    CHECK(std::abs(largest_eigenvalue(rotation) - Complex(0.3, 2.0)) < 1e-15);
}

TEST_CASE("Without delay one eigenvalue is left", "[theory][linear_stability]") {
    const Complex c(-3.0, 0.7);
    const ConstantDelay instant{.tau = 0.003, .delay = 0.0};
    const double infinity = std::numeric_limits<double>::infinity();
    const Complex limit = solve_chareq_lambertw_constant_delay(0, instant, c);
    CHECK(std::abs(limit - (c - 1.0) / 0.003) < 1e-12);
    CHECK(solve_chareq_lambertw_constant_delay(1, instant, c).real() == -infinity);

    SECTION("which is reached linearly in the delay") {
        const auto distance = [&](double delay) {
            return std::abs(
                solve_chareq_lambertw_constant_delay(0, {.tau = 0.003, .delay = delay}, c) - limit);
        };
        CHECK(distance(4e-7) / distance(1e-7) == Approx(4.0).epsilon(0.01));  // next order: delay^2
    }
}

TEST_CASE("Without coupling populations decay with their time constant",
          "[theory][linear_stability]") {
    CHECK(solve_chareq_lambertw_constant_delay(0, generic, 0.0) == Complex(-1.0 / 0.003));
    CHECK(solve_chareq_lambertw_constant_delay(-1, generic, 0.0).real() ==
          -std::numeric_limits<double>::infinity());
}

TEST_CASE("Delays that are many time constants long do not overflow",
          "[theory][linear_stability]") {
    // As tau -> 0, exp(lambda delay) -> c: lambda = (log c + 2 pi i branch) / delay.
    const ConstantDelay model{.tau = 1e-8, .delay = 0.02};
    for (const int branch : {-2, 0, 3}) {
        const Complex c(-3.1, 0.6);
        const Complex limit = (std::log(c) + Complex(0.0, 2.0 * M_PI * branch)) / 0.02;
        const Complex lambda = solve_chareq_lambertw_constant_delay(branch, model, c);
        CAPTURE(branch, lambda, limit);
        // The correction is of relative order tau / delay = 5e-7.
        CHECK(std::abs(lambda - limit) < 1e-6 * std::abs(limit));
        CHECK(std::abs((1.0 + 1e-8 * lambda) * std::exp(lambda * 0.02) / c - 1.0) < 1e-8);
    }
}

TEST_CASE("All eigenvalues are sorted by growth rate", "[theory][linear_stability]") {
    const Matrix C{{1.4, -2.0, 0.1}, {0.9, -3.1, 0.3}, {0.2, -0.5, 0.6}};
    const auto eigenvalues = constant_delay_eigenvalues(generic, C, 3);
    REQUIRE(eigenvalues.size() == 21);
    for (std::size_t i = 0; i < eigenvalues.size(); ++i) {
        const Complex lambda = eigenvalues[i];
        CAPTURE(i, lambda);
        if (i > 0) CHECK(lambda.real() <= eigenvalues[i - 1].real());
        // det((1 + tau lambda) exp(lambda delay) - C) = 0, relative to the size of its terms.
        const Complex c = (1.0 + generic.tau * lambda) * std::exp(lambda * generic.delay);
        const ComplexMatrix singular = c * ComplexMatrix::Identity(3, 3) - C.cast<Complex>();
        CHECK(std::abs(singular.determinant()) <
              1e-12 * std::pow(std::abs(c) + C.norm(), 3));  // rounding of lambda times delay
    }
    // Solutions on branch 0 lead those of the same eigenvalue on other branches.
    const auto leading = constant_delay_eigenvalues(generic, C, 0);
    CHECK(leading.front() == eigenvalues.front());
}

TEST_CASE("The characteristic equation names what it rejects",
          "[theory][linear_stability][error]") {
    const auto solve = [](double tau, double delay, Complex c) {
        return solve_chareq_lambertw_constant_delay(0, {.tau = tau, .delay = delay}, c);
    };
    CHECK_THROWS_MATCHES(solve(0.0, 0.002, 2.0), InvalidParameter,
                         Message("tau must be finite and not zero, got 0"));
    CHECK_THROWS_MATCHES(solve(0.003, -0.002, 2.0), InvalidParameter,
                         Message("delay must be finite and not negative, got -0.002"));
    CHECK_THROWS_AS(solve(0.003, 0.002, Complex(0.0, std::nan(""))), InvalidParameter);
    CHECK_THROWS_MATCHES(largest_eigenvalue(Matrix::Ones(2, 3)), InvalidParameter,
                         Message("connectivity must have shape 2 x 2, got 2 x 3"));
    CHECK_THROWS_MATCHES(constant_delay_eigenvalues(generic, Matrix::Ones(2, 2), -1),
                         InvalidParameter, Message("branches must not be negative, got -1"));
}
