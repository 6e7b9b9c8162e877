#include "catch.hpp"
#include "theory/example_networks.hpp"

#include <siegert/error.hpp>
#include <siegert/theory/analysis.hpp>
#include <siegert/theory/fixed_points.hpp>
#include <siegert/theory/stability_verdict.hpp>

#include <cmath>
#include <numbers>

using namespace siegert;
using std::numbers::pi;
using theory::Stability;
using theory::winding;

namespace {

// One inhibitory population with a delay, as in test_stability.cpp.
constexpr double d = 0.0015;
constexpr double tau = 0.005;

Complex loop(double g, Complex s) {
    return -g * std::exp(-s * d) / (1.0 + s * tau);
}

theory::ConnectivityAt inhibition(double g) {
    return [g](Complex s) -> ComplexMatrix { return ComplexMatrix::Constant(1, 1, loop(g, s)); };
}

// `copies` of it that do not know of each other.
theory::ConnectivityAt copies_of_inhibition(double g, Index copies) {
    return [=](Complex s) -> ComplexMatrix {
        return loop(g, s) * ComplexMatrix::Identity(copies, copies);
    };
}

Network brunel(double g, double drive) {
    Network network = examples::brunel(g, drive);
    network.Delay = Matrix::Constant(2, 2, 1.5e-3);
    return network;
}

theory::StabilityVerdict verdict_of(const Network& network) {
    const auto point = theory::working_point(network);
    return theory::stability_verdict(network, {.mu = point.mean_input, .sigma = point.std_input});
}

}  // namespace

TEST_CASE("Winding counts the zeros of delayed inhibition at its own frequencies",
          "[theory][stability_verdict]") {
    // omega d + atan(omega tau) = pi, 3 pi, ... at g = 5.88, 26.7, ...
    for (const auto& [g, modes] : {std::pair{2.0, 0}, {5.5, 0}, {6.3, 2}, {30.0, 4}}) {
        const auto found = winding(inhibition(g), {.longest_step = 300.0});
        CAPTURE(g, found.frequencies);
        CHECK(found.nyquist.resolved);
        CHECK(found.nyquist.unstable_modes == modes);
        CHECK(found.nyquist.open_phase < 1e-9);
    }
}

TEST_CASE("Turns of many modes at once are not missed", "[theory][stability_verdict]") {
    // A phase known modulo 2 pi does not tell six pairs from none.
    for (const Index copies : {1, 2, 4, 6, 11}) {
        const auto found = winding(copies_of_inhibition(8.1, copies), {.longest_step = 300.0});
        CHECK(found.nyquist.resolved);
        CHECK(found.nyquist.unstable_modes == 2 * static_cast<int>(copies));
    }
}

TEST_CASE("Excitation has one real growing mode", "[theory][stability_verdict]") {
    const theory::ConnectivityAt excitation = [](Complex s) -> ComplexMatrix {
        return ComplexMatrix::Constant(1, 1, 1.3 / (1.0 + s * tau));
    };
    const auto found = winding(excitation);
    CHECK(found.nyquist.resolved);
    CHECK(found.nyquist.unstable_modes == 1);
}

TEST_CASE("Winding says where it was stopped, and what it needs", "[theory][stability_verdict]") {
    const auto stopped = winding(inhibition(8.5), {.longest_step = 300.0, .most_frequencies = 9});
    CHECK_FALSE(stopped.nyquist.resolved);
    CHECK(stopped.frequencies == 9);
    CHECK(stopped.reached < stopped.end);
    const theory::ConnectivityAt never_small = [](Complex) -> ComplexMatrix {
        return ComplexMatrix::Constant(1, 1, 2.0);
    };
    CHECK(std::isinf(winding(never_small).end));
    CHECK_FALSE(winding(never_small).nyquist.resolved);
    CHECK_THROWS_WITH(winding(inhibition(2.0), {.longest_step = 0.0}),
                      ContainsSubstring("longest_step must be positive"));
    CHECK_THROWS_WITH(winding(inhibition(2.0), {.most_frequencies = 0}),
                      ContainsSubstring("most_frequencies must be at least 1"));
}

