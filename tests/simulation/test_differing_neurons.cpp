#include "catch.hpp"
#include "simulation/example_networks.hpp"

#include <siegert/error.hpp>

#include "model/neuron_spread.hpp"

#include <algorithm>
#include <cmath>

using namespace siegert;
using namespace siegert::examples;
using namespace siegert::literals;
using Catch::Matchers::ContainsSubstring;

namespace {

SimulationOptions options_for(double duration) {
    SimulationOptions options;
    options.duration = duration;
    options.seed = 5;
    return options;
}

Network with_spread(SynapseType synapse) {
    Network network = three_populations(synapse);
    network.V_th_sd = column({1.0_mV, 0.0, 2.0_mV});
    network.tau_m_sd = column({3.0_ms, 0.0, 2.0_ms});
    return network;
}

/// Intervals between the spikes of each neuron of one population.
std::vector<double> mean_intervals(const SpikeRecord& record) {
    std::vector<double> first(record.recorded[0], -1.0), last(first), count(first);
    const PopulationSpikes& spikes = record.spikes[0];
    for (std::size_t k = 0; k < spikes.times.size(); ++k) {
        const std::uint32_t neuron = spikes.neurons[k];
        if (count[neuron] < 0.0) first[neuron] = spikes.times[k];
        last[neuron] = spikes.times[k];
        count[neuron] += 1.0;
    }
    std::vector<double> intervals;
    for (std::size_t i = 0; i < count.size(); ++i) {
        if (count[i] > 0.0) intervals.push_back((last[i] - first[i]) / count[i]);
    }
    return intervals;
}

/// Neurons without noise, driven above threshold: their intervals tell their parameters.
Network driven() {
    Network network = unconnected(SynapseType::delta, 4000);
    network.C = column({250e-12});
    network.I_ext = column({40.0_mV * 250e-12 / 20.0_ms});  // mean input of 40 mV
    return network;
}

double interval(double V_th, double tau_m) {
    const double mu = 40.0_mV * tau_m / 20.0_ms;
    return 2.0_ms + tau_m * std::log((mu - 10.0_mV) / (mu - V_th));
}

}  // namespace

TEST_CASE("Every neuron has a threshold of its own", "[simulation][differing_neurons]") {
    Network network = driven();
    network.V_th_sd = column({1.5_mV});
    SimulationOptions options = options_for(2.0_s);
    options.dt = 0.01_ms;
    std::vector<double> found = mean_intervals(simulate(network, options).spikes);
    REQUIRE(found.size() == 4000);
    std::ranges::sort(found);
    // The quantiles of 4000 numbers scatter by sqrt(u (1 - u) / 4000) of the distribution.
    for (const double u : {0.1, 0.5, 0.9}) {
        const auto at = [&](double part) {
            return interval(quantile(threshold_spread(network, 0), part), 20.0_ms);
        };
        const double error = 4.4 * std::sqrt(u * (1.0 - u) / 4000.0);
        CAPTURE(u, found[static_cast<std::size_t>(4000 * u)], at(u));
        CHECK(found[static_cast<std::size_t>(4000 * u)] > at(u - error));
        // On a grid spikes come half a step late on average.
        CHECK(found[static_cast<std::size_t>(4000 * u)] < at(u + error) + options.dt);
    }
}

TEST_CASE("Every neuron has a time constant of its own, at equal capacitance",
          "[simulation][differing_neurons]") {
    Network network = driven();
    network.tau_m_sd = column({3.0_ms});
    SimulationOptions options = options_for(2.0_s);
    options.timing = GENERATE(SpikeTiming::grid, SpikeTiming::exact);
    options.dt = options.timing == SpikeTiming::exact ? 1.0_ms : 0.01_ms;
    std::vector<double> found = mean_intervals(simulate(network, options).spikes);
    REQUIRE(found.size() == 4000);
    std::ranges::sort(found);
    for (const double u : {0.1, 0.5, 0.9}) {
        // A slower neuron has more mean input, and a shorter interval.
        const auto at = [&](double part) {
            return interval(20.0_mV, quantile(tau_m_spread(network, 0), 1.0 - part));
        };
        const double error = 4.4 * std::sqrt(u * (1.0 - u) / 4000.0);
        CAPTURE(u, found[static_cast<std::size_t>(4000 * u)], at(u));
        CHECK(found[static_cast<std::size_t>(4000 * u)] > at(u - error));
        CHECK(found[static_cast<std::size_t>(4000 * u)] < at(u + error) + 0.01_ms);
    }
}

