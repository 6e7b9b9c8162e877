#include "catch.hpp"

#include <siegert/error.hpp>
#include <siegert/theory/finite_psp.hpp>
#include <siegert/units.hpp>

#include <cmath>
#include <random>

using namespace siegert;
using namespace siegert::literals;
using theory::finite_psp_rate;
using theory::PoissonInput;

namespace {

constexpr LifNeuron neuron{.tau_m = 20.0_ms, .tau_r = 2.0_ms, .V_th = 20.0_mV, .V_0 = 10.0_mV};

/// Excitation of weight J and inhibition of weight -g J that together have this mean and sigma.
std::vector<PoissonInput> balanced(double J, double g, double mu, double sigma) {
    const double first = mu / (J * neuron.tau_m);
    const double second = sigma * sigma / (J * J * neuron.tau_m);
    const double inhibition = (second - first) / (g * g + g);
    return {{.rate = first + g * inhibition, .weight = J}, {.rate = inhibition, .weight = -g * J}};
}

/// Rate in a simulation that takes each spike at its exact time, over `duration` seconds.
double simulated_rate(const std::vector<PoissonInput>& inputs, double drift, double duration,
                      unsigned seed) {
    std::mt19937_64 random(seed);
    const double total = inputs[0].rate + inputs[1].rate;
    std::exponential_distribution<double> interval(total);
    std::bernoulli_distribution is_first(inputs[0].rate / total);
    double V = neuron.V_0;
    double t = 0.0;
    int spikes = 0;
    while (t < duration) {
        const double step = interval(random);
        t += step;
        V = drift + (V - drift) * std::exp(-step / neuron.tau_m);
        V += is_first(random) ? inputs[0].weight : inputs[1].weight;
        if (V < neuron.V_th) continue;
        ++spikes;
        V = neuron.V_0;
        t += neuron.tau_r;
    }
    return spikes / duration;
}

}  // namespace

TEST_CASE("The rate at finite weights is that of an event-driven simulation",
          "[theory][finite_psp]") {
    struct Case {
        double J, g, mu, sigma, drift;
    };
    const auto c =
        GENERATE(Case{0.5_mV, 5.0, 15.0_mV, 5.0_mV, 0.0}, Case{1.3_mV, 3.7, 17.0_mV, 6.0_mV, 0.0},
                 Case{0.7_mV, 2.3, 5.0_mV, 3.0_mV, 11.0_mV});
    const auto inputs = balanced(c.J, c.g, c.mu, c.sigma);
    constexpr int replicates = 24;
    constexpr double duration = 40.0;  // [s]
    double sum = 0.0;
    double sum_of_squares = 0.0;
    for (unsigned seed = 0; seed < replicates; ++seed) {
        const double rate = simulated_rate(inputs, c.drift, duration, 100 + seed);
        sum += rate;
        sum_of_squares += rate * rate;
    }
    const double mean = sum / replicates;
    const double standard_error =
        std::sqrt((sum_of_squares / replicates - mean * mean) / (replicates - 1));
    const auto result = finite_psp_rate(neuron, inputs, c.drift);
    const double z = (result.rate - mean) / standard_error;
    CAPTURE(c.J, result.rate, result.error, mean, standard_error, z);
    // Two-sided probability 1e-5 for normal z; Student's t with 23 degrees of freedom: 5.6.
    CHECK(std::abs(z) < 5.6);
    CHECK(result.error < 0.005 * result.rate);
}

TEST_CASE("The rate at finite weights tends to the diffusion limit", "[theory][finite_psp]") {
    // Siegert formula at mu = 15 mV, sigma = 5 mV, 20 digits by mpmath. The deviation is
    // proportional to the weight where weights are small.
    constexpr double diffusion_rate = 9.4607998057591233808;
    const auto deviation = [](double J) {
        return finite_psp_rate(neuron, balanced(J, 1.3, 15.0_mV, 5.0_mV), 0.0).rate -
               diffusion_rate;
    };
    const double large = deviation(0.16_mV);
    const double middle = deviation(0.08_mV);
    const double small = deviation(0.04_mV);
    CHECK(std::abs(small) < 0.01 * diffusion_rate);
    // Halving the weight halves the deviation, but for the next order, which is halved as well. The
    // margin of a quarter is the order after that.
    CHECK(std::abs(middle / small - 2.0) < 0.75 * std::abs(large / middle - 2.0));
}

TEST_CASE("A constant drift above threshold makes the neuron fire regularly",
          "[theory][finite_psp]") {
    const double drift = 26.0_mV;
    const double period =
        neuron.tau_r + neuron.tau_m * std::log((drift - neuron.V_0) / (drift - neuron.V_th));
    const auto result = finite_psp_rate(neuron, {}, drift);
    CHECK(relative_error(result.rate, 1.0 / period) < 1e-5);  // second order on 1000 cells
}

TEST_CASE("The rate at finite weights names what it rejects", "[theory][finite_psp][error]") {
    CHECK_THROWS_WITH(finite_psp_rate(neuron, {{.rate = -3.0, .weight = 0.1_mV}}, 0.0),
                      ContainsSubstring("rate must be finite and not negative, got -3"));
    CHECK_THROWS_WITH(finite_psp_rate(neuron, {{.rate = 3.0, .weight = unset}}, 0.0),
                      ContainsSubstring("weight must be finite"));
    CHECK_THROWS_WITH(finite_psp_rate(neuron, {{.rate = 3.0, .weight = 0.1_mV}}, unset),
                      ContainsSubstring("drift must be finite"));
    CHECK_THROWS_WITH(finite_psp_rate(neuron, {{.rate = 3.0, .weight = -0.1_mV}}, 0.0),
                      ContainsSubstring("inputs must contain an excitatory one"));
}
