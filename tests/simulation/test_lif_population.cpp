#include "catch.hpp"

#include <siegert/error.hpp>
#include <siegert/simulation/lif_population.hpp>
#include <siegert/units.hpp>

#include <hwy/targets.h>

#include <cmath>
#include <random>

using namespace siegert;
using namespace siegert::literals;

namespace {

constexpr double R = 40e6;  // [Ohm]

LifPopulationParameters valid_parameters() {
    return {.tau_m = 20.0_ms,
            .R = R,
            .u_rest = -65.0_mV,
            .V_th = -50.0_mV,
            .V_0 = -60.0_mV,
            .tau_r = 2.0_ms};
}

// Potentials relative to rest, currents in volts: R = 1.
LifPopulationParameters unit_parameters() {
    return {
        .tau_m = 20.0_ms, .R = 1.0, .u_rest = 0.0, .V_th = 15.0_mV, .V_0 = 3.0_mV, .tau_r = 2.0_ms};
}

PerNeuron spread(double low, double high, Index n) {
    return Vector(Vector::LinSpaced(n, low, high));
}

std::string complaint(const LifPopulationParameters& parameters, const PopulationOptions& options,
                      Index n = 4, Index batch = 2) {
    try {
        LifPopulation(n, batch, parameters, options);
    } catch (const InvalidParameter& error) {
        return error.what();
    }
    return "accepted";
}

template <typename Change>
std::string complaint_about(Change change, const PopulationOptions& options = {.dt = 0.1_ms}) {
    auto parameters = valid_parameters();
    change(parameters);
    return complaint(parameters, options);
}

StateArray random_currents(Index batch, Index n, unsigned seed) {
    std::mt19937 generator(seed);
    std::normal_distribution<double> current(15.0_mV, 60.0_mV);
    return StateArray::NullaryExpr(batch, n, [&](Index, Index) { return current(generator); });
}

}  // namespace

TEST_CASE("Exact integration follows the closed solution for any step",
          "[simulation][lif_population]") {
    const Index n = 11, batch = 3;  // not a multiple of any vector's width
    auto parameters = valid_parameters();
    parameters.tau_m = spread(7.0_ms, 31.0_ms, n);
    parameters.R = spread(20e6, 55e6, n);
    parameters.u_rest = spread(-75.0_mV, -63.0_mV, n);
    const double dt = GENERATE(0.1_ms, 2.0_ms);
    LifPopulation population(n, batch, parameters, {.dt = dt});

    StateArray current(batch, n);
    for (Index i = 0; i < current.size(); ++i) current.data()[i] = 1e-12 * (3.0 * double(i) - 40.0);
    const int steps = 400;
    for (int k = 0; k < steps; ++k) population.forward(current);

    for (Index b = 0; b < batch; ++b) {
        for (Index i = 0; i < n; ++i) {
            const double u_rest = parameters.u_rest[i];
            const double stationary = parameters.R[i] * current(b, i);
            const double expected =
                u_rest + stationary * -std::expm1(-steps * dt / parameters.tau_m[i]);
            CAPTURE(b, i, dt);
            // Documented bound; measured worst case 3e-15 of u_rest.
            CHECK(std::abs(population.v()(b, i) - expected) < 1e-13 * std::abs(u_rest));
        }
    }
}

TEST_CASE("Forward Euler converges to the exact solution in first order",
          "[simulation][lif_population]") {
    const double I = 11.0_mV, end = 16.0_ms;
    const double exact = -I * std::expm1(-end / 20.0_ms);
    const auto error = [&](double dt) {
        LifPopulation population(1, 1, unit_parameters(),
                                 {.dt = dt, .integration = Integration::euler});
        const auto steps = std::lround(end / dt);
        for (long k = 0; k < steps; ++k) population.forward(I);
        return population.v()(0, 0) - exact;
    };
    // Halving dt halves the error up to the next order, dt / tau_m.
    CHECK(relative_error(error(0.1_ms) / error(0.05_ms), 2.0) < 0.01);
    CHECK(error(0.1_ms) > 0.0);
}

TEST_CASE("A LIF neuron repeats itself every refractory period plus charging time",
          "[simulation][lif_population]") {
    const double dt = 0.1_ms, I = 21.0_mV;
    const auto parameters = unit_parameters();
    LifPopulation population(5, 1, parameters, {.dt = dt});
    population.set_v(parameters.V_0[0]);
    const double charging = 20.0_ms * std::log((21.0 - 3.0) / (21.0 - 15.0));
    const int expected = 20 + static_cast<int>(std::ceil(charging / dt));

    std::vector<int> spikes;
    for (int k = 1; k <= 2000; ++k) {
        if (population.forward(I)(0, 4) == 1) spikes.push_back(k);
    }
    REQUIRE(spikes.size() == 2000 / static_cast<std::size_t>(expected));
    CHECK(spikes[0] == expected - 20);
    for (std::size_t k = 1; k < spikes.size(); ++k) CHECK(spikes[k] - spikes[k - 1] == expected);
}