TEST_CASE("A mode on the axis is not decided", "[theory][stability_verdict]") {
    const theory::ConnectivityAt at_rest = [](Complex s) -> ComplexMatrix {
        return ComplexMatrix::Constant(1, 1, 1.0 / (1.0 + s * tau));
    };
    CHECK_FALSE(winding(at_rest).nyquist.resolved);
}

TEST_CASE("The verdict does not depend on the frequencies of the analysis",
          "[theory][stability_verdict]") {
    const Network network = brunel(6.0, 4.0);
    for (const auto& [first, last] : {std::pair{1.0, 60.0}, {1.0, 500.0}, {150.0, 250.0}}) {
        const Vector omegas = 2.0 * pi * Vector::LinSpaced(60, first, last);
        const auto verdict = theory::analyze(network, omegas).stability;
        CAPTURE(first, last, verdict.reason);
        CHECK(verdict.answer == Stability::unstable);
        CHECK(verdict.nyquist.resolved);
        CHECK(verdict.nyquist.unstable_modes == 2);
        REQUIRE_FALSE(verdict.growth_rates.empty());
        // Published nowhere; by continuation to 11 digits from another program.
        CHECK(std::abs(verdict.growth_rates.front().s.real() - 51.4976) < 1e-3);
        CHECK(theory::statically_stable(verdict));
        CHECK_THAT(verdict.reason, ContainsSubstring("stable against slow changes"));
    }
}

TEST_CASE("Eigenvalues that tend to a constant below one at high frequencies are decided",
          "[theory][stability_verdict]") {
    // Delta synapses pass fast changes of the variance: |lambda| tends to 0.955 and 0.962.
    for (const double drive : {1.3, 1.7}) {
        const auto verdict = verdict_of(brunel(4.0, drive));
        CAPTURE(drive, verdict.reason);
        CHECK(verdict.answer == Stability::stable);
        CHECK(verdict.nyquist.resolved);
    }
    const theory::ConnectivityAt constant = [](Complex s) -> ComplexMatrix {
        return ComplexMatrix::Constant(1, 1, -0.97 * std::exp(-s * d));
    };
    const auto found = winding(constant, {.longest_step = 300.0});
    CHECK(found.nyquist.resolved);
    CHECK(found.nyquist.unstable_modes == 0);
}

TEST_CASE("Stable, unstable and undecided are told apart", "[theory][stability_verdict]") {
    CHECK(verdict_of(brunel(5.0, 2.0)).answer == Stability::stable);
    CHECK(verdict_of(brunel(4.5, 0.9)).answer == Stability::unstable);
    CHECK(summary(verdict_of(brunel(6.0, 4.0))).starts_with("unstable: 2 modes grow, the fastest"));
    CHECK(theory::to_string(Stability::undecided) == "undecided");

    const Network large = brunel(6.0, 4.0);
    const auto point = theory::working_point(large);
    theory::StabilityOptions options;
    options.growth_rate_starts = -1;
    CHECK_THROWS_WITH(theory::stability_verdict(
                          large, {.mu = point.mean_input, .sigma = point.std_input}, options),
                      ContainsSubstring("growth_rate_starts"));
}

TEST_CASE("Every fixed point has a static growth rate that is that of its verdict",
          "[theory][stability_verdict]") {
    Network network = brunel(3.8, 0.82);
    const auto found = theory::fixed_points(network);
    REQUIRE(found.points.size() == 3);
    for (const auto& point : found.points) {
        const auto& state = point.working_point;
        const auto verdict =
            theory::stability_verdict(network, {.mu = state.mean_input, .sigma = state.std_input});
        REQUIRE(verdict.static_growth_rate);
        CHECK(std::abs(*verdict.static_growth_rate - point.growth_rate) <
              1e-6 * (1.0 + std::abs(point.growth_rate)));
        if (!point.stable) CHECK(verdict.answer == Stability::unstable);
    }
}
