#include "catch.hpp"
#include "crosscheck/small_network.hpp"
#include "theory/poisson_table.hpp"
#include "theory/single_neurons.hpp"
#include "theory/surrogate.hpp"

#include <siegert/error.hpp>
#include <siegert/io/parameter_file.hpp>
#include <siegert/theory/grid_rate.hpp>
#include <siegert/theory/input_statistics.hpp>
#include <siegert/theory/network_transfer_function.hpp>
#include <siegert/theory/self_consistent_input.hpp>
#include <siegert/theory/self_consistent_point.hpp>

#include <cmath>
#include <numbers>

using namespace siegert;
using namespace siegert::literals;
using namespace siegert::theory;
using siegert::tests::small_network;

namespace {

constexpr double dt = 0.1_ms;
constexpr double z_max = 4.4;  // two-sided 1e-5

// One population without recurrence, driven by Poisson spikes.
Network feedforward() {
    Network network = small_network();
    network.populations = {"E"};
    for (Vector* values :
         {&network.N, &network.tau_m, &network.tau_r, &network.V_th, &network.V_0}) {
        *values = Vector(values->head(1));
    }
    network.tau_s = Matrix(network.tau_s.topRows(1));
    network.J = Matrix{{0.1_mV}};
    network.K = Matrix{{0.0}};
    network.Delay = Matrix{{1.5_ms}};
    network.J_ext = Matrix{{0.2_mV, -0.3_mV}};
    network.K_ext = Matrix{{1000.0, 200.0}};
    return network;
}

SelfConsistentInput input_of(const Network& network, double time, int threads) {
    const auto point = theory::working_point(network);
    return self_consistent_input(
        network, {.network = network, .point = point},
        {.dt = dt, .neuron_time = time, .seed = 3, .threads = threads, .before_block = {}});
}

// Standard error from the values without one of the blocks each.
template <typename Value>
double jackknife(const SelfConsistentInput& input, const Value& value) {
    const double parts = static_cast<double>(input.without.size());
    double mean = 0.0;
    for (const auto& one : input.without) mean += value(one) / parts;
    double sum = 0.0;
    for (const auto& one : input.without) sum += std::pow(value(one) - mean, 2);
    return std::sqrt((parts - 1.0) / parts * sum);
}

}  // namespace

TEST_CASE("Poisson numbers have the mean and variance of their distribution",
          "[theory][surrogate]") {
    for (const double mean : {0.0, 0.3, 4.0, 700.0}) {
        const PoissonTable table(mean);
        numerics::UniformRandom random(17);
        constexpr int count = 100000;
        double sum = 0.0, squares = 0.0;
        for (int k = 0; k < count; ++k) {
            const double number = table(random);
            sum += number;
            squares += number * number;
        }
        const double average = sum / count;
        const double variance = squares / count - average * average;
        // Errors of mean and variance of a Poisson number.
        CHECK(std::abs(average - mean) <= z_max * std::sqrt(mean / count));
        CHECK(std::abs(variance - mean) <=
              z_max * std::sqrt((mean + 2.0 * mean * mean) / count) + 1e-12);
    }
}

TEST_CASE("Surrogates with Poisson input fire as neurons on a grid do", "[theory][surrogate]") {
    const Network network = feedforward();
    const auto input = input_of(network, 400.0, 1);
    const auto exact =
        grid_rate(neuron(network, 0), poisson_inputs(network, 0, Vector::Zero(1)), 0.0, dt);
    for (const auto side : {&InputStatistics::white, &InputStatistics::coloured}) {
        const auto rate = [&](const InputStatistics& one) { return (one.*side).firing_rates(0); };
        const auto cv = [&](const InputStatistics& one) { return (one.*side).cvs(0); };
        // Intervals of a recording of finite length: the CV is biased by 1 / (spikes of a neuron).
        const double bias = 0.01;
        CHECK(std::abs(rate(input.all) - exact.rate) < z_max * jackknife(input, rate));
        CHECK(std::abs(cv(input.all) - exact.cv) < z_max * jackknife(input, cv) + bias * exact.cv);
    }
}

TEST_CASE("Surrogates with Poisson input have the renewal spectrum", "[theory][surrogate]") {
    Network network = feedforward();
    // Small weights, with the same mean and variance of the input.
    network.J_ext *= 0.25;
    network.K_ext = Matrix{{1000.0 * 16.0, 200.0 * 16.0}};
    network.J_ext(0, 0) = 0.05_mV;
    const auto point = theory::working_point(network);
    if (point.firing_rates(0) < 5.0) network.J_ext(0, 0) *= 1.2;
    const auto there = theory::working_point(network);
    const auto input = input_of(network, 400.0, 1);
    const NeuronStatistics& neurons = input.all.white;
    for (const double f : {10.0, 30.0, 60.0, 150.0}) {
        const auto center = static_cast<Index>(f / neurons.df);
        const Index half = 4;
        const Vector omegas{{2.0 * std::numbers::pi * static_cast<double>(center) * neurons.df}};
        const double renewal = theory::network_renewal_spectra(
            network, {.mu = there.mean_input, .sigma = there.std_input}, omegas, {.threads = 1})(0,
                                                                                                 0);
        const double measured = neurons.spectra.col(0).segment(center - half, 2 * half + 1).mean();
        const double scale = neurons.firing_rates(0) / there.firing_rates(0);
        // 400 s and 9 frequencies are 2200 periodograms; the grid costs a few per cent of the
        // rate, and as much of the spectrum relative to it.
        const double error = 1.0 / std::sqrt(9.0 * neurons.df * 400.0);
        CHECK(std::abs(measured / (renewal * scale) - 1.0) < z_max * error + 0.05);
    }
}

