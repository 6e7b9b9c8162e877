#include "catch.hpp"

#include "numerics/broyden.hpp"
#include "numerics/deflated_newton.hpp"
#include "numerics/pseudo_transient_newton.hpp"
#include "numerics/relaxation.hpp"

#include <siegert/error.hpp>

#include <cmath>
#include <limits>
#include <vector>

using namespace siegert;
using namespace siegert::numerics;

namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();

// A sigmoid of one variable with slope `gain` at its middle: f(x) = 10 / (1 + exp(-gain (x - 5)
// / 2.5)). Fixed points: 5, and two more, symmetric about it, where gain > 1.
DifferentiableMap sigmoid(double gain) {
    return [gain](const Vector& x) -> Linearization {
        const double value = 10.0 / (1.0 + std::exp(-gain * (x(0) - 5.0) / 2.5));
        const double slope = gain / 2.5 * value * (1.0 - value / 10.0);
        return {.value = Vector::Constant(1, value), .jacobian = Matrix::Constant(1, 1, slope)};
    };
}

// Stiff: the components relax with rates from 1 to 1001 and act on each other one way.
Linearization cascade(const Vector& x) {
    Linearization f{.value = Vector(3), .jacobian = Matrix::Zero(3, 3)};
    const std::vector<double> gain{0.0, 30.0, 1000.0};
    for (Index i = 0; i < 3; ++i) {
        const double from_left = i > 0 ? x(i - 1) : 0.0;
        const double k = gain[static_cast<std::size_t>(i)];
        f.value(i) = 7.0 + 0.5 * from_left - k * (x(i) - 2.0);
        f.jacobian(i, i) = -k;
        if (i > 0) f.jacobian(i, i - 1) = 0.5;
    }
    return f;
}

Vector cascade_fixed_point() {
    const double x0 = 7.0;
    const double x1 = (7.0 + 0.5 * x0 + 60.0) / 31.0;
    const double x2 = (7.0 + 0.5 * x1 + 2000.0) / 1001.0;
    return Vector{{x0, x1, x2}};
}

// Turns about (5, 5) for ever: dx/dt = f(x) - x has a limit cycle and an unstable fixed point.
Linearization oscillator(const Vector& x) {
    const double u = x(0) - 5.0;
    const double v = x(1) - 5.0;
    const double pull = 1.0 - u * u - v * v;
    Linearization f{.value = Vector(2), .jacobian = Matrix(2, 2)};
    f.value << x(0) + pull * u - 3.0 * v, x(1) + 3.0 * u + pull * v;
    f.jacobian << 1.0 + pull - 2.0 * u * u, -3.0 - 2.0 * u * v, 3.0 - 2.0 * u * v,
        1.0 + pull - 2.0 * v * v;
    return f;
}

FixedPointOptions box(Index n, double upper, int max_iterations = 300) {
    return {.upper = Vector::Constant(n, upper), .max_iterations = max_iterations};
}

}  // namespace

TEST_CASE("Both solvers find the fixed point of a stiff map", "[numerics][fixed_point]") {
    const auto solve = GENERATE(&pseudo_transient_newton, &relax);
    const auto point = solve(cascade, Vector::Zero(3), box(3, infinity, 2000));
    CHECK(point.converged);
    // The tolerance: 1e-12 (x + 1).
    CHECK((point.x - cascade_fixed_point()).cwiseAbs().maxCoeff() < 1e-11);
}

TEST_CASE("Both solvers reach the attractor on whose side they start", "[numerics][fixed_point]") {
    const auto solve = GENERATE(&pseudo_transient_newton, &relax);
    const auto f = sigmoid(3.0);
    const auto low = solve(f, Vector::Constant(1, 4.0), box(1, 10.0, 2000));
    const auto high = solve(f, Vector::Constant(1, 6.0), box(1, 10.0, 2000));
    CHECK(low.converged);
    CHECK(high.converged);
    CHECK(low.x(0) < 1.0);
    CHECK(std::abs(low.x(0) + high.x(0) - 10.0) < 1e-9);
}

TEST_CASE("The time-accurate relaxation does not cross into another basin",
          "[numerics][fixed_point]") {
    const auto f = sigmoid(3.0);
    for (const double distance : {1e-3, 1e-2, 0.1, 1.0}) {
        CAPTURE(distance);
        CHECK(relax(f, Vector::Constant(1, 5.0 - distance), box(1, 10.0, 2000)).x(0) < 5.0);
        CHECK(relax(f, Vector::Constant(1, 5.0 + distance), box(1, 10.0, 2000)).x(0) > 5.0);
    }
}

TEST_CASE("A gain far above 1 leads away from the start", "[numerics][fixed_point]") {
    // f(x) = 0.01 + 900 x / (1 + x): the linearisation at 0 has its fixed point below 0.
    const auto f = [](const Vector& x) -> Linearization {
        return {.value = Vector::Constant(1, 0.01 + 900.0 * x(0) / (1.0 + x(0))),
                .jacobian = Matrix::Constant(1, 1, 900.0 / ((1.0 + x(0)) * (1.0 + x(0))))};
    };
    const auto point = pseudo_transient_newton(f, Vector::Zero(1), box(1, infinity));
    CHECK(point.converged);
    CHECK(std::abs(point.x(0) - 899.01) < 0.01);
}

