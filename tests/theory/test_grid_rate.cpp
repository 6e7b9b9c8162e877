#include "catch.hpp"

#include <siegert/arrays.hpp>
#include <siegert/theory/grid_rate.hpp>
#include <siegert/units.hpp>

#include <cmath>
#include <random>

using namespace siegert;
using namespace siegert::theory;
using namespace siegert::literals;

namespace {

constexpr LifNeuron neuron{.tau_m = 20.0_ms, .tau_r = 2.0_ms, .V_th = 20.0_mV, .V_0 = 10.0_mV};

struct Intervals {
    double rate;
    double cv;
};

/// Intervals of a neuron to which the spikes of each step are added at its end, over `duration`
/// seconds.
Intervals simulated_intervals(const std::vector<PoissonInput>& inputs, double drift, double dt,
                              double duration, unsigned seed) {
    std::mt19937_64 random(seed);
    std::poisson_distribution<int> first(inputs[0].rate * dt);
    std::poisson_distribution<int> second(inputs[1].rate * dt);
    const double decay = std::exp(-dt / neuron.tau_m);
    const long refractory_steps = std::lround(neuron.tau_r / dt);
    double V = neuron.V_0;
    double sum = 0.0;
    double sum_of_squares = 0.0;
    long spikes = 0;
    long last = 0;
    const long steps = std::lround(duration / dt);
    for (long step = 0; step < steps; ++step) {
        V = drift + (V - drift) * decay + first(random) * inputs[0].weight +
            second(random) * inputs[1].weight;
        if (V < neuron.V_th) continue;
        const double interval = static_cast<double>(step - last) * dt;
        last = step;
        ++spikes;
        sum += interval;
        sum_of_squares += interval * interval;
        V = neuron.V_0;
        step += refractory_steps;
    }
    const double mean = sum / static_cast<double>(spikes);
    const double square = sum_of_squares / static_cast<double>(spikes);
    return {.rate = 1.0 / mean, .cv = std::sqrt(square / (mean * mean) - 1.0)};
}

}  // namespace

TEST_CASE("The rate on a grid is that of a simulation on this grid", "[theory][grid_rate]") {
    struct Case {
        std::vector<PoissonInput> inputs;
        double drift, dt;
    };
    const auto c = GENERATE(Case{{{58000.0, 0.1_mV}, {9500.0, -0.5_mV}}, 0.0, 0.1_ms},
                            Case{{{3000.0, 0.8_mV}, {500.0, -4.0_mV}}, 0.0, 0.5_ms},
                            Case{{{3400.0, 0.37_mV}, {820.0, -1.3_mV}}, 21.0_mV, 1.0_ms});
    constexpr int replicates = 24;
    Vector rates(replicates);
    Vector cvs(replicates);
    for (unsigned seed = 0; seed < replicates; ++seed) {
        const auto measured = simulated_intervals(c.inputs, c.drift, c.dt, 30.0, 50 + seed);
        rates(seed) = measured.rate;
        cvs(seed) = measured.cv;
    }
    const auto standard_error = [](const Vector& values) {
        return std::sqrt((values.array() - values.mean()).square().sum() /
                         (replicates * (replicates - 1.0)));
    };
    const auto result = grid_rate(neuron, c.inputs, c.drift, c.dt);
    const double z = (result.rate - rates.mean()) / standard_error(rates);
    const double z_cv = (result.cv - cvs.mean()) / standard_error(cvs);
    CAPTURE(c.dt, result.rate, result.cv, result.error, rates.mean(), cvs.mean(), z, z_cv);
    // Two-sided probability 1e-5 for normal z; Student's t with 23 degrees of freedom: 5.6.
    CHECK(std::abs(z) < 5.6);
    CHECK(std::abs(z_cv) < 5.6);
    CHECK(standard_error(rates) < 0.02 * rates.mean());
    CHECK(result.error < 0.005 * result.rate);
}

TEST_CASE("The rate on a grid tends to that of exact spike times", "[theory][grid_rate]") {
    const std::vector<PoissonInput> inputs{{3000.0, 0.4_mV}, {500.0, -0.8_mV}};
    const double exact = finite_psp_rate(neuron, inputs, 0.0).rate;
    const double middle = grid_rate(neuron, inputs, 0.0, 0.1_ms).rate - exact;
    const double small = grid_rate(neuron, inputs, 0.0, 0.05_ms).rate - exact;
    CAPTURE(exact, middle, small);
    CHECK(std::abs(small) < 0.01 * exact);
    // The error grows as sqrt(dt) where a step holds many spikes, and as dt where it holds few.
    // Margin: 5 % of either.
    CHECK(middle / small > 0.95 * std::sqrt(2.0));
    CHECK(middle / small < 1.05 * 2.0);
}

TEST_CASE("The rate on a grid names what it rejects", "[theory][grid_rate][error]") {
    const std::vector<PoissonInput> inputs{{3000.0, 0.4_mV}};
    CHECK_THROWS_WITH(grid_rate(neuron, inputs, 0.0, 0.0), ContainsSubstring("dt must"));
    CHECK_THROWS_WITH(grid_rate(neuron, {{-1.0, 0.4_mV}}, 0.0, 1e-4),
                      ContainsSubstring("rate must be finite and not negative, got -1"));
    CHECK_THROWS_WITH(grid_rate(neuron, {{3.0, -0.1_mV}}, 0.0, 1e-4),
                      ContainsSubstring("inputs must contain an excitatory one"));
}

TEST_CASE("Without spikes that arrive every interval takes whole steps", "[theory][grid_rate]") {
    const double dt = 0.3_ms;
    const double drift = 25.0_mV;
    // 20 ms log(15 / 5) = 21.97 ms are 73.2 steps.
    const auto intervals = grid_rate(neuron, {{.rate = 0.0, .weight = 0.1_mV}}, drift, dt);
    CHECK(intervals.rate == Approx(1.0 / (2.0_ms + 74.0 * dt)).epsilon(1e-14));
    CHECK(intervals.cv == 0.0);
}