TEST_CASE("Each kind of reset does what it says", "[simulation][lif_population]") {
    const auto after_spike = [](Reset reset) {
        LifPopulation population(3, 1, unit_parameters(), {.dt = 0.1_ms, .reset = reset});
        population.set_v(std::vector<double>{14.0_mV, 15.5_mV, 15.0_mV});
        population.forward(std::vector<double>{14.0_mV, 15.5_mV, 15.0_mV});  // keeps v as it is
        CHECK(population.s()(0, 0) == 0);
        CHECK(population.s()(0, 1) == 1);
        CHECK(population.s()(0, 2) == 1);  // at threshold
        CHECK(relative_error(population.v()(0, 0), 14.0_mV) < 1e-15);
        return population.v()(0, 1);
    };
    CHECK(after_spike(Reset::to_value) == 3.0_mV);
    CHECK(after_spike(Reset::to_zero) == 0.0);
    CHECK(relative_error(after_spike(Reset::by_subtraction), 0.5_mV) < 1e-13);
}

TEST_CASE("A refractory neuron holds its potential and counts whole steps",
          "[simulation][lif_population]") {
    auto parameters = unit_parameters();
    parameters.tau_r = {0.0_ms, 0.3_ms};  // 0.3 / 0.1 is not 3 in binary
    LifPopulation population(2, 1, parameters, {.dt = 0.1_ms});
    population.set_v(20.0_mV);
    population.forward(20.0_mV);
    CHECK(population.s().isOnes());
    for (const int left : {3, 2, 1}) {
        CHECK(population.refractory_steps()[0] == 0);
        CHECK(population.refractory_steps()[1] == left);
        population.forward(20.0_mV);
        CHECK(population.v()(0, 0) > 3.0_mV);
        CHECK(population.v()(0, 1) == 3.0_mV);
        CHECK(population.s().isZero());
    }
    CHECK(population.refractory_steps()[1] == 0);
    population.forward(20.0_mV);
    CHECK(population.v()(0, 1) > 3.0_mV);

    // A potential above threshold waits for the end of the refractory period.
    population.set_v(20.0_mV);
    population.forward(20.0_mV);
    population.set_v(20.0_mV);
    population.forward(20.0_mV);
    CHECK(population.s()(0, 0) == 1);
    CHECK(population.s()(0, 1) == 0);
    CHECK(population.v()(0, 1) == 20.0_mV);
}

TEST_CASE("The potential stays above its lower bound", "[simulation][lif_population]") {
    auto parameters = unit_parameters();
    parameters.V_min = {-2.0_mV, -7.0_mV};
    LifPopulation population(2, 1, parameters, {.dt = 0.1_ms});
    for (int k = 0; k < 1000; ++k) population.forward(-30.0_mV);
    CHECK(population.v()(0, 0) == -2.0_mV);
    CHECK(population.v()(0, 1) == -7.0_mV);
}

TEST_CASE("The spike trace is the exponentially filtered spike train",
          "[simulation][lif_population]") {
    auto parameters = unit_parameters();
    parameters.tau_trace = 5.0_ms;
    parameters.tau_r = 0.3_ms;
    const auto kind = GENERATE(SpikeTrace::additive, SpikeTrace::saturating);
    LifPopulation population(1, 1, parameters, {.dt = 0.1_ms, .spike_trace = kind});
    const double I = 300.0_mV;  // a spike about every ms

    double filtered = 0.0, last = 0.0;
    int spikes = 0;
    for (int k = 0; k < 500; ++k) {
        const bool spiked = population.forward(I)(0, 0) == 1;
        spikes += spiked;
        filtered = filtered * std::exp(-0.1 / 5.0) + spiked;
        last = spiked ? 1.0 : last * std::exp(-0.1 / 5.0);
        const double expected = kind == SpikeTrace::additive ? filtered : last;
        REQUIRE(relative_error(population.trace()(0, 0), expected) < 1e-13);  // 500 roundings
    }
    CHECK(spikes > 20);
}

