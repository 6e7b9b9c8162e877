#include "catch.hpp"
#include "simulation/example_networks.hpp"

#include <siegert/neurons/adaptation.hpp>

#include <cmath>

using namespace siegert;
using namespace siegert::examples;
using namespace siegert::literals;

TEST_CASE("Adaptation follows the potential through spike and reset at long steps",
          "[simulation][adaptation]") {
    constexpr double count = 400.0;
    const AdaptationCurrent current{.tau = 100.0_ms, .a = 1.0, .b = 0.0};
    Network network = unconnected(SynapseType::delta, count);
    network.adaptation = {{current}};
    SimulationOptions options;
    options.dt = 0.5_ms;
    options.duration = 20.0_s;
    options.warmup = 1.0_s;
    options.gaussian.mu = column({34.0_mV});
    options.gaussian.sigma = column({5.0_mV});
    const neurons::adaptation::AdaptingNeuron neuron{.neuron = {.tau_m = network.tau_m(0),
                                                                .tau_r = network.tau_r(0),
                                                                .V_th = network.V_th(0),
                                                                .V_0 = network.V_0(0),
                                                                .current = neurons::leak()},
                                                     .adaptation = {current}};
    const lif::Input input{.mu = 34.0_mV, .sigma = 5.0_mV};
    const double expected = neurons::adaptation::firing_rate(neuron, input);
    const double spectrum = neurons::adaptation::power_spectrum(neuron, input, Vector::Zero(1))(0);
    const double rate = simulate(network, options).rates(0);
    // Without the correction of the step of the spike 0.9 % too low, six standard errors.
    const double z = (rate - expected) / std::sqrt(spectrum / (count * options.duration));
    INFO("z = " << z << ", rate " << rate << " Hz, expected " << expected << " Hz");
    CHECK(std::abs(z) < 4.4);
}
