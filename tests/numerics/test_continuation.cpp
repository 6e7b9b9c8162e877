#include "numerics/continuation.hpp"

#include <siegert/error.hpp>

#include "catch.hpp"

#include <cmath>
#include <numbers>

using namespace siegert;
using namespace siegert::numerics;
using Catch::WithinAbs;

namespace {

CurveEquations one_equation(double value, double d_x, double d_y) {
    Matrix jacobian(1, 2);
    jacobian << d_x, d_y;
    return {.value = Vector::Constant(1, value), .jacobian = jacobian};
}

CurveEquations circle(const Vector& x) {
    return one_equation(x.squaredNorm() - 4.0, 2.0 * x(0), 2.0 * x(1));
}

// Fixed points of a pitchfork, x (p - 0.3 - x^2) = 0, unfolded by `imperfection`.
Curve pitchfork(double imperfection) {
    return [imperfection](const Vector& u) {
        const double x = u(0);
        const double p = u(1) - 0.3;
        return one_equation(x * (p - x * x) + imperfection, p - 3.0 * x * x, x);
    };
}

// x^3 - 3 x = p: folds at x = -1, p = 2 and at x = 1, p = -2.
CurveEquations cubic(const Vector& u) {
    const double x = u(0);
    return one_equation(x * x * x - 3.0 * x - u(1), 3.0 * x * x - 3.0, -1.0);
}

Vector point(double x, double y) {
    Vector result(2);
    result << x, y;
    return result;
}

ContinuationOptions in_box(double lower, double upper) {
    return {.lower = Vector::Constant(2, lower), .upper = Vector::Constant(2, upper)};
}

std::vector<CurvePoint> zeros(const Curve& curve, const TracedCurve& traced,
                              const std::function<TestFunction(const CurvePoint&)>& test_from,
                              const ContinuationOptions& options) {
    std::vector<CurvePoint> found;
    for (std::size_t k = 0; k + 1 < traced.points.size(); ++k) {
        const auto& a = traced.points[k];
        const auto& b = traced.points[k + 1];
        const auto test = test_from(a);
        if (test(a) * test(b) >= 0.0) continue;
        const auto zero = located(curve, a, b, test, options);
        REQUIRE(zero);
        found.push_back(*zero);
    }
    return found;
}

}  // namespace

TEST_CASE("A closed curve is followed until it closes", "[numerics][continuation]") {
    const auto traced = follow(circle, point(2.0, 0.0), point(0.0, 1.0), {});
    CHECK(traced.end == CurveEnd::closed);
    double length = 0.0;
    for (std::size_t k = 0; k + 1 < traced.points.size(); ++k) {
        CHECK_THAT(traced.points[k].x.norm(), WithinAbs(2.0, 1e-12));
        length += (traced.points[k + 1].x - traced.points[k].x).norm();
    }
    CHECK(length > 0.98 * 4.0 * std::numbers::pi);
    CHECK(length < 4.0 * std::numbers::pi);
    CHECK(traced.points.front().x == traced.points.back().x);
}

TEST_CASE("A curve ends exactly on the edge of its box, not beyond a fold outside it",
          "[numerics][continuation]") {
    const auto options = in_box(-3.0, 1.99);
    const auto traced = follow(cubic, point(-2.1, -2.961), point(1.0, 0.0), options);
    CHECK(traced.end == CurveEnd::edge);
    CHECK(traced.points.back().x(1) == 1.99);
    CHECK(traced.points.back().x(0) < -1.0);
    for (const auto& each : traced.points) CHECK(each.x(1) <= 1.99);
}

TEST_CASE("A curve that begins on the edge has that point once", "[numerics][continuation]") {
    const auto options = in_box(-3.0, 1.9);
    const double third = 2.0 * std::numbers::pi / 3.0;
    const double x = 2.0 * std::cos(std::acos(0.95) / 3.0 + third);  // x^3 - 3 x = 1.9
    const auto outwards = follow(cubic, point(x, 1.9 + 1e-15), point(0.0, 1.0), options);
    CHECK(outwards.end == CurveEnd::edge);
    CHECK(outwards.points.size() == 1);
    CHECK(outwards.points.front().x(1) == 1.9);
}

TEST_CASE("Folds are located from both directions", "[numerics][continuation]") {
    const auto options = in_box(-4.0, 4.0);
    const double ends[] = {-2.2, 2.2};
    for (const double x : ends) {
        const auto traced = follow(cubic, point(x, x * x * x - 3.0 * x), point(-x, 0.0), options);
        CHECK(traced.end == CurveEnd::edge);
        const auto folds = zeros(
            cubic, traced, [](const CurvePoint&) { return turning(1); }, options);
        REQUIRE(folds.size() == 2);
        for (const auto& fold : folds) {
            CHECK_THAT(std::abs(fold.x(0)), WithinAbs(1.0, 1e-9));
            CHECK_THAT(fold.x(1), WithinAbs(std::copysign(2.0, -fold.x(0)), 1e-12));
        }
        CHECK(zeros(cubic, traced, crossing, options).empty());
    }
}

TEST_CASE("A branch point is located and its other branch found", "[numerics][continuation]") {
    const auto options = in_box(-1.0, 1.0);
    const auto straight = follow(pitchfork(0.0), point(0.0, -0.7), point(0.0, 1.0), options);
    const auto found = zeros(pitchfork(0.0), straight, crossing, options);
    REQUIRE(found.size() == 1);
    CHECK_THAT(found[0].x(1), WithinAbs(0.3, 1e-12));
    CHECK_THAT(found[0].x(0), WithinAbs(0.0, 1e-12));
    const Vector away = point(1.0, 0.0);
    const auto other = corrected(pitchfork(0.0), found[0].x + 0.01 * away, away, options);
    REQUIRE(other);
    CHECK_THAT(other->x(1), WithinAbs(0.3 + 1e-4, 1e-12));

    // On the other branch both unknown p turns and a branch crosses.
    const auto bent = follow(pitchfork(0.0), point(0.5, 0.55), point(-1.0, 0.0), options);
    CHECK(zeros(pitchfork(0.0), bent, crossing, options).size() == 1);
}

TEST_CASE("No branch crosses an imperfect pitchfork", "[numerics][continuation]") {
    const auto options = in_box(-1.0, 1.0);
    const auto curve = pitchfork(1e-3);
    for (const double x : {0.5, -0.5}) {
        const double p = 0.3 + x * x - 1e-3 / x;
        for (const double direction : {-1.0, 1.0}) {
            const auto traced = follow(curve, point(x, p), point(direction, 0.0), options);
            CHECK(traced.end == CurveEnd::edge);
            CHECK(zeros(curve, traced, crossing, options).empty());
        }
    }
}

TEST_CASE("A curve that leaves its domain or its start is lost, without an error",
          "[numerics][continuation]") {
    const auto half = [](const Vector& x) {
        if (x(1) > 1.0) throw InvalidParameter("x must be at most 1");
        return one_equation(x(0) - x(1), 1.0, -1.0);
    };
    const auto traced = follow(half, point(0.0, 0.0), point(0.0, 1.0), {});
    CHECK(traced.end == CurveEnd::lost);
    CHECK_THAT(traced.points.back().x(1), WithinAbs(1.0, 1e-8));
    CHECK(follow(half, point(2.0, 2.0), point(0.0, 1.0), {}).points.empty());
    ContinuationOptions short_of_memory;
    short_of_memory.most_points = 5;
    const auto stopped = follow(half, point(0.0, 0.0), point(0.0, 1.0), short_of_memory);
    CHECK(stopped.end == CurveEnd::most_points);
    CHECK(stopped.points.size() == 5);
}
