#include "catch.hpp"
#include "simulation/example_networks.hpp"

#include <siegert/error.hpp>

#include "simulation/membrane_update.hpp"
#include "simulation/noise.hpp"

#include <array>
#include <cmath>

using namespace siegert;
using namespace siegert::examples;
using namespace siegert::literals;

namespace {

Network with_onset(Network network) {
    const auto n = network.populations.size();
    network.neuron.assign(n, NeuronType::eif);
    network.Delta_T = Vector::Constant(static_cast<Index>(n), 1.4_mV);
    network.V_T = network.V_th - Vector::Constant(static_cast<Index>(n), 3.0_mV);
    network.V_th.array() += 14.0_mV;
    return network;
}

double drift(const Network& network, double V, double mu) {
    const double Delta_T = network.Delta_T(0);
    return (mu - V + Delta_T * std::exp((V - network.V_T(0)) / Delta_T)) / network.tau_m(0);
}

// Mean interval in white noise, by threshold integration in small steps downwards: with unit flux
// the density follows D p' = f p - 1, below the reset without the 1.
double mean_interval(const Network& network, double mu, double sigma) {
    constexpr double h = 1e-6;  // [V]
    const double D = sigma * sigma / (2.0 * network.tau_m(0));
    double p = 0.0;
    double time = network.tau_r(0);
    for (double V = network.V_th(0); V > mu - 8.0 * sigma; V -= h) {
        const double f = drift(network, V - 0.5 * h, mu);
        const double resting = V > network.V_0(0) + 0.5 * h ? 1.0 / f : 0.0;
        const double below = (p - resting) * std::exp(-f * h / D) + resting;
        time += 0.5 * (p + below) * h;
        p = below;
    }
    return time;
}

bool same_spikes(const SimulationResult& a, const SimulationResult& b) {
    return examples::same_spikes(a.spikes, b.spikes) && !a.spikes.spikes[0].times.empty();
}

// Between neighbours of one neuron.
std::vector<double> intervals(const SimulationResult& result, std::uint32_t neuron) {
    std::vector<double> times;
    for (std::size_t k = 0; k < result.spikes.spikes[0].times.size(); ++k) {
        if (result.spikes.spikes[0].neurons[k] == neuron)
            times.push_back(result.spikes.spikes[0].times[k]);
    }
    for (std::size_t k = times.size(); k-- > 1;) times[k] -= times[k - 1];
    times.erase(times.begin());
    return times;
}

// V of the first neuron after 5 ms under a constant input that drives it into the onset.
double driven_potential(const Network& network, double dt) {
    SimulationOptions options;
    options.dt = dt;
    options.duration = 5.0_ms;
    options.gaussian.mu = column({35.0_mV});
    options.record.probes = {{.population = 0, .neuron = 0}};
    const SimulationResult result = simulate(network, options);
    REQUIRE(result.spikes.spikes[0].times.empty());
    return result.probes.V(result.probes.V.rows() - 1, 0);
}

}  // namespace

TEST_CASE("The onset acts on a block of neurons as its solution says", "[simulation][eif]") {
    constexpr double Delta_T = 1.4_mV, V_T = 17.0_mV, duration = 0.005;
    const double V_escape = V_T - Delta_T * std::log(duration);
    const simulation::SpikeOnset onset{
        .Delta_T = Delta_T, .V_escape = V_escape, .duration = duration};
    constexpr auto count = simulation::block_size;
    for (const double lowest : {-2000.0_mV, -30.0_mV, 0.0_mV}) {
        alignas(64) std::array<double, count> V{};
        for (std::size_t i = 0; i < count; ++i) {
            const double part = static_cast<double>(i) / static_cast<double>(count - 2);
            V[i] = lowest + part * (V_escape - lowest);  // the last two escape
        }
        const auto before = V;
        simulation::run_away(onset, V.data());
        for (std::size_t i = 0; i < count; ++i) {
            INFO("from " << before[i] << " V");
            const double x = duration * std::exp((before[i] - V_T) / Delta_T);
            if (x > 1.0 - 1e-9) {
                if (x > 1.0) CHECK(std::isinf(V[i]));
                continue;
            }
            const double rise = -Delta_T * std::log1p(-x);
            CHECK(std::abs(V[i] - before[i] - rise) <= 2e-11 * rise + 2e-16 * std::abs(before[i]));
        }
    }
}

