#include "catch.hpp"
#include "simulation/example_networks.hpp"

#include <siegert/error.hpp>

#include <cmath>

using namespace siegert;
using namespace siegert::examples;
using namespace siegert::literals;

namespace {

constexpr double nS = 1e-9;
constexpr double C = 200e-12;

/// `count` neurons with excitatory (70 mV above rest, fast) and inhibitory (-10 mV, slow)
/// conductances from Poisson sources.
Network unconnected_conductances(double count) {
    Network network = unconnected(SynapseType::conductance, count);
    network.C = column({C});
    network.E_rev = Matrix::Zero(1, 1);
    network.J_ext = Matrix{{1.0 * nS, 2.0 * nS}};
    network.K_ext = Matrix{{1000.0, 250.0}};
    network.nu_ext = column({8.0, 10.0});
    network.E_rev_ext = Matrix{{70.0_mV, -10.0_mV}};
    network.tau_s_ext = Matrix{{2.0_ms, 5.0_ms}};
    return network;
}

/// Excitation, inhibition and shunting, with as many time constants.
Network connected_conductances() {
    Network network = three_populations(SynapseType::conductance);
    network.C = column({200e-12, 150e-12, 180e-12});
    network.J = Matrix{{0.4 * nS, 2.0 * nS, 3.0 * nS},
                       {0.5 * nS, 2.2 * nS, 2.5 * nS},
                       {0.6 * nS, 1.8 * nS, 2.0 * nS}};
    network.J_sd = 0.2 * network.J;
    network.E_rev = Vector::Ones(3) * Eigen::RowVector3d(70.0_mV, -10.0_mV, 0.0);
    network.tau_s = Vector::Ones(3) * Eigen::RowVector3d(2.0_ms, 5.0_ms, 8.0_ms);
    network.J_ext = Matrix{{1.0 * nS, 0.8 * nS}, {0.9 * nS, 0.7 * nS}, {0.95 * nS, 0.75 * nS}};
    network.E_rev_ext = Matrix::Constant(3, 2, 70.0_mV);
    network.tau_s_ext = Matrix::Constant(3, 2, 2.0_ms);
    return network;
}

void make_eif(Network& network) {
    const auto n = static_cast<Index>(network.populations.size());
    network.neuron.assign(network.populations.size(), NeuronType::eif);
    network.Delta_T = Vector::Constant(n, 1.4_mV);
    network.V_T = network.V_th;
    network.V_th.array() += 15.0_mV;
}

bool same_spikes(const SimulationResult& a, const SimulationResult& b) {
    return examples::same_spikes(a.spikes, b.spikes);
}

/// A fires once; B receives this spike by an excitatory and a shunting conductance, and constant
/// current.
Network one_spike() {
    Network network = unconnected(SynapseType::conductance, 1);
    network.populations = {"A", "S", "B"};
    const Vector one = Vector::Ones(3);
    network.N = one;
    network.tau_m = column({10.0_ms, 10.0_ms, 20.0_ms});
    network.tau_r = 50.0_ms * one;
    network.V_th = 30.0_mV * one;
    network.V_0 = 0.0 * one;
    network.C = C * one;
    network.tau_s = Matrix::Constant(3, 3, 1.0_ms);
    network.tau_s.row(2) << 2.0_ms, 7.0_ms, 1.0_ms;
    network.J = Matrix::Zero(3, 3);
    network.J.row(2) << 8.0 * nS, 30.0 * nS, 0.0;
    network.E_rev = Matrix::Zero(3, 3);
    network.E_rev.row(2) << 70.0_mV, 0.0, 0.0;
    network.K = Matrix::Zero(3, 3);
    network.K.row(2) << 1, 1, 0;
    network.Delay = Matrix::Constant(3, 3, 1.0_ms);
    network.J_ext = Matrix::Zero(3, 0);
    network.K_ext = Matrix::Zero(3, 0);
    return network;
}

// V of B a time t after both spikes of one_spike arrive at rest, by Runge and Kutta's method.
double potential_after(double t, double mu) {
    constexpr double tau_m = 20.0_ms;
    constexpr double g_L = C / tau_m;
    const auto slope = [&](double time, double V) {
        const double excitation = 8.0 * nS / g_L * std::exp(-time / 2.0_ms);
        const double shunt = 30.0 * nS / g_L * std::exp(-time / 7.0_ms);
        return (mu - V + excitation * (70.0_mV - V) - shunt * V) / tau_m;
    };
    constexpr int steps = 20'000;
    const double h = t / steps;
    double V = mu;
    for (int k = 0; k < steps; ++k) {
        const double at = k * h;
        const double a = slope(at, V);
        const double b = slope(at + 0.5 * h, V + 0.5 * h * a);
        const double c = slope(at + 0.5 * h, V + 0.5 * h * b);
        const double d = slope(at + h, V + h * c);
        V += h / 6.0 * (a + 2.0 * b + 2.0 * c + d);
    }
    return V;
}

// Of V of B, 4 ms after both spikes.
double error_at(double dt) {
    constexpr double mu = 4.0_mV;
    SimulationOptions options;
    options.duration = 12.0_ms;
    options.dt = dt;
    options.gaussian.mu = column({40.0_mV, 40.0_mV, mu});
    options.initial.low = options.initial.high = column({29.99_mV, 29.99_mV, mu});
    options.record.probes = {{.population = 2, .neuron = 0}};
    const SimulationResult result = simulate(one_spike(), options);
    const double arrival = result.spikes.spikes[0].times.at(0) + 1.0_ms;
    REQUIRE(result.spikes.spikes[1].times.at(0) + 1.0_ms == arrival);
    for (std::size_t k = 0; k < result.probes.times.size(); ++k) {
        if (std::abs(result.probes.times[k] - arrival - 4.0_ms) > 1e-9) continue;
        return result.probes.V(static_cast<Index>(k), 0) - potential_after(4.0_ms, mu);
    }
    FAIL("no probe");
    return 0.0;
}

}  // namespace

