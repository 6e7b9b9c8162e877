#include "catch.hpp"

#include <siegert/binary/mean_activity.hpp>
#include <siegert/binary/working_point.hpp>
#include <siegert/error.hpp>

using namespace siegert;
using namespace siegert::binary;
using Catch::Matchers::Message;

namespace {

// Inhibition-dominated, driven by one external population.
binary::Network driven_network() {
    return {.J = Matrix{{0.05, -0.31}, {0.07, -0.37}},
            .K = Matrix{{210.0, 70.0}, {230.0, 60.0}},
            .theta = Vector{{1.1, 0.9}},
            .J_ext = Matrix{{0.21}, {0.17}},
            .K_ext = Matrix{{90.0}, {80.0}},
            .m_ext = Vector{{0.11}}};
}

// One population that excites itself: silence and activity are both self-consistent.
binary::Network bistable_network() {
    return {.J = Matrix{{0.13}},
            .K = Matrix{{50.0}},
            .theta = Vector{{3.1}},
            .J_ext = {},
            .K_ext = {},
            .m_ext = {}};
}

}  // namespace

TEST_CASE("The working point of binary neurons is self-consistent", "[binary][working_point]") {
    const auto network = driven_network();
    const auto point = working_point(network);
    REQUIRE(point.converged);
    CHECK(point.residual < 1e-13 * 2.0);  // the solver's tolerance
    CHECK(point.mean_input == mean_input(network, point.mean_activity));
    CHECK(point.std_input == std_input(network, point.mean_activity));
    for (Index i = 0; i < 2; ++i) {
        const double m = mean_activity({.mu = point.mean_input(i), .sigma = point.std_input(i)},
                                       network.theta(i));
        CHECK(std::abs(m - point.mean_activity(i)) < 1e-13 * 2.0);
        CHECK(m > 0.01);  // neither silent
        CHECK(m < 0.9);   // nor saturated
    }
}

TEST_CASE("At the balanced threshold the chosen activity of one half is the working point",
          "[binary][working_point]") {
    auto network = driven_network();
    const Vector half = Vector::Constant(2, 0.5);
    network.theta = balanced_threshold(network, half);
    const auto point = working_point(network);
    REQUIRE(point.converged);
    CHECK((point.mean_activity - half).norm() < 1e-12);  // tolerance times a condition below 10
}

TEST_CASE("The start decides between several working points", "[binary][working_point]") {
    const auto network = bistable_network();
    const auto silent = working_point(network);
    CHECK(silent.converged);
    CHECK(silent.mean_activity(0) == 0.0);
    CHECK(silent.std_input(0) == 0.0);

    const auto active = working_point(network, {.start = Vector{{0.8}}});
    CHECK(active.converged);
    CHECK(active.mean_activity(0) > 0.9);

    const auto decaying = working_point(network, {.start = Vector{{0.2}}});
    CHECK(decaying.converged);
    CHECK(decaying.mean_activity(0) < 1e-10);
}

TEST_CASE("A working point that is not reached is reported as such", "[binary][working_point]") {
    const auto point = working_point(driven_network(), {.max_iterations = 1});
    CHECK_FALSE(point.converged);
    CHECK(point.residual > 1e-6);
    CHECK(point.mean_activity.allFinite());
}

TEST_CASE("The working point names the option that it rejects", "[binary][working_point][error]") {
    const auto solve = [](const WorkingPointOptions& options) {
        return working_point(driven_network(), options);
    };
    CHECK_THROWS_MATCHES(solve({.tolerance = 0.0}), InvalidParameter,
                         Message("tolerance must be positive and finite, got 0"));
    CHECK_THROWS_MATCHES(solve({.max_iterations = 0}), InvalidParameter,
                         Message("max_iterations must be at least 1, got 0"));
    CHECK_THROWS_MATCHES(solve({.start = Vector{{0.3, 1.2}}}), InvalidParameter,
                         Message("start[1] must lie between 0 and 1, got 1.2"));
    CHECK_THROWS_MATCHES(solve({.start = Vector{{0.3}}}), InvalidParameter,
                         Message("start must have shape 2 x 1, got 1 x 1"));
}