TEST_CASE("A population is what its neurons are one by one", "[simulation][lif_population]") {
    const Index n = 37, batch = 3;
    auto parameters = unit_parameters();
    parameters.tau_m = spread(5.0_ms, 40.0_ms, n);
    parameters.V_th = spread(9.0_mV, 19.0_mV, n);
    parameters.V_min = spread(-8.0_mV, -1.0_mV, n);
    parameters.tau_trace = 3.0_ms;
    std::vector<double> tau_r(n);
    for (std::size_t i = 0; i < tau_r.size(); ++i) tau_r[i] = double(i % 4) * 0.5_ms;
    parameters.tau_r = tau_r;
    const PopulationOptions options{.dt = 0.5_ms};
    LifPopulation population(n, batch, parameters, options);

    const auto one = [&](Index i) {
        auto own = parameters;
        own.tau_m = parameters.tau_m[i];
        own.V_th = parameters.V_th[i];
        own.V_min = parameters.V_min[i];
        own.tau_r = parameters.tau_r[i];
        return LifPopulation(1, 1, own, options);
    };
    std::vector<LifPopulation> alone;
    for (Index i = 0; i < batch * n; ++i) alone.push_back(one(i % n));

    int spikes = 0;
    for (unsigned k = 0; k < 200; ++k) {
        const auto current = random_currents(batch, n, k);
        population.forward(current);
        spikes += population.s().cast<int>().sum();
        for (Index i = 0; i < batch * n; ++i) {
            auto& neuron = alone[static_cast<std::size_t>(i)];
            neuron.forward(current.data()[i]);
            // The same bits: one neuron takes the path of single lanes, many that of full vectors.
            REQUIRE(population.v().data()[i] == neuron.v()(0, 0));
            REQUIRE(population.s().data()[i] == neuron.s()(0, 0));
            REQUIRE(population.trace().data()[i] == neuron.trace()(0, 0));
        }
    }
    CHECK(spikes > 500);
}

TEST_CASE("Every vector instruction set gives the same bits", "[simulation][lif_population]") {
    const Index n = 37;
    auto parameters = unit_parameters();
    parameters.tau_m = spread(5.0_ms, 40.0_ms, n);
    parameters.tau_trace = 3.0_ms;
    const auto run = [&] {
        LifPopulation population(n, 1, parameters, {.dt = 0.1_ms});
        for (unsigned k = 0; k < 300; ++k) population.forward(random_currents(1, n, k));
        return population;
    };
    const auto best = run();
    REQUIRE(best.trace().maxCoeff() > 0.0);
    for (const std::int64_t target : hwy::SupportedAndGeneratedTargets()) {
        CAPTURE(hwy::TargetName(target));
        hwy::SetSupportedTargetsForTest(target);
        hwy::GetChosenTarget().Update(hwy::SupportedTargets());
        const auto other = run();
        hwy::SetSupportedTargetsForTest(0);
        hwy::GetChosenTarget().Update(hwy::SupportedTargets());
        CHECK((best.v() == other.v()).all());
        CHECK((best.trace() == other.trace()).all());
    }
}

TEST_CASE("The current may be one number, one for each neuron, or one for each copy too",
          "[simulation][lif_population]") {
    const std::vector<double> per_neuron{1.0_mV, 2.0_mV, 3.0_mV};
    LifPopulation a(3, 2, unit_parameters(), {.dt = 0.1_ms});
    LifPopulation b = a;
    LifPopulation c = a;
    a.forward(per_neuron);
    b.forward(std::vector<double>{1.0_mV, 2.0_mV, 3.0_mV, 1.0_mV, 2.0_mV, 3.0_mV});
    CHECK((a.v() == b.v()).all());
    CHECK(a.v()(1, 2) > a.v()(1, 1));
    b.reset_state();
    b.forward(2.0_mV);
    c.forward(StateArray(StateArray::Constant(2, 3, 2.0_mV)));
    CHECK((b.v() == c.v()).all());
    CHECK(b.v()(0, 0) == a.v()(1, 1));
    CHECK_THROWS_WITH(a.forward(std::vector<double>(4)),
                      "current must have 1, n = 3 or batch * n = 6 entries, got 4");
}

TEST_CASE("Resetting the state forgets everything", "[simulation][lif_population]") {
    auto parameters = valid_parameters();
    parameters.tau_trace = 10.0_ms;
    LifPopulation population(6, 2, parameters, {.dt = 0.1_ms});
    const auto fresh = population;
    for (int k = 0; k < 300; ++k) population.forward(1e-9);
    CHECK(population.trace().minCoeff() > 0.0);
    population.set_v(-40.0_mV);
    population.forward(1e-9);
    CHECK(population.s().isOnes());
    population.reset_state();
    CHECK((population.v() == fresh.v()).all());
    CHECK((population.v() == -65.0_mV).all());
    CHECK(population.s().isZero());
    CHECK(population.trace().isZero(0.0));
    CHECK(population.refractory_steps()[11] == 0);
}

