#pragma once

#include "catch.hpp"

#include <siegert/crosscheck/crosscheck.hpp>
#include <siegert/io/parameter_file.hpp>
#include <siegert/units.hpp>

#include <fmt/format.h>

#include <string>
#include <vector>

namespace siegert::tests {

using namespace literals;
using crosscheck::Crosscheck;
using crosscheck::CrosscheckOptions;
using crosscheck::Quantity;

inline constexpr double dt = 0.1_ms;

inline Network example(const std::string& name) {
    return load_network(std::string(SIEGERT_EXAMPLES) + "/networks/" + name).network;
}

// The parts of the network, where the theory is exact or nearly so, show all three errors within a
// second or two of simulated time.
inline const std::vector<Quantity> parts{Quantity::unconnected_rates, Quantity::driven_rates,
                                         Quantity::transmission_gain, Quantity::transmission_delay};

inline CrosscheckOptions options_for(double duration, double scale) {
    CrosscheckOptions options;
    options.duration = duration;
    options.warmup = 0.1;
    options.dt = dt;
    options.seed = 5;
    options.scale = scale;
    options.quantities = parts;
    return options;
}

// Of adapting neurons, whose warm-up is long.
inline CrosscheckOptions adapting_options() {
    auto options = options_for(4.0, 1.0);
    options.replicates = 6;
    options.warmup = 2.0;
    options.surrogate_time = 400.0;
    return options;
}

inline Network longer_membrane(Network network) {
    network.tau_m *= 1.05;
    return network;
}

inline Network longer_delay(Network network) {
    network.Delay.array() += dt;
    return network;
}

inline Network shorter_refractoriness(Network network) {
    network.tau_r.array() -= dt;
    return network;
}

inline std::string described(const Crosscheck& result) {
    std::string text;
    for (const auto& row : result.rows) {
        text += fmt::format(
            "{} {}{} at {} Hz: predicted {} corrected by {}, accepted {} to {}, simulated {} +- "
            "{}, "
            "excess z {}, {}\n",
            crosscheck::quantity_info(row.quantity).name, row.population, row.source, row.frequency,
            row.predicted, row.correction, row.accepted_low, row.accepted_high, row.simulated,
            row.standard_error, row.excess_z, crosscheck::verdict_name(row.verdict));
    }
    return text;
}

// The network agrees with itself, and each error is noticed where it shows.
inline void check_power(const Network& network, const CrosscheckOptions& options) {
    const auto itself = crosscheck::crosscheck(network, options);
    INFO("itself\n" << described(itself));
    CHECK(itself.agrees);
    const auto membrane = crosscheck::crosscheck(longer_membrane(network), network, options);
    INFO("tau_m\n" << described(membrane));
    CHECK(has_alarm(membrane, Quantity::driven_rates));
    const auto delay = crosscheck::crosscheck(network, longer_delay(network), options);
    INFO("delay\n" << described(delay));
    CHECK(has_alarm(delay, Quantity::transmission_delay));
    const auto refractoriness =
        crosscheck::crosscheck(network, shorter_refractoriness(network), options);
    INFO("refractoriness\n" << described(refractoriness));
    CHECK(has_alarm(refractoriness, Quantity::driven_rates));
}

}  // namespace siegert::tests
