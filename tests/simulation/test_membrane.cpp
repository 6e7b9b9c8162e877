#include "catch.hpp"

#include <siegert/error.hpp>
#include <siegert/simulation/membrane.hpp>
#include <siegert/units.hpp>

#include <cmath>
#include <numbers>

using namespace siegert;
using namespace siegert::literals;

namespace {

constexpr double R = 40e6, tau_m = 20.0_ms, E_L = -65.0_mV;
constexpr Membrane membrane{.E_L = E_L, .C = 500.0_pF, .R = R};
constexpr double I_0 = 250e-12;  // 10 mV at rest
constexpr double scale = 65.0_mV;

// Documented: 1e-13 of the largest potential on the way. Measured worst case 6e-15.
constexpr double tolerance = 1e-13 * scale;

double step_response(double t) {
    return t <= 0.0 ? 0.0 : -R * I_0 * std::expm1(-t / tau_m);
}

// I(t) = I_0 t / T for t > 0
double ramp_response(double t, double T) {
    return t <= 0.0 ? 0.0 : R * I_0 / T * (t + tau_m * std::expm1(-t / tau_m));
}

// I(t) = I_0 sin(omega t) for t > 0
double sinusoid_response(double t, double omega) {
    const double x = omega * tau_m;
    return R * I_0 / (1.0 + x * x) *
           (std::sin(omega * t) - x * std::cos(omega * t) + x * std::exp(-t / tau_m));
}

}  // namespace

TEST_CASE("A membrane charges and discharges exponentially", "[simulation][membrane]") {
    const double dt = GENERATE(0.1_ms, 7.0_ms);
    std::vector<double> current(300, 0.0);
    for (std::size_t k = 20; k < 70; ++k) current[k] = I_0;
    const Vector V = membrane_potential(membrane, E_L, current, dt, CurrentSamples::constant);
    REQUIRE(V.size() == 301);
    for (Index k = 0; k <= 300; ++k) {
        const double t = double(k) * dt;
        const double pulse = step_response(t - 20 * dt) - step_response(t - 70 * dt);
        REQUIRE(std::abs(V(k) - (E_L + pulse)) < tolerance);
    }
}

TEST_CASE("The initial potential is forgotten exponentially", "[simulation][membrane]") {
    const std::vector<double> none(100, 0.0);
    const Vector V = membrane_potential(membrane, -80.0_mV, none, 1.0_ms, CurrentSamples::constant);
    CHECK(V(0) == -80.0_mV);
    CHECK(std::abs(V(100) - (E_L - 15.0_mV * std::exp(-5.0))) < tolerance);
}

TEST_CASE("Straight lines between samples are integrated exactly", "[simulation][membrane]") {
    const double dt = GENERATE(0.1_ms, 7.0_ms);
    std::vector<double> current(201);
    for (std::size_t k = 0; k < current.size(); ++k) current[k] = I_0 * double(k) / 200.0;
    const Vector V = membrane_potential(membrane, E_L, current, dt, CurrentSamples::linear);
    REQUIRE(V.size() == 201);
    for (Index k = 0; k < V.size(); ++k) {
        REQUIRE(std::abs(V(k) - (E_L + ramp_response(double(k) * dt, 200 * dt))) < tolerance);
    }
}

TEST_CASE("Any current is integrated: a sinusoid", "[simulation][membrane]") {
    const double dt = GENERATE(0.1_ms, 5.0_ms);  // the coarse grid has five points per period
    const double omega = 2.0 * std::numbers::pi * 40.0;
    const TimeGrid grid{.start = 0.0, .dt = dt, .steps = 100};
    const Vector V = membrane_potential(
        membrane, E_L, [&](double t) { return I_0 * std::sin(omega * t); }, grid);
    for (Index k = 0; k < V.size(); ++k) {
        REQUIRE(std::abs(V(k) - (E_L + sinusoid_response(double(k) * dt, omega))) < tolerance);
    }
}

TEST_CASE("Any current is integrated: a jump on the grid, in steps longer than tau_m",
          "[simulation][membrane]") {
    const TimeGrid grid{.start = -150.0_ms, .dt = 50.0_ms, .steps = 8};
    const Vector V = membrane_potential(
        membrane, E_L, [](double t) { return t < 0.0 ? 0.0 : I_0; }, grid);
    for (Index k = 0; k < V.size(); ++k) {
        const double t = -150.0_ms + double(k) * 50.0_ms;
        CHECK(std::abs(V(k) - (E_L + step_response(t))) < tolerance);
    }
}

TEST_CASE("A membrane is given by two of its properties", "[simulation][membrane]") {
    const std::vector<double> current{I_0, 2.0 * I_0, -I_0};
    const auto end = [&](const Membrane& m) {
        return membrane_potential(m, E_L, current, 1.0_ms, CurrentSamples::constant)(3);
    };
    const double expected = end(membrane);
    CHECK(relative_error(end({.E_L = E_L, .C = 500.0_pF, .g_L = 25e-9}), expected) < 1e-14);
    CHECK(relative_error(end({.E_L = E_L, .R = R, .tau_m = tau_m}), expected) < 1e-14);
    CHECK(relative_error(end({.E_L = E_L, .C = 500.0_pF, .tau_m = tau_m}), expected) < 1e-14);
}

TEST_CASE("A membrane names the parameter that it rejects", "[simulation][membrane][error]") {
    const std::vector<double> current{I_0, unset};
    const auto run = [&](const Membrane& m, double V, std::span<const double> I, double dt) {
        return membrane_potential(m, V, I, dt, CurrentSamples::linear);
    };
    const std::span<const double> good(current.data(), 1);
    CHECK_THROWS_WITH(run(membrane, E_L, current, 1.0_ms),
                      ContainsSubstring("current[1] must be finite"));
    CHECK_THROWS_WITH(run(membrane, E_L, good, 1.0_ms),
                      "number of samples of the current must be at least 2, got 1");
    CHECK_THROWS_WITH(run(membrane, unset, current, 1.0_ms),
                      ContainsSubstring("V_initial must be finite"));
    CHECK_THROWS_WITH(run(membrane, E_L, current, 0.0), "dt must be positive and finite, got 0");
    CHECK_THROWS_WITH(run({.C = 1e-12, .R = R}, E_L, current, 1.0_ms),
                      "E_L must be finite, got nan");
    CHECK_THROWS_WITH(run({.E_L = E_L, .R = R}, E_L, current, 1.0_ms),
                      "two of C, R (or g_L), tau_m must be given, got 1");
    CHECK_THROWS_WITH(run({.E_L = E_L, .C = 1e-12, .R = R, .g_L = 1e-9}, E_L, current, 1.0_ms),
                      "R must be given, or g_L, and not both");
    CHECK_THROWS_WITH(run({.E_L = E_L, .C = 1e-12, .g_L = -1e-9}, E_L, current, 1.0_ms),
                      "g_L must be positive and finite, got -1e-09");
    CHECK_THROWS_WITH(membrane_potential(membrane, E_L, [](double t) { return 1.0 / (t - t); },
                                         {.start = 0.0, .dt = 1.0_ms, .steps = 2}),
                      ContainsSubstring("must be finite"));
    CHECK_THROWS_WITH(
        membrane_potential(membrane, E_L, [](double) { return 0.0; }, {.dt = 1.0_ms, .steps = 0}),
        "steps must be positive, got 0");
}
