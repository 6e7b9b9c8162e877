#include "catch.hpp"

#include <siegert/error.hpp>
#include <siegert/simulation/alif_population.hpp>
#include <siegert/units.hpp>

#include <array>
#include <cmath>

using namespace siegert;
using namespace siegert::literals;

namespace {

LifPopulationParameters valid_parameters() {
    return {.tau_m = 20.0_ms,
            .R = 40e6,
            .u_rest = -65.0_mV,
            .V_th = -50.0_mV,
            .V_0 = -60.0_mV,
            .tau_r = 2.0_ms};
}

std::vector<AdaptationParameters> two_currents() {
    return {{.tau = 100.0_ms, .a = 9e-9, .b = 12e-12}, {.tau = 30.0_ms, .a = -4e-9, .b = 31e-12}};
}

// v - u_rest and two adaptation currents, advanced by the classical Runge-Kutta method: independent
// of the library's matrix exponential.
std::array<double, 3> runge_kutta(std::array<double, 3> x, double I, double duration, int steps) {
    const auto slope = [I](const std::array<double, 3>& y) {
        return std::array{(-y[0] + 40e6 * (I - y[1] - y[2])) / 20e-3, (9e-9 * y[0] - y[1]) / 100e-3,
                          (-4e-9 * y[0] - y[2]) / 30e-3};
    };
    const auto moved = [](const auto& y, const auto& k, double h) {
        return std::array{y[0] + h * k[0], y[1] + h * k[1], y[2] + h * k[2]};
    };
    const double h = duration / steps;
    for (int step = 0; step < steps; ++step) {
        const auto k1 = slope(x);
        const auto k2 = slope(moved(x, k1, h / 2));
        const auto k3 = slope(moved(x, k2, h / 2));
        const auto k4 = slope(moved(x, k3, h));
        for (std::size_t i = 0; i < 3; ++i) x[i] += h / 6 * (k1[i] + 2 * k2[i] + 2 * k3[i] + k4[i]);
    }
    return x;
}

// Interval between the last two of many spikes under constant current, by Runge-Kutta steps and
// bisection of the one that crosses the threshold.
double adapted_interval(double I) {
    const double V_th = 15.0_mV, V_0 = 5.0_mV, h = 0.05_ms;
    std::array<double, 3> x{V_0, 0.0, 0.0};
    double interval = 0.0;
    for (int spike = 0; spike < 80; ++spike) {
        interval = 0.0;
        auto next = runge_kutta(x, I, h, 1);
        for (; next[0] < V_th; next = runge_kutta(x, I, h, 1)) {
            x = next;
            interval += h;
        }
        double below = 0.0, above = h;
        for (int k = 0; k < 40; ++k) {
            const double middle = 0.5 * (below + above);
            (runge_kutta(x, I, middle, 1)[0] < V_th ? below : above) = middle;
        }
        x = runge_kutta(x, I, above, 1);
        interval += above + 2.0_ms;
        // The potential is held for 2 ms, the currents go on.
        const double held_1 = 9e-9 * V_0, held_2 = -4e-9 * V_0;
        x = {V_0, held_1 + (x[1] + 12e-12 - held_1) * std::exp(-2.0 / 100.0),
             held_2 + (x[2] + 31e-12 - held_2) * std::exp(-2.0 / 30.0)};
    }
    return interval;
}

template <typename Change>
std::string complaint_about(Change change, const PopulationOptions& options = {.dt = 0.1_ms}) {
    auto adaptation = two_currents();
    change(adaptation);
    try {
        AlifPopulation(3, 2, valid_parameters(), adaptation, options);
    } catch (const InvalidParameter& error) {
        return error.what();
    }
    return "accepted";
}

}  // namespace

TEST_CASE("Exact integration solves the potential and its adaptation currents together",
          "[simulation][alif_population]") {
    const double I = 250e-12;
    const double dt = GENERATE(0.1_ms, 2.0_ms);  // tau_r is a multiple of both
    AlifPopulation population(5, 2, valid_parameters(), two_currents(), {.dt = dt});
    population.set_v(-71.0_mV);
    population.set_w(0, 20e-12);
    population.set_w(1, -15e-12);
    const auto steps = static_cast<int>(std::lround(60.0_ms / dt));
    for (int k = 0; k < steps; ++k) population.forward(I);
    REQUIRE(population.s().isZero());

    const auto x = runge_kutta({-6.0_mV, 20e-12, -15e-12}, I, 60.0_ms, 4000);
    // Documented bound 1e-13 of the largest potential and current; Runge-Kutta adds its own 1e-14.
    CHECK(std::abs(population.v()(1, 4) - (-65.0_mV + x[0])) < 1e-13 * 71.0_mV);
    CHECK(std::abs(population.w(0)(0, 2) - x[1]) < 1e-13 * I);
    CHECK(std::abs(population.w(1)(1, 0) - x[2]) < 1e-13 * I);
}