TEST_CASE("Steps of EIF neurons are of second order", "[simulation][eif]") {
    Network network = with_onset(unconnected(SynapseType::delta, 1));
    const auto currents = GENERATE(0, 1, 4);
    if (currents > 0) {
        const AdaptationCurrent current{.tau = 5.0_ms, .a = 2.0 / currents, .b = 0.0};
        network.adaptation = {{}};
        network.adaptation[0].assign(static_cast<std::size_t>(currents), current);
    }
    const double fine = driven_potential(network, 0.001_ms);
    const double coarse = driven_potential(network, 0.1_ms) - fine;
    const double half = driven_potential(network, 0.05_ms) - fine;
    INFO(currents << " currents, errors " << coarse << " V and " << half << " V");
    CHECK(std::abs(half) > 1e-9);  // far above rounding
    CHECK(std::abs(coarse / half - 4.0) < 0.15);
}

TEST_CASE("Currents that do nothing change nothing", "[simulation][eif]") {
    Network network =
        in_balanced_noise(with_onset(unconnected(SynapseType::exponential, 200)), 8.0_mV);
    SimulationOptions options;
    options.duration = 0.5_s;
    options.gaussian.mu = column({18.0_mV});
    const AdaptationCurrent current{.tau = 100.0_ms, .a = 0.3, .b = 2.0_mV};
    network.adaptation = {{current}};
    const auto three_components = simulate(network, options);
    const AdaptationCurrent nothing{.tau = 30.0_ms, .a = 0.0, .b = 0.0};
    network.adaptation = {{current, nothing, nothing}};
    CHECK(same_spikes(simulate(network, options), three_components));
}

TEST_CASE("An EIF neuron under constant current takes the time of its passage",
          "[simulation][eif]") {
    const auto synapse = GENERATE(SynapseType::delta, SynapseType::exponential);
    const Network network = with_onset(unconnected(synapse, 1));
    SimulationOptions options;
    options.duration = 1.0_s;
    options.gaussian.mu = column({23.0_mV});
    double passage = 0.0;
    constexpr double h = 1e-7;
    for (double V = network.V_0(0) + 0.5 * h; V < network.V_th(0); V += h) {
        passage += h / drift(network, V, 23.0_mV);
    }
    // Second order in the step: a quarter of the error for half of it.
    const auto error_for = [&](double dt) {
        options.dt = dt;
        const double steps = intervals(simulate(network, options), 0).at(3) / dt;
        return steps - (passage + network.tau_r(0)) / dt;  // in steps; 0 to 1 is the grid
    };
    for (const double dt : {0.1_ms, 0.05_ms, 0.01_ms}) {
        CHECK(error_for(dt) > -0.01);
        CHECK(error_for(dt) < 1.01);
    }
}

TEST_CASE("EIF neurons in noise have the rate of threshold integration", "[simulation][eif]") {
    const Network network =
        in_balanced_noise(with_onset(unconnected(SynapseType::delta, 2000)), 6.0_mV);
    SimulationOptions options;
    options.duration = 4.0_s;
    options.warmup = 0.2_s;
    options.gaussian.mu = column({12.0_mV});
    const double T = mean_interval(network, 12.0_mV, 6.0_mV);
    const SimulationResult result = simulate(network, options);
    // A spike is noticed at the end of its step, on average half a step late.
    const double expected = 1.0 / (T + 0.5 * options.dt);
    const double error =
        std::sqrt(expected / (2000.0 * 4.0));  // of a Poisson process: the CV is below 1
    const double z = (result.rates(0) - expected) / error;
    INFO("z = " << z << ", rate " << result.rates(0) << " Hz, expected " << expected << " Hz");
    CHECK(std::abs(z) < 4.4);
}

