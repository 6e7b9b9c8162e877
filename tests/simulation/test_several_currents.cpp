#include "catch.hpp"
#include "simulation/example_networks.hpp"

#include <siegert/error.hpp>

#include <cmath>

using namespace siegert;
using namespace siegert::examples;
using namespace siegert::literals;

namespace {

SimulationOptions options_for(double duration) {
    SimulationOptions options;
    options.duration = duration;
    options.seed = 77;
    return options;
}

/// Two to four currents at each neuron, jumps of the potential among them.
Network with_several_currents() {
    Network network = three_populations(SynapseType::exponential);
    network.tau_s =
        Matrix{{2.0_ms, 8.0_ms, 5.0_ms}, {2.0_ms, 0.0, 8.0_ms}, {3.0_ms, 8.0_ms, 3.0_ms}};
    network.tau_s_ext = Matrix{{0.5_ms, 2.0_ms}, {0.0, 0.7_ms}, {0.0, 0.5_ms}};
    return network;
}

/// Every kind of membrane in one network.
void use_every_drive(Network& network, SimulationOptions& options) {
    network.adaptation = {{}, {{.tau = 90.0_ms, .a = 0.1, .b = 0.5_mV}}, {}};
    options.gaussian.sigma = column({0.0, 0.0, 3.0_mV});
}

void make_eif(Network& network) {
    network.neuron = {NeuronType::eif, NeuronType::lif, NeuronType::eif};
    network.Delta_T = column({1.5_mV, 0.0, 2.0_mV});
    network.V_T = network.V_th;
    network.V_T(1) = 0.0;
    network.V_th.array() += 25.0_mV;
}

/// The potential that one spike of weight J has caused after t, relative to J.
double response(double tau_m, double tau_s, double t) {
    if (tau_s == 0.0) return std::exp(-t / tau_m);
    return tau_m / (tau_m - tau_s) * (std::exp(-t / tau_m) - std::exp(-t / tau_s));
}

}  // namespace

TEST_CASE("Each connection has its own current", "[simulation][several_currents]") {
    // A, B and C fire once, at the same time; D receives all three.
    Network network = unconnected(SynapseType::exponential, 1);
    network.populations = {"A", "B", "C", "D"};
    const Vector one = Vector::Ones(4);
    network.N = one;
    network.tau_m = column({10.0_ms, 10.0_ms, 10.0_ms, 20.0_ms});
    network.tau_r = 50.0_ms * one;
    network.V_th = 20.0_mV * one;
    network.V_0 = 0.0 * one;
    network.tau_s = Matrix::Constant(4, 4, 1.0_ms);
    network.tau_s.row(3) << 0.7_ms, 6.0_ms, 0.0, 1.0_ms;
    network.tau_s_ext = Vector(0.3_ms * one);
    network.J = Matrix::Zero(4, 4);
    network.J.row(3) << 3.0_mV, -2.0_mV, 1.5_mV, 0.0;
    network.K = Matrix::Zero(4, 4);
    network.K.row(3) << 1, 1, 1, 0;
    network.Delay = Matrix::Constant(4, 4, 1.3_ms);
    network.J_ext = Matrix::Zero(4, 0);
    network.K_ext = Matrix::Zero(4, 0);
    SimulationOptions options = options_for(40.0_ms);
    options.gaussian.mu = column({30.0_mV, 30.0_mV, 30.0_mV, 0.0});
    options.initial.low = options.initial.high = column({19.9_mV, 19.9_mV, 19.9_mV, 0.0});
    options.record.probes = {{.population = 3, .neuron = 0}};
    const bool linear = GENERATE(false, true);
    if (linear) network.adaptation = {{}, {}, {}, {{.tau = 90.0_ms, .a = 0.0, .b = 0.0}}};
    const SimulationResult result = simulate(network, options);

    REQUIRE(result.spikes.spikes[0].times.size() == 1);
    const double arrival = result.spikes.spikes[0].times[0] + 1.3_ms;
    double worst = 0.0;
    for (std::size_t k = 0; k < result.probes.times.size(); ++k) {
        const double t = result.probes.times[k] - arrival;
        if (t < -1e-9) continue;
        const double expected = 3.0_mV * response(20.0_ms, 0.7_ms, t) -
                                2.0_mV * response(20.0_ms, 6.0_ms, t) +
                                1.5_mV * response(20.0_ms, 0.0, t);
        const double current = 3.0_mV * (20.0 / 0.7) * std::exp(-t / 0.7_ms) -
                               2.0_mV * (20.0 / 6.0) * std::exp(-t / 6.0_ms);
        worst = std::fmax(worst, std::abs(result.probes.V(static_cast<Index>(k), 0) - expected));
        worst =
            std::fmax(worst, 1e-2 * std::abs(result.probes.I(static_cast<Index>(k), 0) - current));
    }
    // A weight is a whole number of 2^-30 of the largest possible input, 0.2 V here.
    CAPTURE(worst);
    CHECK(worst < 0.5 * 3 * 0.2 / std::exp2(30));
}