TEST_CASE("What never comes to rest is not converged", "[numerics][fixed_point]") {
    const auto point = relax(oscillator, Vector{{6.0, 5.0}}, box(2, 100.0, 400));
    CHECK_FALSE(point.converged);
    CHECK(point.iterations == 400);
    // It stays on the cycle of radius 1, within the error allowed for each step.
    CHECK(std::abs((point.x - Vector::Constant(2, 5.0)).norm() - 1.0) < 0.2);
}

TEST_CASE("Iterates stay within the domain", "[numerics][fixed_point]") {
    const auto f = sigmoid(8.0);
    const auto watched = [&f](const Vector& x) {
        REQUIRE(x(0) >= 0.0);
        REQUIRE(x(0) <= 10.0);
        return f(x);
    };
    for (double start = 0.0; start < 10.0; start += 0.37) {
        const Vector x = Vector::Constant(1, start);
        (void)pseudo_transient_newton(watched, x, box(1, 10.0));
        (void)relax(watched, x, box(1, 10.0));
        (void)deflated_newton(watched, x, {}, box(1, 10.0));
    }
}

TEST_CASE("Deflation leads from known fixed points to the unknown ones",
          "[numerics][fixed_point]") {
    const auto f = sigmoid(3.0);
    const Vector start = Vector::Constant(1, 5.4);
    std::vector<Vector> known;
    for (int k = 0; k < 3; ++k) {
        const auto point = deflated_newton(f, start, known, box(1, 10.0));
        REQUIRE(point.converged);
        for (const auto& other : known) CHECK(std::abs(point.x(0) - other(0)) > 0.1);
        known.push_back(point.x);
    }
    CHECK_FALSE(deflated_newton(f, start, known, box(1, 10.0)).converged);
}

TEST_CASE("Newton finds fixed points that repel the dynamics", "[numerics][fixed_point]") {
    const auto point = deflated_newton(oscillator, Vector{{5.3, 4.8}}, {}, box(2, 100.0));
    CHECK(point.converged);
    CHECK((point.x - Vector::Constant(2, 5.0)).norm() < 1e-10);
}

TEST_CASE("A start at the fixed point takes no iteration", "[numerics][fixed_point]") {
    const auto f = sigmoid(0.5);
    const Vector middle = Vector::Constant(1, 5.0);
    CHECK(pseudo_transient_newton(f, middle, box(1, 10.0)).iterations == 0);
    CHECK(relax(f, middle, box(1, 10.0)).iterations == 0);
    CHECK(deflated_newton(f, middle, {}, box(1, 10.0)).iterations == 0);
}

TEST_CASE("Searches for fixed points do not start from what is not finite, nor step onto it",
          "[numerics][fixed_point]") {
    const FixedPointOptions options{.upper = Vector::Constant(1, 10.0)};
    const Vector nan = Vector::Constant(1, std::nan(""));
    CHECK_THROWS_AS(pseudo_transient_newton(sigmoid(2.0), nan, options), InvalidParameter);
    CHECK_THROWS_AS(relax(sigmoid(2.0), nan, options), InvalidParameter);
    CHECK_THROWS_AS(deflated_newton(sigmoid(2.0), nan, {}, options), InvalidParameter);

    const DifferentiableMap broken_above_one = [](const Vector& x) -> Linearization {
        const double value = x(0) > 1.0 ? std::nan("") : x(0) + 1.0;
        return {.value = Vector::Constant(1, value), .jacobian = Matrix::Constant(1, 1, 0.9)};
    };
    const Vector start = Vector::Constant(1, 0.5);
    for (const auto& point : {pseudo_transient_newton(broken_above_one, start, options),
                              relax(broken_above_one, start, options),
                              deflated_newton(broken_above_one, start, {}, options)}) {
        CHECK_FALSE(point.converged);
        CHECK(point.x.allFinite());
        CHECK(point.at_x.value.allFinite());
    }
}

TEST_CASE("Broyden's method needs no derivative but a rough one to begin with",
          "[numerics][broyden]") {
    const auto f = [](const Vector& x) -> Vector {
        return Vector{{std::cos(x(1)), 0.3 + 0.8 * std::sin(x(0))}};
    };
    const FixedPointOptions options{.upper = Vector::Constant(2, infinity), .tolerance = 1e-13};
    const Matrix rough{{0.0, -0.6}, {0.4, 0.1}};
    const auto point = broyden(f, Vector{{0.6, 0.8}}, rough, options);
    REQUIRE(point.converged);
    CHECK(point.iterations <= 9);
    CHECK((f(point.x) - point.x).norm() < 1e-12);
    CHECK((point.at_x.value - f(point.x)).norm() == 0.0);
}

TEST_CASE("Broyden's method gives up where steps leave the domain or do not help",
          "[numerics][broyden]") {
    const auto runaway = [](const Vector& x) -> Vector { return 2.0 * x + Vector::Ones(1); };
    const FixedPointOptions options{.upper = Vector::Constant(1, 10.0)};
    CHECK(!broyden(runaway, Vector::Ones(1), Matrix::Constant(1, 1, 2.0), options).converged);
    const auto steep = [](const Vector& x) -> Vector { return 9.0 - 5.0 * x.array(); };
    CHECK(!broyden(steep, Vector::Ones(1), Matrix::Zero(1, 1), options).converged);
}