TEST_CASE("Conductances drive V to their reversal potentials, to second order in the step",
          "[simulation][conductances]") {
    // PSPs of 5 mV. A weight is a whole number of 2^-31 of the largest possible input.
    const double coarse = error_at(0.5_ms);
    const double fine = error_at(0.25_ms);
    CAPTURE(coarse, fine);
    CHECK(std::abs(fine) < 0.02_mV);
    CHECK(coarse / fine == Approx(4.0).epsilon(0.05));
    CHECK(std::abs(error_at(0.01_ms)) < 1e-4 * 0.5_mV);
}

TEST_CASE("Spikes of neurons with conductances depend neither on threads nor on pauses",
          "[simulation][conductances]") {
    Network network = connected_conductances();
    SimulationOptions options;
    options.duration = 0.15_s;
    SECTION("as they are") {}
    SECTION("of eif neurons") {
        make_eif(network);
    }
    SECTION("with a modulated input") {
        options.modulation.f = 20.0;
        options.modulation.mu = column({1.0_mV, 0.0, 2.0_mV});
        options.modulation.rate = column({0.3, 0.0});
    }
    const SimulationResult reference = simulate(network, options);
    CAPTURE(reference.rates.transpose());
    REQUIRE(reference.rates.minCoeff() > 1.0);
    options.threads = 3;
    CHECK(same_spikes(simulate(network, options), reference));

    options.threads = 2;
    NetworkSimulation first(network, options);
    first.warm_up(0.06_s);
    const SimulationState state = first.state();
    first.advance(0.05_s);
    options.threads = 1;
    NetworkSimulation second(network, options);
    second.restore(state);
    second.advance(0.05_s);
    CHECK(same_spikes(second.take_record(), first.take_record()));
    network.E_rev(0, 1) *= 1.01;
    CHECK_THROWS_AS(NetworkSimulation(network, options).restore(state), InvalidParameter);
}