TEST_CASE("Forward Euler of the adaptive neuron converges in first order",
          "[simulation][alif_population]") {
    const double I = 250e-12;
    const auto x = runge_kutta({0.0, 0.0, 0.0}, I, 60.0_ms, 4000);
    const auto errors = [&](double dt) {
        AlifPopulation population(1, 1, valid_parameters(), two_currents(),
                                  {.dt = dt, .integration = Integration::euler});
        const auto steps = static_cast<int>(std::lround(60.0_ms / dt));
        for (int k = 0; k < steps; ++k) population.forward(I);
        return std::array{population.v()(0, 0) + 65.0_mV - x[0], population.w(0)(0, 0) - x[1]};
    };
    const auto coarse = errors(0.1_ms), fine = errors(0.05_ms);
    CHECK(relative_error(coarse[0] / fine[0], 2.0) < 0.02);
    CHECK(relative_error(coarse[1] / fine[1], 2.0) < 0.02);
}

TEST_CASE("A spike raises every adaptation current by its increment",
          "[simulation][alif_population]") {
    AlifPopulation population(2, 1, valid_parameters(), two_currents(), {.dt = 0.1_ms});
    population.set_v(std::vector<double>{-40.0_mV, -65.0_mV});
    population.forward(0.0);
    REQUIRE(population.s()(0, 0) == 1);
    REQUIRE(population.s()(0, 1) == 0);
    const auto drift = runge_kutta({25.0_mV, 0.0, 0.0}, 0.0, 0.1_ms, 10);
    CHECK(relative_error(population.w(0)(0, 0), drift[1] + 12e-12) < 1e-12);
    CHECK(relative_error(population.w(1)(0, 0), drift[2] + 31e-12) < 1e-12);
    CHECK(population.w(0)(0, 1) == 0.0);

    SECTION("and they go on, driven by the held potential, while the neuron is refractory") {
        const double start = population.w(0)(0, 0);
        for (int k = 0; k < 20; ++k) population.forward(1e-9);
        CHECK(population.v()(0, 0) == -60.0_mV);
        const double target = 9e-9 * 5.0_mV, decay = std::exp(-2.0 / 100.0);
        CHECK(relative_error(population.w(0)(0, 0), target + (start - target) * decay) < 1e-13);
    }
    SECTION("until the state is reset") {
        population.reset_state();
        CHECK(population.w(0).isZero(0.0));
        CHECK(population.w(1).isZero(0.0));
        CHECK((population.v() == -65.0_mV).all());
    }
}

TEST_CASE("Without adaptation the adaptive population is the LIF population",
          "[simulation][alif_population]") {
    auto parameters = valid_parameters();
    parameters.V_th = {-50.0_mV, -52.0_mV, -49.0_mV};
    parameters.tau_trace = 4.0_ms;
    const PopulationOptions options{.dt = 0.1_ms};
    LifPopulation lif(3, 2, parameters, options);
    const bool none = GENERATE(true, false);
    const std::vector<AdaptationParameters> silent{{.tau = 50.0_ms, .a = 0.0, .b = 0.0}};
    AlifPopulation alif(3, 2, parameters, none ? std::vector<AdaptationParameters>{} : silent,
                        options);
    int spikes = 0;
    for (int k = 0; k < 3000; ++k) {
        const std::vector<double> I{450e-12, 420e-12, 500e-12, 390e-12, 700e-12, 460e-12};
        lif.forward(I);
        alif.forward(I);
        REQUIRE((lif.s() == alif.s()).all());
        REQUIRE((lif.v() - alif.v()).abs().maxCoeff() < 1e-13 * 65.0_mV);  // rounding
        spikes += lif.s().cast<int>().sum();
    }
    CHECK(spikes > 40);
    CHECK((lif.trace() == alif.trace()).all());
}

TEST_CASE("Each neuron may have its own adaptation", "[simulation][alif_population]") {
    const Index n = 9;
    auto adaptation = two_currents();
    adaptation[0].b = Vector(Vector::LinSpaced(n, 5e-12, 80e-12));
    const PopulationOptions options{.dt = 0.1_ms};
    AlifPopulation population(n, 1, valid_parameters(), adaptation, options);
    std::vector<AlifPopulation> alone;
    for (Index i = 0; i < n; ++i) {
        auto own = adaptation;
        own[0].b = adaptation[0].b[i];
        alone.emplace_back(1, 1, valid_parameters(), own, options);
    }
    Eigen::ArrayXi spikes = Eigen::ArrayXi::Zero(n);
    for (int k = 0; k < 5000; ++k) {
        population.forward(600e-12);
        for (Index i = 0; i < n; ++i) {
            auto& neuron = alone[static_cast<std::size_t>(i)];
            neuron.forward(600e-12);
            REQUIRE(neuron.v()(0, 0) == population.v()(0, i));
            REQUIRE(neuron.w(0)(0, 0) == population.w(0)(0, i));
            spikes(i) += population.s()(0, i);
        }
    }
    CHECK(spikes(0) > spikes(n - 1));  // stronger adaptation, fewer spikes
    CHECK(spikes(n - 1) > 5);
}

