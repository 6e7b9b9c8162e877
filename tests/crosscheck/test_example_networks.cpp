// The networks of the examples as a whole: minutes.
#include "planted_bugs.hpp"

#include <tuple>

using namespace siegert;
using namespace siegert::tests;

TEST_CASE("Errors of theory and simulation are noticed in the microcircuit",
          "[crosscheck][planted_bugs]") {
    auto options = options_for(6.0, 0.1);
    // Delays that vary by half their mean hide a step of 0.1 ms.
    options.probes = 100;
    check_power(example("microcircuit.yaml"), options);
}

TEST_CASE("Every deviation in the example networks is explained", "[crosscheck][examples]") {
    const auto [name, duration, scale] = GENERATE(
        table<std::string, double, double>({std::make_tuple("ei_network.yaml", 40.0, 1.0),
                                            std::make_tuple("brunel_2000.yaml", 10.0, 0.5),
                                            std::make_tuple("microcircuit.yaml", 10.0, 0.1)}));
    auto options = options_for(duration, scale);
    options.warmup = 0.5;
    options.quantities = CrosscheckOptions{}.quantities;
    const auto result = crosscheck::crosscheck(example(name), options);
    INFO(name << '\n' << described(result));
    CHECK(result.agrees);
}

TEST_CASE("The rates of Brunel's network show an error of tau_m", "[crosscheck][planted_bugs]") {
    auto options = options_for(5.0, 1.0);
    options.warmup = 0.5;
    options.quantities = {Quantity::firing_rates};
    const Network network = example("brunel_2000.yaml");
    const auto result = crosscheck::crosscheck(longer_membrane(network), network, options);
    INFO(described(result));
    CHECK_FALSE(result.agrees);
}

TEST_CASE("An error in the time constant of adaptation is noticed", "[crosscheck][planted_bugs]") {
    const Network network = example("adex_network.yaml");
    Network other = network;
    other.adaptation[0][0].tau *= 1.05;
    const auto result = crosscheck::crosscheck(other, network, adapting_options());
    INFO(described(result));
    CHECK(has_alarm(result, Quantity::driven_rates));
}
