#include "catch.hpp"

#include <siegert/error.hpp>
#include <siegert/theory/eigenmodes.hpp>
#include <siegert/theory/stability.hpp>

#include <cmath>
#include <numbers>

using namespace siegert;
using std::numbers::pi;

namespace {

// One inhibitory population with a delay: W(s) = -g exp(-s d) / (1 + s tau). The condition W = 1 on
// the imaginary axis is omega d + atan(omega tau) = pi, g = sqrt(1 + (omega tau)^2).
constexpr double d = 0.0015;
constexpr double tau = 0.005;

Complex W(double g, Complex s) {
    return -g * std::exp(-s * d) / (1.0 + s * tau);
}

double critical_omega() {
    double low = 0.0;
    double high = pi / d;
    for (int i = 0; i < 80; ++i) {
        const double middle = 0.5 * (low + high);
        (middle * d + std::atan(middle * tau) < pi ? low : high) = middle;
    }
    return low;
}

double critical_g() {
    return std::hypot(1.0, critical_omega() * tau);
}

const Vector omegas = Vector::LinSpaced(6000, 0.5, 60000.0);

ComplexMatrix trajectory(double g) {
    ComplexMatrix values(omegas.size(), 1);
    for (Index k = 0; k < omegas.size(); ++k) values(k, 0) = W(g, Complex(0.0, omegas(k)));
    return values;
}

theory::ConnectivityAt connectivity(double g) {
    return [g](Complex s) -> ComplexMatrix { return ComplexMatrix::Constant(1, 1, W(g, s)); };
}

}  // namespace

TEST_CASE("Nyquist's criterion counts the growing modes of delayed inhibition",
          "[theory][stability]") {
    const auto stable = theory::nyquist_stability(trajectory(0.97 * critical_g()));
    CHECK(stable.resolved);
    CHECK(stable.unstable_modes == 0);
    const auto oscillating = theory::nyquist_stability(trajectory(1.03 * critical_g()));
    CHECK(oscillating.resolved);
    CHECK(oscillating.unstable_modes == 2);  // a complex pair
    // The next pair: omega d + atan(omega tau) = 3 pi, at g = 26.7.
    CHECK(theory::nyquist_stability(trajectory(30.0)).unstable_modes == 4);
}

TEST_CASE("Nyquist's criterion counts a real growing mode once", "[theory][stability]") {
    // Excitation without delay: W(0) = 1.3 > 1, monotonic growth.
    ComplexMatrix values(omegas.size(), 1);
    for (Index k = 0; k < omegas.size(); ++k)
        values(k, 0) = 1.3 / (1.0 + Complex(0.0, omegas(k) * tau));
    const auto nyquist = theory::nyquist_stability(values);
    CHECK(nyquist.resolved);
    CHECK(nyquist.unstable_modes == 1);
}

TEST_CASE("Nyquist's criterion says when the grid does not suffice", "[theory][stability]") {
    const ComplexMatrix values = trajectory(1.5 * critical_g());
    const Index before_resonance = 120;  // 1.2e3 rad/s: the loop is not closed yet
    CHECK_FALSE(theory::nyquist_stability(values.topRows(before_resonance)).resolved);
    const std::vector<Index> coarse{0, 120, 5999};
    CHECK_FALSE(theory::nyquist_stability(values(coarse, Eigen::all)).resolved);
}

TEST_CASE("Growth rate vanishes at the critical strength", "[theory][stability]") {
    const double g = critical_g();
    const auto starts = theory::growth_rate_starts(trajectory(g), omegas);
    const auto modes = theory::growth_rates(connectivity(g), starts);
    REQUIRE_FALSE(modes.empty());
    // |W'| = 3e-3 s at the zero: the residual of 1e-9 is 3e-7 / s.
    CHECK(std::abs(modes.front().s - Complex(0.0, critical_omega())) < 1e-6);
}