TEST_CASE("The step of neurons with conductances hardly matters to their rate",
          "[simulation][conductances]") {
    Network network = unconnected_conductances(400);
    if (GENERATE(false, true)) make_eif(network);
    SimulationOptions options;
    options.duration = 5.0_s;
    options.warmup = 0.1_s;
    const auto rate_at = [&](double dt) {
        options.dt = dt;
        return simulate(network, options).rates(0);
    };
    // A spike is noticed at the end of its step: intervals are half a step longer.
    const double coarse = rate_at(0.2_ms);
    const double fine = rate_at(0.05_ms);
    const double late = 0.5 * (0.2_ms - 0.05_ms) * fine * fine;
    const double z = (coarse + late - fine) / std::sqrt(2.0 * fine / (400.0 * 5.0));
    INFO("z = " << z << ", " << coarse << " Hz and " << fine << " Hz");
    CHECK(fine > 5.0);
    CHECK(std::abs(z) < 4.4);
}

TEST_CASE("Conductances have what they need and nothing that is not simulated",
          "[simulation][conductances]") {
    Network network = unconnected_conductances(3);
    SimulationOptions options;
    options.duration = 1.0_ms;
    SECTION("Gaussian noise") {
        options.gaussian.sigma = column({1.0_mV});
        CHECK_THROWS_WITH(simulate(network, options),
                          "gaussian.sigma must be 0 where synapses are conductances, got 0.001");
    }
    SECTION("external noise") {
        network.external_drive = ExternalDrive::gaussian_white;
        CHECK_THROWS_AS(simulate(network, options), InvalidParameter);
    }
    SECTION("a smaller network") {
        options.scale = 0.5;
        options.scale_rates = column({5.0});
        CHECK_THROWS_WITH(simulate(network, options),
                          "scale must be 1 where synapses are conductances, got 0.5");
    }
    SECTION("adaptation") {
        network.adaptation = {{{.tau = 0.1, .a = 0.0, .b = 1.0_mV}}};
        CHECK_THROWS_AS(simulate(network, options), InvalidParameter);
    }
    SECTION("capacitance") {
        network.C.resize(0);
        CHECK_THROWS_AS(simulate(network, options), InvalidParameter);
    }
    SECTION("reversal potentials") {
        network.E_rev_ext.resize(0, 0);
        CHECK_THROWS_AS(simulate(network, options), InvalidParameter);
    }
    SECTION("weights without sign") {
        network.J_ext(0, 1) *= -1.0;
        CHECK_THROWS_WITH(simulate(network, options),
                          "J_ext of row 1 (target A), column 2 must be finite and not negative, as "
                          "synapse is conductance, got -2e-09");
    }
    SECTION("time constants") {
        network.tau_s_ext(0, 1) = 0.0;
        CHECK_THROWS_AS(simulate(network, options), InvalidParameter);
    }
    SECTION("another synapse") {
        network.synapse = SynapseType::exponential;
        CHECK_THROWS_WITH(simulate(network, options),
                          "E_rev must be absent, as synapse is exponential, got some");
    }
}

TEST_CASE("Neurons with conductances follow a stimulus", "[simulation][conductances][stimuli]") {
    Network network = unconnected_conductances(1);
    network.K_ext.setZero();
    network.V_th = column({1.0});
    SimulationOptions options;
    options.duration = 100.0_ms;
    options.initial.low = options.initial.high = column({0.0});
    options.record.probes = {{.population = 0, .neuron = 0}};
    const double tau_m = network.tau_m(0);
    network.stimulus = {{.amplitude = 3.0_mV, .start = 20.0_ms, .stop = 60.0_ms}};
    const auto result = simulate(network, options);
    const auto risen = [&](double t) { return t < 0.0 ? 0.0 : -std::expm1(-t / tau_m); };
    double worst = 0.0;
    for (std::size_t k = 0; k < result.probes.times.size(); ++k) {
        const double t = result.probes.times[k];
        const double expected = 3.0_mV * (risen(t - 20.0_ms) - risen(t - 60.0_ms));
        worst = std::fmax(worst, std::abs(result.probes.V(static_cast<Index>(k), 0) - expected));
    }
    CHECK(worst < 1e-15);

    network.stimulus = {
        {.input = StimulusInput::spikes, .amplitude = 1.0_mV, .spike_times = column({1.0_ms})}};
    CHECK_THROWS_WITH(
        simulate(network, options),
        ContainsSubstring("be absent for conductances, which have no weight in volts"));
}
