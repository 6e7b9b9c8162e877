#include "numerics/least_change.hpp"

#include "catch.hpp"

#include <cmath>
#include <stdexcept>

using namespace siegert;
using namespace siegert::numerics;
using Catch::WithinAbs;

namespace {

/// One equality a . y = b on the plane, linear.
LeastChangeProblem on_a_line(const Vector& a, double b) {
    return {.demands = [a, b](const Vector& y) -> std::optional<Demands> {
                return Demands{.equal = Vector::Constant(1, a.dot(y) - b),
                               .by_equal = a.transpose(),
                               .at_most = {},
                               .by_at_most = Matrix::Zero(0, a.size())};
            },
            .equalities = 1,
            .inequalities = 0,
            .lower = Vector::Constant(a.size(), -10.0),
            .upper = Vector::Constant(a.size(), 10.0)};
}

const Vector slope = Vector{{1.0, 2.0}};

}  // namespace

TEST_CASE("The least change onto a line is its foot", "[numerics][least_change]") {
    const auto problem = on_a_line(slope, 1.5);
    const auto found = least_change(problem, Vector::Zero(2), {});
    CHECK(found.violation < 1e-10);
    CHECK_THAT((found.y - 0.3 * slope).norm(), WithinAbs(0.0, 1e-8));
}

TEST_CASE("Where a bound is in the way the others do the rest", "[numerics][least_change]") {
    auto problem = on_a_line(slope, 1.5);
    problem.upper(1) = 0.2;
    const auto found = least_change(problem, Vector::Zero(2), {});
    CHECK(found.violation < 1e-10);
    CHECK_THAT(found.y(0), WithinAbs(1.1, 1e-8));
    CHECK_THAT(found.y(1), WithinAbs(0.2, 1e-12));
}

TEST_CASE("A circle is reached at its nearest point, and inequalities count where they bind",
          "[numerics][least_change]") {
    const auto problem_with = [](double most) -> LeastChangeProblem {
        return {.demands = [most](const Vector& y) -> std::optional<Demands> {
                    const Vector from = y - Vector{{3.0, 4.0}};
                    return Demands{.equal = Vector::Constant(1, from.squaredNorm() - 4.0),
                                   .by_equal = 2.0 * from.transpose(),
                                   .at_most = Vector::Constant(1, y(1) - most),
                                   .by_at_most = Vector::Unit(2, 1).transpose()};
                },
                .equalities = 1,
                .inequalities = 1,
                .lower = Vector::Constant(2, -10.0),
                .upper = Vector::Constant(2, 10.0)};
    };
    const auto free = least_change(problem_with(9.0), Vector::Zero(2), {});
    CHECK_THAT((free.y - Vector{{1.8, 2.4}}).norm(), WithinAbs(0.0, 1e-6));
    const auto bound = least_change(problem_with(2.2), Vector::Zero(2), {});
    CHECK(bound.violation < 1e-10);
    CHECK_THAT(bound.y(1), WithinAbs(2.2, 1e-8));
    CHECK_THAT(bound.y(0), WithinAbs(3.0 - std::sqrt(4.0 - 1.8 * 1.8), 1e-8));
}

TEST_CASE("Demands that contradict each other are met as well as can be",
          "[numerics][least_change]") {
    LeastChangeProblem problem = on_a_line(slope, 1.5);
    problem.equalities = 3;
    problem.demands = [](const Vector& y) -> std::optional<Demands> {
        const Matrix by = Matrix{{1.0, 0.0}, {0.0, 1.0}, {1.0, 1.0}};
        const Vector wanted = Vector{{1.0, 1.0, 5.0}};
        return Demands{.equal = by * y - wanted,
                       .by_equal = by,
                       .at_most = {},
                       .by_at_most = Matrix::Zero(0, 2)};
    };
    const auto found = least_change(problem, Vector::Zero(2), {});
    CHECK(found.violation > 0.9);
    CHECK_THAT((found.y - Vector::Constant(2, 2.0)).norm(), WithinAbs(0.0, 1e-5));
}

TEST_CASE("Steps out of the domain are shortened, and what is thrown arrives",
          "[numerics][least_change]") {
    auto problem = on_a_line(Vector::Ones(1), 2.0);
    problem.demands = [](const Vector& y) -> std::optional<Demands> {
        if (y(0) > 2.5) return std::nullopt;
        return Demands{.equal = Vector::Constant(1, std::exp(3.0 * y(0)) - std::exp(6.0)),
                       .by_equal = Matrix::Constant(1, 1, 3.0 * std::exp(3.0 * y(0))),
                       .at_most = {},
                       .by_at_most = Matrix::Zero(0, 1)};
    };
    const auto found = least_change(problem, Vector::Zero(1), {.tolerance = 1e-8});
    CHECK(found.violation < 1e-8);
    CHECK_THAT(found.y(0), WithinAbs(2.0, 1e-10));
    problem.demands = [](const Vector&) -> std::optional<Demands> {
        throw std::runtime_error("stop");
    };
    CHECK_THROWS_AS(least_change(problem, Vector::Zero(1), {}), std::runtime_error);
}
