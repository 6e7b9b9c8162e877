#include "catch.hpp"

#include <siegert/lif/exp.hpp>
#include <siegert/units.hpp>

#include <algorithm>
#include <array>
#include <random>
#include <vector>

using namespace siegert;
using namespace siegert::lif;
using namespace siegert::literals;

namespace {

// From the smallest denormal to the largest double.
constexpr std::array magnitudes{
    5e-324, 1e-310, 1e-300, 1e-160, 1e-76, 1e-20, 1e-3,
    0.02,   1.0,    1e20,   1e76,   1e160, 1e300, 1.7976931348623157e308};

double any_magnitude(std::mt19937_64& generator) {
    return magnitudes[std::uniform_int_distribution<std::size_t>(0,
                                                                 magnitudes.size() - 1)(generator)];
}

double any_potential(std::mt19937_64& generator) {
    switch (generator() % 5) {
        case 0:
            return 0.0;
        case 1:
            return -any_magnitude(generator);
        default:
            return any_magnitude(generator);
    }
}

struct Sample {
    LifNeuron neuron;
    Input input;
    double tau_s;
    double J;
};

Sample any_sample(std::mt19937_64& generator) {
    for (;;) {
        const Sample sample{.neuron = {.tau_m = any_magnitude(generator),
                                       .tau_r = generator() % 3 ? any_magnitude(generator) : 0.0,
                                       .V_th = any_potential(generator),
                                       .V_0 = any_potential(generator)},
                            .input = {.mu = any_potential(generator),
                                      .sigma = generator() % 6 ? any_magnitude(generator) : 0.0},
                            .tau_s = generator() % 6 ? any_magnitude(generator) : 0.0,
                            .J = any_potential(generator)};
        if (sample.neuron.V_0 < sample.neuron.V_th) return sample;
    }
}

void require_finite_numbers(std::initializer_list<double> values) {
    for (const double value : values) REQUIRE(std::isfinite(value));
}

}  // namespace

TEST_CASE("No valid input gives NaN or infinity", "[lif][property]") {
    std::mt19937_64 generator(7);
    for (int i = 0; i < 20000; ++i) {
        const auto [neuron, input, tau_s, J] = any_sample(generator);
        CAPTURE(i, neuron.tau_m, neuron.tau_r, neuron.V_th, neuron.V_0, input.mu, input.sigma,
                tau_s, J);
        const double nu = delta::firing_rate(neuron, input);
        const auto first = delta::rate_derivatives(neuron, input);
        const auto second = delta::rate_second_derivatives(neuron, input);
        require_finite_numbers({nu, delta::log_firing_rate(neuron, input), first.d_mu,
                                first.d_sigma, second.d_mu_mu, second.d_mu_sigma,
                                second.d_sigma_sigma, delta::cv(neuron, input),
                                delta::input_rate_derivative(neuron, input, J)});
        REQUIRE(nu >= 0.0);
        REQUIRE(first.d_mu >= 0.0);
        REQUIRE(delta::cv(neuron, input) >= 0.0);
        for (const auto method : {exp::Method::shift, exp::Method::taylor}) {
            const exp::Synapse synapse{.tau_s = tau_s, .method = method};
            const auto d = exp::rate_derivatives(neuron, synapse, input);
            const auto d2 = exp::rate_second_derivatives(neuron, synapse, input);
            require_finite_numbers({exp::firing_rate(neuron, synapse, input),
                                    exp::log_firing_rate(neuron, synapse, input), d.d_mu, d.d_sigma,
                                    d2.d_mu_mu, d2.d_mu_sigma, d2.d_sigma_sigma,
                                    exp::cv(neuron, synapse, input),
                                    exp::noise_correlation_shift(neuron, synapse),
                                    exp::relative_correction(neuron, synapse, input)});
            if (input.sigma > 0.0) {
                require_finite_numbers({exp::input_rate_derivative(neuron, synapse, input, J)});
            }
        }
    }
}

TEST_CASE("The rate is bounded by the refractory period and never falls with the mean",
          "[lif][property]") {
    const double sigma = GENERATE(0.0, 1e-320, 1e-12, 1e-6, 1e-3, 1.0, 1e6);  // [V]
    const double V_0 = GENERATE(3.0_mV, 14.9999_mV);
    const LifNeuron neuron{.tau_m = 20.0_ms, .tau_r = 2.0_ms, .V_th = 15.0_mV, .V_0 = V_0};
    // 1e-14 is the documented error of the rate.
    double previous = 0.0;
    double previous_log = std::numeric_limits<double>::lowest();
    for (double mu = -2.0; mu <= 2.0; mu += 0.0005) {
        CAPTURE(mu, sigma);
        const double nu = delta::firing_rate(neuron, {.mu = mu, .sigma = sigma});
        REQUIRE(nu <= 1.0 / neuron.tau_r * (1.0 + 1e-15));
        REQUIRE(nu >= previous * (1.0 - 1e-14));
        const double log_nu = delta::log_firing_rate(neuron, {.mu = mu, .sigma = sigma});
        REQUIRE(log_nu >= previous_log - 1e-14 * std::max(1.0, std::abs(previous_log)));
        if (nu > 1e-290) REQUIRE(std::abs(std::log(nu) - log_nu) < 1e-12);
        previous = nu;
        previous_log = log_nu;
    }
}

TEST_CASE("Results are continuous where the evaluation changes its formula", "[lif][property]") {
    const LifNeuron neuron{.tau_m = 20.0_ms, .tau_r = 0.0, .V_th = 15.0_mV, .V_0 = 3.0_mV};
    const auto close = [&](const LifNeuron& n, const Input& below, const Input& above) {
        CAPTURE(below.mu, below.sigma, n.V_0);
        CHECK(relative_error(delta::firing_rate(n, below), delta::firing_rate(n, above)) < 2e-13);
        CHECK(relative_error(delta::cv(n, below), delta::cv(n, above)) < 2e-13);
        const auto d_below = delta::rate_derivatives(n, below);
        const auto d_above = delta::rate_derivatives(n, above);
        CHECK(relative_error(d_below.d_mu, d_above.d_mu) < 2e-13);
        CHECK(relative_error(d_below.d_sigma, d_above.d_sigma) < 2e-13);
    };
    // The arguments differ by a few 1e-15, the results by the largest logarithmic slope, about 50,
    // times that.
    const auto neighbours = [&](const LifNeuron& n, double mu, double sigma) {
        close(n, {.mu = mu, .sigma = sigma * (1.0 - 1e-15)},
              {.mu = mu, .sigma = sigma * (1.0 + 1e-15)});
        close(n, {.mu = mu - 3e-18, .sigma = sigma}, {.mu = mu + 3e-18, .sigma = sigma});
    };
    neighbours(neuron, 15.0_mV, 4.0_mV);   // mean at threshold
    neighbours(neuron, 3.0_mV, 4.0_mV);    // mean at reset
    neighbours(neuron, 20.0_mV, 48.0_mV);  // narrow, mean above threshold
    LifNeuron narrow = neuron;
    narrow.V_0 = 15.0_mV - 0.125_mV;  // narrow for h (1 + 2 b) = 1/4, h = 0.0625: b = 1.5
    neighbours(narrow, 12.0_mV, 2.0_mV);
    narrow.V_0 = 15.0_mV - 0.0714285714285714_mV;  // CV: h (1 + 4 b) = 1/4
    neighbours(narrow, 12.0_mV, 2.0_mV);
}
