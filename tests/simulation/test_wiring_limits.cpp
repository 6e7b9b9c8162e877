#include "catch.hpp"
#include "simulation/example_networks.hpp"

#include <siegert/error.hpp>

#include <sys/resource.h>

#include <chrono>
#include <cmath>

using namespace siegert;
using namespace siegert::examples;
using namespace siegert::literals;

namespace {

SimulationOptions short_run() {
    SimulationOptions options;
    options.duration = 1.0_ms;
    options.seed = 5;
    return options;
}

Network one_population(double N, double K) {
    Network network = unconnected(SynapseType::delta, N);
    network.J = Matrix::Constant(1, 1, 0.1_mV);
    network.K = Matrix::Constant(1, 1, K);
    network.Delay = Matrix::Constant(1, 1, 1.5_ms);
    return network;
}

// Every pair of populations has weights and delays of its own.
Network many_populations(Index n, double N) {
    const Network one = unconnected(SynapseType::delta, N);
    Network network = one;
    network.populations.clear();
    for (Index i = 0; i < n; ++i) network.populations.push_back("P" + std::to_string(i));
    for (Vector Network::*field :
         {&Network::N, &Network::tau_m, &Network::tau_r, &Network::V_th, &Network::V_0}) {
        network.*field = Vector::Constant(n, (one.*field)(0));
    }
    network.tau_s = Vector::Constant(n, one.tau_s(0));
    network.K = Matrix::Constant(n, n, 1.5);
    network.J = Matrix::NullaryExpr(
        n, n, [n](Index i, Index j) { return 0.01_mV * (1.0 + static_cast<double>(i * n + j)); });
    network.J_sd = 0.1 * network.J;
    network.Delay = Matrix::NullaryExpr(n, n, [n](Index i, Index j) {
        return 1.0_ms + 0.0001_ms * static_cast<double>(i * n + j);
    });
    network.Delay_sd = 0.3 * network.Delay;
    network.delay_dist = DelayDistribution::lognormal;
    network.weight_dist = WeightDistribution::normal;
    network.J_ext = Matrix::Zero(n, 0);
    network.K_ext = Matrix::Zero(n, 0);
    return network;
}

double peak_memory() {  // [bytes]
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
    return 1024.0 * static_cast<double>(usage.ru_maxrss);
}

double seconds_since(std::chrono::steady_clock::time_point start) {
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

}  // namespace

TEST_CASE("Wiring takes memory for synapses, not for pairs of populations",
          "[simulation][wiring]") {
    const Network network = many_populations(90, 10.0);
    const double before = peak_memory();
    const SimulationResult result = simulate(network, short_run());
    // 12,150 synapses in 8,100 projections: a table of 65,536 entries for each would be 6 GB.
    CHECK(peak_memory() - before < 200e6);
    CHECK(std::abs(static_cast<double>(result.cost.synapses) - 900 * 90 * 1.5) <
          4.4 * std::sqrt(900 * 90 * 0.25));
}

TEST_CASE("A network that does not fit into memory is refused before it is wired",
          "[simulation][wiring]") {
    const auto start = std::chrono::steady_clock::now();
    CHECK_THROWS_WITH(simulate(one_population(5e4, 2e10), short_run()),
                      ContainsSubstring("the simulation needs 2e+06 GB of memory for 5e+04 neurons "
                                        "and 1e+15 synapses, and ") &&
                          ContainsSubstring(" GB are available"));
    CHECK_THROWS_WITH(simulate(one_population(4.2e9, 0.0), short_run()),
                      ContainsSubstring("the simulation needs 202 GB of memory"));
    CHECK(seconds_since(start) < 1.0);
}

TEST_CASE("Wiring stops when it is asked to", "[simulation][wiring]") {
    const Network network = one_population(3e4, 3e3);
    SimulationOptions options = short_run();
    options.threads = GENERATE(1, 2);
    int calls = 0;
    options.progress = [&](const Progress& progress) {
        CHECK(progress.wired < 1.0);
        CHECK(progress.rates.size() == 1);
        // 9e7 synapses of 2 bytes, and where those of each neuron begin.
        CHECK(progress.memory_needed > 1.8e8);
        CHECK(progress.memory_needed < 2.2e8);
        CHECK(progress.memory_available > progress.memory_needed);
        if (calls == 0) CHECK(progress.wired == 0.0);  // before the first synapse
        return ++calls < 2;
    };
    NetworkSimulation simulation(network, options);
    CHECK(calls == 2);
    CHECK_FALSE(simulation.wired());
    CHECK_FALSE(simulation.warm_up(1.0_ms));
    CHECK_FALSE(simulation.advance(1.0_ms));
    CHECK(simulation.time() == 0.0);
    CHECK_FALSE(simulation.take_record().complete);
    CHECK_THROWS_WITH(simulation.state(),
                      "there is no state: the wiring of the network was stopped");
}

TEST_CASE("What would vanish on the grid is refused", "[simulation][grid]") {
    Network network = one_population(10, 2);
    SimulationOptions options = short_run();
    SECTION("a delay") {
        network.Delay(0, 0) = 0.03_ms;
        CHECK_THROWS_WITH(simulate(network, options),
                          "Delay of A -> A must not vanish on a grid of dt = 0.0001 s: take dt of "
                          "at most 3e-05 s, got 3e-05");
        network.Delay(0, 0) = 0.0;
        CHECK_THROWS_WITH(simulate(network, options),
                          ContainsSubstring("Delay of A -> A must be positive in a simulation"));
        network.K(0, 0) = 0.0;  // unconnected: nobody needs it
        CHECK_NOTHROW(simulate(network, options));
    }
    SECTION("a delay below one step, where it is to be exact") {
        options.timing = SpikeTiming::exact;
        network.Delay(0, 0) = 0.09_ms;
        CHECK_THROWS_WITH(simulate(network, options), ContainsSubstring("must not vanish"));
    }
    SECTION("a refractory period") {
        network.tau_r(0) = 0.04_ms;
        CHECK_THROWS_WITH(simulate(network, options),
                          "tau_r of population A must not vanish on a grid of dt = 0.0001 s: take "
                          "dt of at most 4e-05 s, got 4e-05");
        options.timing = SpikeTiming::exact;
        CHECK_NOTHROW(simulate(network, options));
    }
    SECTION("the whole duration") {
        options.duration = 0.04_ms;
        CHECK_THROWS_WITH(simulate(network, options),
                          "duration must last at least one step of dt = 0.0001, got 4e-05");
    }
    SECTION("a modulation without frequency") {
        options.modulation.mu = column({1.0_mV});
        CHECK_THROWS_WITH(simulate(network, options),
                          "modulation.f must be positive and finite, got 0");
    }
}

TEST_CASE("What is rounded to the grid is in the result", "[simulation][grid]") {
    Network network = one_population(10, 2);
    network.synapse = SynapseType::exponential;
    network.tau_s = column({0.7_ms});
    SimulationOptions options = short_run();
    SECTION("nothing, where all is whole steps") {
        CHECK(simulate(network, options).grid_fit.rounded.empty());
    }
    SECTION("delay and refractory period") {
        network.Delay(0, 0) = 1.04_ms;
        network.tau_r(0) = 0.57_ms;
        const GridFit fit = simulate(network, options).grid_fit;
        REQUIRE(fit.rounded.size() == 2);
        CHECK(fit.rounded[0].parameter == "Delay of A -> A");
        CHECK(fit.rounded[0].value == 1.04_ms);
        CHECK(fit.rounded[0].simulated == Approx(1.0_ms));
        CHECK(fit.rounded[1].parameter == "tau_r of A");
        CHECK(fit.rounded[1].simulated == Approx(0.6_ms));
        CHECK(fit.dt == Approx(0.01_ms));
        options.dt = fit.dt;
        CHECK(simulate(network, options).grid_fit.rounded.empty());
    }
    SECTION("a synaptic time constant below one step") {
        network.tau_s = column({0.04_ms});
        const GridFit fit = simulate(network, options).grid_fit;
        REQUIRE(fit.rounded.size() == 1);
        CHECK(fit.rounded[0].parameter == "tau_s of A");
        CHECK(fit.rounded[0].simulated == 0.0);
        CHECK(fit.dt == Approx(0.02_ms));
    }
    SECTION("a distribution of delays that is narrower than a step") {
        network.delay_dist = DelayDistribution::gaussian;
        network.Delay_sd = Matrix::Constant(1, 1, 0.02_ms);
        const GridFit fit = simulate(network, options).grid_fit;
        REQUIRE(fit.rounded.size() == 1);
        CHECK(fit.rounded[0].parameter == "Delay_sd of A -> A");
        CHECK(fit.rounded[0].simulated < 0.012_ms);
    }
}

TEST_CASE("Exact spike times keep delays as they are", "[simulation][grid]") {
    // A fires regularly, each spike makes B fire, and that C, each after its delay.
    const double dt = GENERATE(0.1_ms, 0.7_ms);
    Network network = unconnected(SynapseType::delta, 1.0);
    network.populations = {"A", "B", "C"};
    for (Vector Network::*field :
         {&Network::N, &Network::tau_m, &Network::tau_r, &Network::V_th, &Network::V_0}) {
        network.*field = Vector::Constant(3, (network.*field)(0));
    }
    network.tau_s = Vector::Zero(3);
    network.J = Matrix::Zero(3, 3);
    network.K = Matrix::Zero(3, 3);
    network.Delay = Matrix::Constant(3, 3, 1.0_ms);
    network.J_ext = Matrix::Zero(3, 0);
    network.K_ext = Matrix::Zero(3, 0);
    network.K(1, 0) = network.K(2, 1) = network.K(2, 0) = 1.0;
    network.J(1, 0) = network.J(2, 1) = 25.0_mV;
    network.J(2, 0) = 1.0_mV;  // another class of the same source
    network.Delay(1, 0) = 1.0437_ms;
    network.Delay(2, 1) = 2.3071_ms;
    network.Delay(2, 0) = 1.7_ms;
    SimulationOptions options = short_run();
    options.timing = SpikeTiming::exact;
    options.dt = dt;
    options.duration = 0.21_s;
    options.gaussian.mu = column({30.0_mV, 0.0, 0.0});
    options.initial = {.low = column({0.0, 0.0, 0.0}), .high = column({1.0_mV, 1e-9, 1e-9})};
    NetworkSimulation whole(network, options);
    whole.advance(0.21_s);
    const SpikeRecord record = whole.take_record().spikes;
    const auto& first = record.spikes[0].times;
    const auto& second = record.spikes[1].times;
    const auto& third = record.spikes[2].times;
    REQUIRE(first.size() > 8);
    REQUIRE(third.size() + 1 >= first.size());
    for (std::size_t k = 0; k < third.size(); ++k) {
        CHECK(std::abs(second[k] - first[k] - 1.0437_ms) < 1e-12);
        CHECK(std::abs(third[k] - second[k] - 2.3071_ms) < 1e-12);
    }

    // Spikes under way at a checkpoint arrive all the same.
    const double middle = std::ceil(first[4] / dt + 2.0) * dt;
    NetworkSimulation begin(network, options);
    begin.advance(middle);
    const auto early = begin.take_record().spikes.spikes[2].times;
    NetworkSimulation end(network, options);
    end.restore(begin.state());
    end.advance(0.21_s - middle);
    const auto late = end.take_record().spikes.spikes[2].times;
    REQUIRE(early.size() + late.size() == third.size());
    for (std::size_t k = 0; k < late.size(); ++k) CHECK(late[k] == third[early.size() + k]);
}