TEST_CASE("A spike causes the potential that tau_m and tau_s of its target say",
          "[simulation][differing_neurons]") {
    // One neuron of A, without threshold, receives a spike of each current of its own.
    Network network = unconnected(SynapseType::exponential, 2);
    network.populations = {"A", "B"};
    network.N = column({64.0, 1.0});
    network.tau_m = column({20.0_ms, 10.0_ms});
    network.tau_r = column({2.0_ms, 2.0_ms});
    network.tau_s = Matrix::Constant(2, 2, 5.0_ms);
    network.tau_s(0, 1) = GENERATE(0.0, 3.0_ms);
    network.V_th = column({100.0_mV, 20.0_mV});
    network.V_0 = column({0.0, 0.0});
    network.tau_m_sd = column({4.0_ms, 0.0});
    network.J = Matrix{{0.0, 2.0_mV}, {0.0, 0.0}};
    network.K = Matrix{{0.0, 1.0}, {0.0, 0.0}};
    network.Delay = Matrix::Constant(2, 2, 1.0_ms);
    network.J_ext = Matrix::Zero(2, 0);
    network.K_ext = Matrix::Zero(2, 0);
    network.tau_s_ext = Matrix(Vector::Constant(2, 1.0_ms));
    network.stimulus = {{.populations = {"B"},
                         .amplitude = 5.0,
                         .start = 2.0_ms,
                         .stop = 2.1_ms}};  // B fires at once
    SimulationOptions options = options_for(30.0_ms);
    options.initial = {.low = column({0.0, 0.0}), .high = column({0.0, 0.0})};
    options.record.probes = {{.population = 0, .neuron = 3}, {.population = 0, .neuron = 40}};
    const SimulationResult result = simulate(network, options);
    REQUIRE(result.spikes.spikes[1].times.size() == 1);
    const double arrival = result.spikes.spikes[1].times.front() + 1.0_ms;
    const double tau_s = network.tau_s(0, 1);
    for (Index probe = 0; probe < 2; ++probe) {
        // tau_m of this neuron, from the decay at the end, when the current is over.
        const auto V = [&](double t) {
            return result.probes.V(static_cast<Index>(std::lround(t / options.dt)) - 1, probe);
        };
        double tau_m = 20.0_ms;
        const auto expected = [&](double t) {
            if (tau_s == 0.0) return 2.0_mV * std::exp(-t / tau_m);
            return 2.0_mV * tau_m / (tau_m - tau_s) * (std::exp(-t / tau_m) - std::exp(-t / tau_s));
        };
        for (int k = 0; k < 100; ++k) {  // Newton's method by differences
            const double t = 15.0_ms;
            const double value = expected(t);
            tau_m *= 1.0 + 1e-7;
            const double slope = (expected(t) - value) / (1e-7 * tau_m);
            tau_m = tau_m / (1.0 + 1e-7) + (V(arrival + t) - value) / slope;
        }
        CAPTURE(probe, tau_m);
        CHECK(std::abs(tau_m - 20.0_ms) > 0.1_ms);
        CHECK(std::abs(tau_m - 20.0_ms) < 16.0_ms);
        for (const double t : {1.0_ms, 4.0_ms, 22.0_ms}) {
            // Weights are stored to 1 / 32768 of the largest.
            CHECK(std::abs(V(arrival + t) - expected(t)) < 1e-4 * expected(t));
        }
    }
}

TEST_CASE("Differing neurons are the same for any number of threads and after a checkpoint",
          "[simulation][differing_neurons]") {
    const auto synapse = GENERATE(SynapseType::delta, SynapseType::exponential);
    const Network network = with_spread(synapse);
    SimulationOptions options = options_for(0.15_s);
    const SimulationResult reference = simulate(network, options);
    REQUIRE(reference.spikes.spikes[0].times.size() > 100);
    options.threads = 3;
    CHECK(same_spikes(simulate(network, options).spikes, reference.spikes));
    CHECK_FALSE(
        same_spikes(simulate(three_populations(synapse), options).spikes, reference.spikes));

    NetworkSimulation first(network, options);
    first.warm_up(0.05);
    const SimulationState state = first.state();
    first.advance(0.1);
    options.threads = 2;
    NetworkSimulation second(network, options);
    second.restore(state);
    second.advance(0.1);
    CHECK(same_spikes(second.take_record().spikes, first.take_record().spikes));

    Network other = network;
    other.V_th_sd(0) *= 1.01;
    NetworkSimulation third(other, options);
    CHECK_THROWS_WITH(third.restore(state),
                      "state must belong to the same network, options and seed");
}

TEST_CASE("Where equations are of a population, its neurons must be alike",
          "[simulation][differing_neurons]") {
    Network network = with_spread(SynapseType::delta);
    SimulationOptions options = options_for(0.01_s);
    options.gaussian.sigma = column({0.0, 0.0, 3.0_mV});
    CHECK_THROWS_WITH(simulate(network, options),
                      ContainsSubstring("V_th_sd and tau_m_sd of population S must be 0"));
    options.gaussian.sigma = column({0.0, 3.0_mV, 0.0});
    CHECK_NOTHROW(simulate(network, options));
    network.adaptation = {{{.tau = 0.1_s, .a = 0.0, .b = 1.0_mV}}, {}, {}};
    CHECK_THROWS_WITH(simulate(network, options),
                      ContainsSubstring("V_th_sd and tau_m_sd of population E must be 0"));
}