TEST_CASE("Surrogates do not depend on the number of threads", "[theory][surrogate]") {
    const auto one = input_of(small_network(), 60.0, 1);
    const auto three = input_of(small_network(), 60.0, 3);
    CHECK(one.all.coloured.firing_rates == three.all.coloured.firing_rates);
    CHECK(one.all.coloured.std_input == three.all.coloured.std_input);
    CHECK(one.all.coloured.spectra == three.all.coloured.spectra);
}

TEST_CASE("Filtered shots have the power that was asked for", "[theory][surrogate]") {
    const Network network = feedforward();
    const SurrogateGrid grid{.dt = dt, .steps = 16384, .coarse = 1, .size = 1000};
    const Surrogate surrogate{.neuron = neuron(network, 0),
                              .inputs = shot_inputs(network, 0, Vector::Zero(1))};
    const double power = shot_power(surrogate);
    const double mean = mean_of_jumps(surrogate.inputs.front());
    Vector gain(grid.size);
    for (Index m = 0; m < grid.size; ++m) gain(m) = m < 100 ? 0.5 : 1.5;
    const auto record =
        simulate_surrogates(surrogate, grid, {{.mean = mean, .gain = gain}}, 9, 0, 40).front();
    // Per neuron and recorded time; 40 neurons times 80 (800) frequencies are averaged.
    const double low = record.input_power.segment(10, 80).mean() / record.time;
    const double high = record.input_power.segment(150, 800).mean() / record.time;
    CHECK(std::abs(low / (0.25 * power) - 1.0) < z_max / std::sqrt(40.0 * 80.0));
    CHECK(std::abs(high / (2.25 * power) - 1.0) < z_max / std::sqrt(40.0 * 800.0));
}

TEST_CASE("Inhibition that regularises the input lowers its noise", "[theory][surrogate]") {
    // Strong recurrent inhibition with regular spikes, in place of a Poissonian network.
    Network network = small_network();
    network.J *= 2.0;
    const auto input = input_of(network, 100.0, 2);
    CHECK((input.all.coloured.std_input.array() < input.all.white.std_input.array()).all());
    CHECK((input.modulation_depth.array() < 0.5).all());
}

TEST_CASE("Input without noise stays without noise, and nothing is NaN", "[theory][surrogate]") {
    // Nobody sends anything: one population is silent, the other fires by its current alone.
    Network network = small_network();
    network.nu_ext.setZero();
    network.K.setZero();
    network.C = Vector{{250.0_pF, 200.0_pF}};
    network.I_ext = Vector{{100.0_pA, 400.0_pA}};
    const auto input = input_of(network, 60.0, 1);
    const double period = 1.5_ms + 15.0_ms * std::log((30.0 - 11.0) / (30.0 - 19.0));
    for (const NeuronStatistics* side :
         {&input.all.white, &input.all.coloured, &input.all.independent}) {
        CHECK(side->firing_rates(0) == 0.0);
        // Each interval is longer by up to a step, and a recording ends within one.
        CHECK(std::abs(side->firing_rates(1) * period - 1.0) < dt / period + 0.01);
        CHECK(side->std_input.isZero(0.0));
        CHECK(side->spectra.allFinite());
        CHECK(side->responses.allFinite());
        CHECK(side->cvs.allFinite());
    }
    CHECK(input.modulation_depth.allFinite());
}

TEST_CASE("A working point with self-consistent input is the one with white input and what changes",
          "[theory][self_consistent]") {
    const Network network = small_network();
    const auto point = theory::working_point(network);
    const SelfConsistentOptions options{.dt = dt, .neuron_time = 60.0, .seed = 3, .threads = 2};
    const auto found = self_consistent_point(network, point, options);
    const auto state = finite_weight_state(network, point, {.dt = dt});
    const auto input = self_consistent_input(network, state, options);
    const Vector change = input.all.coloured.cvs - input.all.white.cvs;
    CHECK((found.cvs.value - state.point.cvs - change).cwiseAbs().maxCoeff() < 1e-12);
    CHECK((found.std_input.value.array() < state.point.std_input.array()).all());
    CHECK((found.cvs.standard_error.array() > 0.0).all());
    CHECK(found.cvs.standard_error.maxCoeff() < 0.02);
    CHECK(found.modulation_depth.maxCoeff() < 0.4);
    CHECK((found.mean_input - mean_input(network, found.firing_rates.value)).isZero(1e-15));
}

TEST_CASE("Self-consistent input silences no population that fires rarely",
          "[theory][self_consistent]") {
    // Layer 2/3 has some tens of spikes in a round here: too few for a gain of its own.
    const Network network = load_network(SIEGERT_EXAMPLES "/networks/microcircuit.yaml").network;
    const auto state = finite_weight_state(network, theory::working_point(network), {});
    const auto found = self_consistent_input(network, state, {.neuron_time = 20.0, .threads = 2});
    CHECK(found.all.coloured.cvs.minCoeff() > 0.2);
}

TEST_CASE("Self-consistent input is refused where populations fluctuate too much",
          "[theory][self_consistent]") {
    const Network network = load_network(SIEGERT_EXAMPLES "/networks/ei_network.yaml").network;
    const auto point = theory::working_point(network);
    const SelfConsistentOptions options{.neuron_time = 20.0, .threads = 2};
    CHECK_THROWS_AS(self_consistent_point(network, point, options), AccuracyNotReached);
    Network other = network;
    other.adaptation = {{{.tau = 0.1, .a = 0.0, .b = 1e-3}}, {}};
    CHECK_THROWS_AS(self_consistent_point(other, point, options), InvalidParameter);
}
