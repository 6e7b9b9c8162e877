// Networks of other neurons and synapses than leaky neurons with one time constant: theory and
// simulation agree, and an error of 5 % in what makes them different is noticed.
#include "planted_bugs.hpp"
#include "small_network.hpp"

using namespace siegert;
using namespace siegert::tests;

namespace {

// Slow external noise of several mV, so that its time constant matters.
Network several_time_constants() {
    Network network = small_network();
    network.synapse = SynapseType::exponential;
    network.tau_s = Matrix{{2.0_ms, 8.0_ms}, {1.5_ms, 6.0_ms}};
    network.tau_s_ext = Matrix{{40.0_ms}, {36.0_ms}};
    network.J_ext = Matrix{{0.4_mV, -0.5_mV}, {0.4_mV, -0.5_mV}};
    network.nu_ext = Vector{{5.0, 10.8}};
    network.K_ext = Matrix{{1000.0, 200.0}, {1000.0, 180.0}};
    return network;
}

CrosscheckOptions several_options(double duration, const std::vector<Quantity>& quantities) {
    auto options = options_for(duration, 1.0);
    options.warmup = 0.2;
    options.quantities = quantities;
    return options;
}

}  // namespace

TEST_CASE("Networks with several synaptic time constants agree with their simulation",
          "[crosscheck][several_tau_s]") {
    auto options = several_options(4.0, CrosscheckOptions{}.quantities);
    options.surrogate_time = 100.0;
    const auto result = crosscheck::crosscheck(several_time_constants(), options);
    INFO(described(result));
    CHECK(result.agrees);
}

TEST_CASE("An error in the time constant of one connection is noticed",
          "[crosscheck][several_tau_s][planted_bugs]") {
    const Network network = several_time_constants();
    Network other = network;
    other.tau_s(0, 0) *= 1.05;
    auto options = several_options(8.0, {Quantity::transmission_gain});
    options.probes = 200;
    const auto result = crosscheck::crosscheck(other, network, options);
    INFO(described(result));
    CHECK_FALSE(result.agrees);
}

TEST_CASE("An error in the time constant of external synapses is noticed",
          "[crosscheck][several_tau_s][planted_bugs]") {
    const Network network = several_time_constants();
    Network other = network;
    other.tau_s_ext *= 1.05;
    auto options = several_options(8.0, {Quantity::unconnected_rates});
    options.probes = 1;
    options.unconnected = 3000;
    options.surrogate_time = 3000.0;
    const auto result = crosscheck::crosscheck(other, network, options);
    INFO(described(result));
    CHECK_FALSE(result.agrees);
}

TEST_CASE("Neurons that run away agree with their simulation, and an error in Delta_T is noticed",
          "[crosscheck][eif][qif][planted_bugs]") {
    Network network = example("eif_network.yaml");
    const auto kind = GENERATE(NeuronType::eif, NeuronType::qif);
    network.neuron.assign(2, kind);
    auto options = options_for(4.0, 1.0);
    if (kind == NeuronType::qif) {
        network.V_th.array() += 60.0_mV;  // where a parabola is steep
        options.warmup = 0.4;  // driven, they are so regular that they remember their phase
    }
    const auto itself = crosscheck::crosscheck(network, options);
    INFO("itself\n" << described(itself));
    CHECK(itself.agrees);
    Network other = network;
    other.Delta_T *= 1.05;
    const auto result = crosscheck::crosscheck(other, network, options);
    INFO("Delta_T\n" << described(result));
    CHECK(has_alarm(result, Quantity::driven_rates));
}

TEST_CASE("Neurons with conductances agree with their simulation, and an error in E_rev is noticed",
          "[crosscheck][conductances][planted_bugs]") {
    const Network network = example("conductance_network.yaml");
    auto options = options_for(1.0, 1.0);
    options.probes = 200;
    options.surrogate_time = 50.0;
    const auto itself = crosscheck::crosscheck(network, options);
    INFO("itself\n" << described(itself));
    CHECK(itself.agrees);
    Network other = network;
    other.E_rev *= 1.05;
    const auto result = crosscheck::crosscheck(other, network, options);
    INFO("E_rev\n" << described(result));
    CHECK(has_alarm(result, Quantity::transmission_gain));
    Network outside = network;
    outside.E_rev_ext *= 1.05;
    const auto external = crosscheck::crosscheck(outside, network, options);
    INFO("E_rev_ext\n" << described(external));
    CHECK(has_alarm(external, Quantity::driven_rates));
}

TEST_CASE("Rates of a network with conductances are explained by its theory's nodes and by weights",
          "[crosscheck][conductances]") {
    const Network network = example("conductance_network.yaml");
    auto options = options_for(2.0, 1.0);
    options.replicates = 5;
    options.surrogate_time = 100.0;
    options.quantities = {Quantity::firing_rates, Quantity::cvs};
    const auto result = crosscheck::crosscheck(network, options);
    INFO(described(result));
    CHECK(result.agrees);
}

TEST_CASE("Adapting neurons agree with their simulation, and errors in b and tau_w are noticed",
          "[crosscheck][adaptation][planted_bugs]") {
    const Network network = example("adex_network.yaml");
    const auto options = adapting_options();
    const auto itself = crosscheck::crosscheck(network, options);
    INFO("itself\n" << described(itself));
    CHECK(itself.agrees);
    Network other = network;
    other.adaptation[0][0].b *= 1.05;
    const auto result = crosscheck::crosscheck(other, network, options);
    INFO("b\n" << described(result));
    CHECK(has_alarm(result, Quantity::driven_rates));
    Network slower = network;
    slower.adaptation[0][0].tau *= 1.05;
    const auto late = crosscheck::crosscheck(slower, network, options);
    INFO("tau_w\n" << described(late));
    CHECK(has_alarm(late, Quantity::driven_rates));
}