TEST_CASE("Time constants that are equal make one current, however they are given",
          "[simulation][several_currents]") {
    const Network network = three_populations(SynapseType::exponential);
    Network matrix = network;
    matrix.tau_s = network.tau_s.replicate(1, 3);
    matrix.tau_s_ext = network.tau_s.replicate(1, 2);
    const auto options = options_for(0.1_s);
    CHECK(same_spikes(simulate(matrix, options).spikes, simulate(network, options).spikes));
}

TEST_CASE("With several currents spikes depend neither on threads nor on pauses",
          "[simulation][several_currents]") {
    Network network = with_several_currents();
    SimulationOptions options = options_for(0.15_s);
    SECTION("as they are") {}
    SECTION("with every kind of membrane") {
        use_every_drive(network, options);
    }
    SECTION("of eif neurons") {
        make_eif(network);
    }
    SECTION("with external noise") {
        network.external_drive = ExternalDrive::gaussian_white;
    }
    const SimulationResult reference = simulate(network, options);
    CAPTURE(reference.rates.transpose());
    REQUIRE(reference.rates.sum() > 10.0);
    options.threads = 3;
    CHECK(same_spikes(simulate(network, options).spikes, reference.spikes));

    options.threads = 2;
    NetworkSimulation first(network, options);
    first.warm_up(0.06_s);
    const SimulationState state = first.state();
    first.advance(0.05_s);
    options.threads = 1;
    NetworkSimulation second(network, options);
    second.restore(state);
    second.advance(0.05_s);
    CHECK(same_spikes(second.take_record().spikes, first.take_record().spikes));
}

TEST_CASE("External noise of several time constants has the variance of its sum",
          "[simulation][several_currents]") {
    Network network = unconnected(SynapseType::exponential, 400);
    network.V_th = column({1.0});
    network.J_ext = Matrix{{0.2_mV, -0.5_mV, 0.3_mV}};
    network.K_ext = Matrix{{800, 100, 200}};
    network.nu_ext = column({11.0, 13.0, 17.0});
    network.tau_s_ext = Matrix{{2.0_ms, 8.0_ms, 0.0}};
    network.external_drive = GENERATE(ExternalDrive::poisson, ExternalDrive::gaussian_white);
    SimulationOptions options = options_for(0.4_s);
    options.warmup = 0.2_s;
    for (Index k = 0; k < 400; ++k) options.record.probes.push_back({.population = 0, .neuron = k});
    options.record.probe_interval = 20.0_ms;
    const SimulationResult result = simulate(network, options);
    double mean = 0.0;
    double variance = 0.0;
    for (Index m = 0; m < 3; ++m) {
        const double J = network.J_ext(0, m);
        const double events = network.K_ext(0, m) * network.nu_ext(m) * 20.0_ms;
        mean += events * J;
        variance += events * J * J * 0.5 / (1.0 + network.tau_s_ext(0, m) / 20.0_ms);
    }
    // 8000 values, one in three independent: 2700; a normal variance has the error sqrt(2 / 2700).
    const auto deviation = result.probes.V.array() - mean;
    CHECK(std::abs(deviation.mean()) < 4.4 * std::sqrt(variance / 2700.0));
    CHECK(std::abs(deviation.square().mean() / variance - 1.0) < 4.4 * std::sqrt(2.0 / 2700.0));
}

TEST_CASE("Event-driven simulation refuses currents of several time constants",
          "[simulation][several_currents]") {
    SimulationOptions options = options_for(0.1_s);
    options.timing = SpikeTiming::exact;
    CHECK_THROWS_AS(simulate(with_several_currents(), options), InvalidParameter);
}
