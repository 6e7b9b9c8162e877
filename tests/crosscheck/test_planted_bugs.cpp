// What a cross-check is good for: a wrong theory or a wrong simulation must raise an alarm, in
// networks in which theory and simulation agree.
#include "catch.hpp"

#include <siegert/crosscheck/crosscheck.hpp>
#include <siegert/io/parameter_file.hpp>
#include <siegert/units.hpp>

#include <algorithm>
#include <string>

using namespace siegert;
using namespace siegert::literals;
using crosscheck::Crosscheck;
using crosscheck::CrosscheckOptions;
using crosscheck::Quantity;

namespace {

constexpr double dt = 0.1_ms;

Network example(const std::string& name) {
    return load_network(std::string(SIEGERT_EXAMPLES) + "/networks/" + name).network;
}

// The parts of the network that show all three errors, without the costly spectra.
const std::vector<Quantity> parts{Quantity::rates, Quantity::unconnected_rates,
                                  Quantity::driven_rates, Quantity::transmission_delay};

CrosscheckOptions options_for(double duration, double scale) {
    CrosscheckOptions options;
    options.duration = duration;
    options.warmup = 0.1;
    options.dt = dt;
    options.seed = 5;
    options.scale = scale;
    options.quantities = parts;
    return options;
}

Network longer_membrane(Network network) {
    network.tau_m *= 1.05;
    return network;
}

Network longer_delay(Network network) {
    network.Delay.array() += dt;
    return network;
}

Network shorter_refractoriness(Network network) {
    network.tau_r.array() -= dt;
    return network;
}

std::string described(const Crosscheck& result) {
    std::string text;
    for (const auto& row : result.rows) {
        text += std::to_string(static_cast<int>(row.quantity)) + ' ' + row.population + ' ' +
                std::to_string(row.predicted + row.correction) + " simulated " +
                std::to_string(row.simulated) + " +- " + std::to_string(row.standard_error) +
                " excess z " + std::to_string(row.excess_z) + (row.alarm ? " ALARM\n" : "\n");
    }
    return text;
}

// The network agrees with itself, and each error is noticed where it shows.
void check_power(const Network& network, const CrosscheckOptions& options) {
    const auto itself = crosscheck::crosscheck(network, options);
    INFO("itself\n" << described(itself));
    CHECK(itself.agrees);
    const auto membrane = crosscheck::crosscheck(longer_membrane(network), network, options);
    INFO("tau_m\n" << described(membrane));
    CHECK(has_alarm(membrane, Quantity::unconnected_rates));
    const auto delay = crosscheck::crosscheck(network, longer_delay(network), options);
    INFO("delay\n" << described(delay));
    CHECK(has_alarm(delay, Quantity::transmission_delay));
    const auto refractoriness =
        crosscheck::crosscheck(network, shorter_refractoriness(network), options);
    INFO("refractoriness\n" << described(refractoriness));
    CHECK(has_alarm(refractoriness, Quantity::driven_rates));
}

}  // namespace

TEST_CASE("Errors of theory and simulation are noticed in the E-I network",
          "[crosscheck][planted_bugs]") {
    check_power(example("ei_network.yaml"), options_for(4.0, 1.0));
}

TEST_CASE("Errors of theory and simulation are noticed in Brunel's network",
          "[crosscheck][planted_bugs]") {
    check_power(example("brunel_2000.yaml"), options_for(2.0, 0.2));
}

TEST_CASE("Errors of theory and simulation are noticed in the microcircuit",
          "[crosscheck][planted_bugs]") {
    check_power(example("microcircuit.yaml"), options_for(2.0, 0.1));
}
