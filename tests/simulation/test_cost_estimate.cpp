#include <siegert/error.hpp>
#include <siegert/simulation/cost_estimate.hpp>
#include <siegert/simulation/network_simulation.hpp>

#include "catch.hpp"
#include "simulation/example_networks.hpp"

#include <cmath>

using namespace siegert;
using namespace siegert::examples;
using namespace siegert::literals;

namespace {

/// Neurons that receive K spikes each from the others, and Poisson spikes.
Network large(double neurons, double K) {
    Network network = unconnected(SynapseType::delta, neurons);
    network.K = Matrix::Constant(1, 1, K);
    network.J = Matrix::Constant(1, 1, -0.01_mV);
    network.Delay = Matrix::Constant(1, 1, 1.5_ms);
    network.J_ext = Matrix::Constant(1, 1, 0.2_mV);
    network.K_ext = Matrix::Constant(1, 1, 1000.0);
    network.nu_ext = column({6.0});
    return network;
}

SimulationOptions seconds(double duration) {
    SimulationOptions options;
    options.duration = duration;
    options.scale_rates = column({5.0});
    return options;
}

}  // namespace

TEST_CASE("The cost of a small network is that of its simulation", "[simulation][cost_estimate]") {
    const Network network = large(2000.0, 100.0);
    const auto estimate = estimate_cost(network, seconds(2.0));
    CHECK(estimate.scale == 1.0);
    CHECK(estimate.neurons == 2000.0);
    CHECK(estimate.synapses == 200000.0);
    CHECK(estimate.rates.size() == 1);
    const SimulationCost cost = simulate(network, seconds(0.5)).cost;
    const double real_time_factor = cost.run_seconds / cost.simulated_seconds;
    // Other programs may take the processor at any time: the order of magnitude.
    CHECK(estimate.real_time_factor > 0.1 * real_time_factor);
    CHECK(estimate.real_time_factor < 10.0 * real_time_factor);
    CHECK_THAT(estimate.run_seconds,
               Catch::Matchers::WithinRel(2.0 * estimate.real_time_factor, 1e-12));
}

TEST_CASE("The cost of a large network is drawn from pieces", "[simulation][cost_estimate]") {
    const Network network = large(20000.0, 4000.0);  // 8e7 synapses
    const auto estimate = estimate_cost(network, seconds(1.0));
    CHECK(estimate.scale < 1.0);
    CHECK(estimate.synapses == 8e7);
    CHECK(estimate.memory_needed > 1.5e8);  // 2 bytes for a synapse or more
    CHECK(estimate.memory_needed < 8e8);
    CHECK(estimate.build_seconds > 0.0);
    CHECK(estimate.real_time_factor > 0.0);
}

TEST_CASE("What does not fit into memory is refused before anything is measured",
          "[simulation][cost_estimate]") {
    CHECK_THROWS_AS(estimate_cost(large(4e8, 1e6), seconds(1.0)), InvalidParameter);
    CHECK_THROWS_AS(estimate_cost(large(2000.0, 100.0), {}), InvalidParameter);
}