TEST_CASE("Growing modes are solutions, fastest first, as many as Nyquist counts",
          "[theory][stability]") {
    const double g = GENERATE(2.0, 7.0, 30.0);
    const auto starts = theory::growth_rate_starts(trajectory(g), omegas);
    const auto modes = theory::growth_rates(connectivity(g), starts);
    int growing = 0;
    for (std::size_t m = 0; m < modes.size(); ++m) {
        CAPTURE(g, modes[m].s);
        CHECK(std::abs(W(g, modes[m].s) - 1.0) < 1e-9);  // the option's default tolerance
        CHECK(modes[m].s.imag() >= 0.0);
        if (m > 0) CHECK(modes[m].s.real() <= modes[m - 1].s.real());
        if (modes[m].s.real() > 0.0) growing += modes[m].s.imag() > 0.0 ? 2 : 1;
    }
    CHECK(growing == theory::nyquist_stability(trajectory(g)).unstable_modes);
}

TEST_CASE("The same start leads to another mode once the first is found", "[theory][stability]") {
    const Complex a(10.0, 200.0);
    const Complex b(-30.0, 260.0);
    const auto pair = [](Complex s, Complex zero) { return (s - zero) * (s - std::conj(zero)); };
    const theory::ConnectivityAt two_modes = [&](Complex s) -> ComplexMatrix {
        return ComplexMatrix::Constant(1, 1,
                                       1.0 - pair(s, a) * pair(s, b) / std::pow(s + 400.0, 4));
    };
    const Complex start(20.0, 210.0);
    const auto modes = theory::growth_rates(two_modes, {start, start});
    REQUIRE(modes.size() == 2);
    CHECK(std::abs(modes[0].s - a) < 1e-6);
    CHECK(std::abs(modes[1].s - b) < 1e-6);
}

TEST_CASE("Real growth rate of excitation is found from the lowest frequency",
          "[theory][stability]") {
    const theory::ConnectivityAt excitation = [](Complex s) -> ComplexMatrix {
        return ComplexMatrix::Constant(1, 1, 1.3 / (1.0 + s * tau));
    };
    const auto modes = theory::growth_rates(excitation, {Complex(3.0, 10.0)});
    REQUIRE(modes.size() == 1);
    CHECK(std::abs(modes[0].s - 0.3 / tau) < 1e-6);  // 1 + s tau = 1.3
    CHECK(modes[0].s.imag() == 0.0);
}

TEST_CASE("Starts that lead nowhere are dropped", "[theory][stability]") {
    const theory::ConnectivityAt no_solution = [](Complex) -> ComplexMatrix {
        return ComplexMatrix::Zero(2, 2);
    };
    CHECK(theory::growth_rates(no_solution, {Complex(0.0, 100.0)}).empty());
    const theory::ConnectivityAt outside = [](Complex) -> ComplexMatrix {
        throw InvalidParameter("outside the domain");
    };
    CHECK(theory::growth_rates(outside, {Complex(0.0, 100.0)}).empty());
}

TEST_CASE("Stability names what it rejects", "[theory][stability][error]") {
    CHECK_THROWS_WITH(theory::nyquist_stability(ComplexMatrix{}), ContainsSubstring("empty"));
    ComplexMatrix broken = trajectory(2.0);
    broken(3, 0) = std::nan("");
    CHECK_THROWS_WITH(theory::nyquist_stability(broken), ContainsSubstring("finite"));
    CHECK_THROWS_WITH(theory::growth_rate_starts(broken, Vector::Zero(2)),
                      ContainsSubstring("omegas must have 6000 entries, got 2"));
    CHECK_THROWS_WITH(theory::growth_rates(connectivity(2.0), {}, {.tolerance = 0.0}),
                      ContainsSubstring("tolerance must be positive"));
    CHECK_THROWS_WITH(theory::growth_rates(connectivity(2.0), {}, {.max_iterations = 0}),
                      ContainsSubstring("max_iterations must be at least 1"));
}
