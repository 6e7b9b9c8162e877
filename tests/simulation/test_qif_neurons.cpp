#include "catch.hpp"
#include "simulation/example_networks.hpp"

#include <siegert/neurons/threshold_integration.hpp>

#include <cmath>

using namespace siegert;
using namespace siegert::examples;
using namespace siegert::literals;

namespace {

constexpr double mu = 9.0_mV;
constexpr double sigma = 6.0_mV;

Network in_noise() {
    Network network = unconnected(SynapseType::delta, 2000);
    network.neuron = {NeuronType::qif};
    network.Delta_T = column({1.5_mV});
    network.V_T = column({12.0_mV});
    network.V_th = column({60.0_mV});
    network.V_0 = column({2.0_mV});
    return in_balanced_noise(network, sigma);
}

SimulationOptions seconds(double duration) {
    SimulationOptions options;
    options.duration = duration;
    options.warmup = 0.2_s;
    return options;
}

neurons::IntegrateAndFireNeuron neuron_of(const Network& network) {
    return {.tau_m = network.tau_m(0),
            .tau_r = network.tau_r(0),
            .V_th = network.V_th(0),
            .V_0 = network.V_0(0),
            .current = neurons::quadratic_current(network.Delta_T(0), network.V_T(0))};
}

// Standard errors between the simulated rate and that of threshold integration.
double z_score(const SimulationResult& result, const Network& network, double duration, double dt) {
    const double nu = neurons::firing_rate(neuron_of(network), {.mu = mu, .sigma = sigma});
    // A spike is noticed at the end of its step, on average half a step late.
    const double expected = 1.0 / (1.0 / nu + 0.5 * dt);
    const double cv = neurons::cv(neuron_of(network), {.mu = mu, .sigma = sigma});
    return (result.rates(0) - expected) / (cv * std::sqrt(expected / (network.N(0) * duration)));
}

}  // namespace

TEST_CASE("QIF neurons in noise have the rate of threshold integration", "[simulation][qif]") {
    const bool white = GENERATE(true, false);
    Network network = in_noise();
    SimulationOptions options = seconds(4.0);
    options.gaussian.mu = column({mu});
    if (white) {
        network.K_ext.setZero();
        options.gaussian.sigma = column({sigma});
    }
    const double z = z_score(simulate(network, options), network, 4.0, options.dt);
    INFO("z = " << z);
    CHECK(std::abs(z) < 4.4);
}

TEST_CASE("Spikes of QIF neurons do not depend on the number of threads", "[simulation][qif]") {
    const Network network = in_noise();
    SimulationOptions options = seconds(0.1);
    const SimulationResult one = simulate(network, options);
    CHECK(one.rates(0) > 0.0);
    options.threads = 3;
    CHECK(same_spikes(one.spikes, simulate(network, options).spikes));
}