TEST_CASE("Adaptation balances the input at the mean-field rate", "[simulation][alif_population]") {
    // Over one period w returns to its value, so that its mean is a <v - u_rest> + b tau nu.
    const double dt = 0.01_ms, tau = 100.0_ms, a = 9e-9, b = 12e-12;
    AlifPopulation population(1, 1, valid_parameters(), {{.tau = tau, .a = a, .b = b}}, {.dt = dt});
    double v = 0.0, w = 0.0;
    int spikes = 0, steps = 0;
    for (int k = 0; k < 400000 && spikes < 60; ++k) {
        const bool spiked = population.forward(900e-12)(0, 0) == 1;
        spikes += spiked;
        if (spikes < 40) continue;  // adapted after 40 spikes
        v += population.v()(0, 0) + 65.0_mV;
        w += population.w(0)(0, 0);
        ++steps;
    }
    REQUIRE(spikes == 60);
    const double nu = 20.0 / (steps * dt);
    // Sums in place of integrals: of order dt times the rate.
    CHECK(relative_error(w / steps, a * v / steps + b * tau * nu) < 2.0 * dt * nu);
}

TEST_CASE("The rate of adapted neurons follows the current as the equations say",
          "[simulation][alif_population]") {
    const std::array<double, 4> currents{520e-12, 650e-12, 900e-12, 1600e-12};
    const double dt = 0.02_ms;
    AlifPopulation population(4, 1, valid_parameters(), two_currents(), {.dt = dt});
    std::array<std::vector<int>, 4> spikes;
    for (int step = 0; step < 200000; ++step) {
        const SpikeArray& spiked = population.forward(currents);
        for (std::size_t i = 0; i < 4; ++i) {
            if (spiked(0, static_cast<Index>(i)) == 1) spikes[i].push_back(step);
        }
    }
    double last = 0.0;
    for (std::size_t i = 0; i < 4; ++i) {
        const double expected = adapted_interval(currents[i]);
        REQUIRE(spikes[i].size() > 60);
        const std::size_t count = spikes[i].size();
        const double interval = dt * (spikes[i][count - 1] - spikes[i][count - 21]) / 20.0;
        CAPTURE(currents[i], interval, expected);
        // Spikes wait for the end of their step: half a step on average, one at most. With later
        // spikes the neuron is less adapted at the next one, which takes some of that back.
        CHECK(interval > expected - 0.5 * dt);
        CHECK(interval < expected + dt);
        CHECK(1.0 / interval > last);
        last = 1.0 / interval;
    }
}

TEST_CASE("An adaptive population names the parameter that it rejects",
          "[simulation][alif_population][error]") {
    CHECK(complaint_about([](auto&) {}) == "accepted");
    CHECK(complaint_about([](auto& w) { w[1].tau = unset; }) ==
          "adaptation[1].tau must be positive and finite, got nan");
    CHECK(complaint_about([](auto& w) {
              w[0].a = {1e-9, unset, 2e-9};
          }) == "adaptation[0].a[1] must be finite, got nan");
    CHECK(complaint_about([](auto& w) {
              w[1].b = {1e-9, 2e-9};
          }) == "adaptation[1].b must have 1 or n = 3 entries, got 2");
    CHECK_THAT(complaint_about([](auto& w) { w[0].a = -26e-9; }),  // R sum a = -1.2
               ContainsSubstring("largest eigenvalue of one step must lie below 1"));
    CHECK_THAT(complaint_about([](auto& w) {
                   w[0].a = {1e-9, 1e-9, -26e-9};
               }),
               ContainsSubstring("of neuron 2 must lie below 1"));
    CHECK(complaint_about([](auto& w) { w[0].tau = 1.0_ms; },
                          {.dt = 2.0_ms, .integration = Integration::euler}) ==
          "adaptation[0].tau must be at least dt = 0.002 for forward Euler, got 0.001");

    AlifPopulation population(3, 2, valid_parameters(), two_currents(), {.dt = 0.1_ms});
    CHECK_THROWS_WITH(population.w(2),
                      "k must be one of the 2 adaptation currents, counted from 0, got 2");
    CHECK_THROWS_AS(population.set_w(0, unset), InvalidParameter);
    CHECK_THROWS_AS(population.forward(unset), InvalidParameter);
}