TEST_CASE("A leak conductance is the inverse of a resistance", "[simulation][lif_population]") {
    auto parameters = valid_parameters();
    LifPopulation with_R(1, 1, parameters, {.dt = 0.1_ms});
    parameters.g_L = 1.0 / R;
    parameters.R = unset;
    LifPopulation with_g_L(1, 1, parameters, {.dt = 0.1_ms});
    with_R.forward(1e-10);
    with_g_L.forward(1e-10);
    CHECK(relative_error(with_R.v()(0, 0), with_g_L.v()(0, 0)) < 1e-15);
}

TEST_CASE("A population names the parameter that it rejects",
          "[simulation][lif_population][error]") {
    CHECK(complaint(valid_parameters(), {.dt = 0.1_ms}) == "accepted");
    CHECK(complaint(valid_parameters(), {}) == "dt must be positive and finite, got nan");
    CHECK(complaint(valid_parameters(), {.dt = 0.1_ms}, 0) == "n must be positive, got 0");
    CHECK(complaint(valid_parameters(), {.dt = 0.1_ms}, 3, -2) == "batch must be positive, got -2");
    CHECK(complaint_about([](auto& p) { p.tau_m = unset; }) ==
          "tau_m must be positive and finite, got nan");
    CHECK(complaint_about([](auto& p) {
              p.tau_m = {0.01, 0.02, -0.01, 0.03};
          }) == "tau_m[2] must be positive and finite, got -0.01");
    CHECK(complaint_about([](auto& p) {
              p.tau_m = {0.01, 0.02, 0.03};
          }) == "tau_m must have 1 or n = 4 entries, got 3");
    CHECK(complaint_about([](auto& p) { p.tau_m = std::vector<double>{}; }) ==
          "tau_m must have 1 or n = 4 entries, got 0");
    CHECK(complaint_about([](auto& p) { p.R = unset; }) ==
          "R must be given, or g_L, and not both, got neither");
    CHECK(complaint_about([](auto& p) { p.g_L = 1e-9; }) ==
          "R must be given, or g_L, and not both, got both");
    CHECK(complaint_about([](auto& p) {
              p.V_0 = {-60e-3, -50e-3, -60e-3, -61e-3};
          }) == "V_0[1] must lie below V_th = -0.05, got -0.05");
    CHECK(complaint_about([](auto& p) { p.tau_r = 0.00025; }) ==
          "tau_r must be a multiple of dt = 0.0001, got 0.00025");
    CHECK(complaint_about([](auto& p) { p.tau_r = -0.001; }) ==
          "tau_r must be finite and not negative, got -0.001");
    CHECK(complaint_about([](auto& p) { p.V_min = -0.060; }) ==
          "V_min must not exceed u_rest = -0.065, got -0.06");
    CHECK(complaint_about([](auto& p) { p.tau_trace = 0.0; }) ==
          "tau_trace must be positive and finite, got 0");
    CHECK(complaint_about([](auto&) {}, {.dt = 0.1_ms, .reset = Reset::by_subtraction}) ==
          "V_th must be positive and finite, got -0.05");
    CHECK(complaint_about([](auto& p) { p.tau_m = 0.00005; },
                          {.dt = 0.1_ms, .integration = Integration::euler}) ==
          "tau_m must be at least dt = 0.0001 for forward Euler, got 5e-05");
}

TEST_CASE("A current that is not a number changes nothing", "[simulation][lif_population][error]") {
    LifPopulation population(3, 2, unit_parameters(), {.dt = 0.1_ms});
    population.forward(5.0_mV);
    const auto before = population.v();
    std::vector<double> current(6, 1.0_mV);
    current[4] = unset;
    CHECK_THROWS_WITH(population.forward(current),
                      "current[1, 1] must be finite and at most 1e+100 in size, got nan");
    CHECK_THROWS_AS(population.forward(std::numeric_limits<double>::infinity()), InvalidParameter);
    CHECK_THROWS_WITH(population.set_v(std::vector<double>{0.0, unset, 0.0}),
                      "v[1] must be finite and at most 1e+100 in size, got nan");
    CHECK((population.v() == before).all());
    CHECK_THROWS_WITH(population.trace(), ContainsSubstring("tau_trace must be set"));
}