TEST_CASE("Spikes of EIF neurons do not depend on the number of threads", "[simulation][eif]") {
    Network network = with_onset(three_populations(SynapseType::exponential));
    network.neuron[2] = NeuronType::lif;
    network.Delta_T(2) = network.V_T(2) = 0.0;
    network.V_th(2) = 19.0_mV;
    SimulationOptions options;
    options.duration = 0.1_s;
    const SimulationResult one = simulate(network, options);
    CHECK(one.rates.minCoeff() > 0.0);
    options.threads = 3;
    const SimulationResult three = simulate(network, options);
    CHECK(same_spikes(one, three));

    NetworkSimulation first(network, options);
    first.advance(0.05_s);
    (void)first.take_record();
    NetworkSimulation second(network, options);
    second.restore(first.state());
    first.advance(0.05_s);
    second.advance(0.05_s);
    CHECK(same_spikes(first.take_record(), second.take_record()));
    network.Delta_T(0) *= 1.01;
    CHECK_THROWS_AS(NetworkSimulation(network, options).restore(second.state()), InvalidParameter);
}

TEST_CASE("EIF neurons have no exact spike times", "[simulation][eif]") {
    const Network network = with_onset(unconnected(SynapseType::delta, 3));
    SimulationOptions options;
    options.duration = 0.1_s;
    options.timing = SpikeTiming::exact;
    CHECK_THROWS_WITH(simulate(network, options),
                      "neuron must be lif for exact spike times, got eif");
}

TEST_CASE("EIF neurons in white Gaussian noise have the rate of threshold integration",
          "[simulation][eif]") {
    const Network network = with_onset(unconnected(SynapseType::delta, 1000));
    SimulationOptions options;
    options.duration = 2.0_s;
    options.warmup = 0.2_s;
    options.gaussian.mu = column({14.0_mV});
    options.gaussian.sigma = column({5.0_mV});
    const double expected = 1.0 / (mean_interval(network, 14.0_mV, 5.0_mV) + 0.5 * options.dt);
    const SimulationResult result = simulate(network, options);
    const double z = (result.rates(0) - expected) / std::sqrt(expected / (1000.0 * 2.0));
    INFO("z = " << z << ", rate " << result.rates(0) << " Hz, expected " << expected << " Hz");
    CHECK(std::abs(z) < 4.4);
}

TEST_CASE("Noise that is fast enough is white to an EIF neuron", "[simulation][eif]") {
    const Network network = with_onset(unconnected(SynapseType::delta, 500));
    SimulationOptions options;
    options.duration = 2.0_s;
    options.warmup = 0.2_s;
    options.gaussian.mu = column({14.0_mV});
    options.gaussian.sigma = column({5.0_mV});
    options.gaussian.tau_c = 0.02_ms;
    const double expected = 1.0 / (mean_interval(network, 14.0_mV, 5.0_mV) + 0.5 * options.dt);
    const SimulationResult result = simulate(network, options);
    // Coloured noise of time constant tau_c changes the rate in order tau_c / tau_m = 0.001.
    const double error = std::sqrt(expected / (500.0 * 2.0));
    INFO("rate " << result.rates(0) << " Hz, expected " << expected << " +- " << error << " Hz");
    CHECK(std::abs(result.rates(0) - expected) < 4.4 * error + 0.002 * expected);
}

TEST_CASE("Adaptation holds back an EIF neuron as its equations say", "[simulation][eif]") {
    Network network = with_onset(unconnected(SynapseType::delta, 1));
    network.adaptation = {{{.tau = 100.0_ms, .a = 0.3, .b = 4.0_mV}}};
    SimulationOptions options;
    options.duration = 3.0_s;
    options.gaussian.mu = column({40.0_mV});
    options.dt = 0.01_ms;
    const double interval = intervals(simulate(network, options), 0).back();
    // The same by small steps of forward Euler until the interval no longer changes.
    double V = network.V_0(0);
    double w = 0.0;
    double expected = 0.0;
    constexpr double h = 0.2e-6;
    const AdaptationCurrent& current = network.adaptation[0][0];
    for (int spike = 0; spike < 40; ++spike) {
        double time = 0.0;
        for (; V < network.V_th(0); time += h) {
            const double pull = -w / network.tau_m(0);
            const double V_before = V;
            V += h * (drift(network, V, 40.0_mV) + pull);
            w += h * (current.a * V_before - w) / current.tau;
        }
        w += current.b;
        V = network.V_0(0);
        const double held = network.tau_r(0);
        const double rest = current.a * V;
        w = rest + (w - rest) * std::exp(-held / current.tau);
        expected = time + held;
    }
    CHECK(interval > expected - 0.01_ms);
    CHECK(interval < expected + 0.02_ms);  // spikes at the end of a step
}
