#include "catch.hpp"

#include <siegert/error.hpp>
#include <siegert/units.hpp>

#include "model/neuron_spread.hpp"
#include "simulation/example_networks.hpp"

#include <cmath>

using namespace siegert;
using namespace siegert::literals;

namespace {

/// Mean and standard deviation of a distribution, from its quantiles.
struct Moments {
    double mean = 0.0;
    double sd = 0.0;
};

Moments moments_of(const Spread& spread) {
    constexpr int points = 200000;
    double sum = 0.0;
    double squares = 0.0;
    for (int k = 0; k < points; ++k) {
        const double x = quantile(spread, (k + 0.5) / points) - spread.mean;
        sum += x / points;
        squares += x * x / points;
    }
    return {.mean = spread.mean + sum, .sd = std::sqrt(squares - sum * sum)};
}

}  // namespace

TEST_CASE("Thresholds lie above the reset and time constants above zero, around their mean",
          "[model][neuron_spread]") {
    Network network = examples::three_populations(SynapseType::delta);
    network.V_th_sd = examples::column({0.5_mV, 30.0_mV, 0.0});
    network.tau_m_sd = examples::column({2.0_ms, 0.0, 50.0_ms});
    validate(network);

    const Spread narrow = threshold_spread(network, 0);
    CHECK(narrow.cut == 4.0);
    CHECK(relative_error(moments_of(narrow).mean, 20.0_mV) < 1e-12);
    // Of the normal distribution within four standard deviations: 1 - 8 phi(4) / (1 - 2 Phi(-4)).
    CHECK(relative_error(moments_of(narrow).sd, 0.5_mV * std::sqrt(1.0 - 0.0010707)) < 1e-5);

    const Spread wide = threshold_spread(network, 1);
    CHECK(relative_error(moments_of(wide).mean, 18.0_mV) < 1e-12);
    CHECK(relative_error(quantile(wide, 1e-12), 9.0_mV + 0.1 * 9.0_mV) < 1e-9);
    CHECK(relative_error(quantile(tau_m_spread(network, 2), 1e-12), 1.2_ms) < 1e-9);

    CHECK(neurons_differ(network, 0));
    CHECK(quantile(threshold_spread(network, 2), 0.3) == network.V_th(2));
    network.tau_m_sd(2) = 0.0;
    CHECK_FALSE(neurons_differ(network, 2));
}

TEST_CASE("Spreads are not negative, and of lif neurons", "[model][neuron_spread]") {
    Network network = examples::three_populations(SynapseType::delta);
    network.V_th_sd = examples::column({0.5_mV, -1.0_mV, 0.0});
    CHECK_THROWS_WITH(validate(network),
                      "V_th_sd of population I must be finite and not negative, got -0.001");
    network.V_th_sd = examples::column({0.5_mV, 0.0, 0.0});
    network.neuron = {NeuronType::eif, NeuronType::lif, NeuronType::lif};
    network.Delta_T = examples::column({1.0_mV, 0.0, 0.0});
    network.V_T = examples::column({15.0_mV, 0.0, 0.0});
    CHECK_THROWS_WITH(validate(network),
                      "V_th_sd of population E must be 0, as its neuron is eif, got 0.0005");
}
