#include "catch.hpp"
#include "simulation/example_networks.hpp"

#include <siegert/error.hpp>
#include <siegert/simulation/trials.hpp>

#include <cmath>
#include <functional>

using namespace siegert;
using namespace siegert::examples;
using namespace siegert::literals;

namespace {

constexpr double tau_m = 20.0_ms;

// Without threshold in reach, so that V is a linear function of the input.
Network passive(SynapseType synapse, double count) {
    Network network = unconnected(synapse, count);
    network.C = column({250e-12});
    network.V_th = column({1.0});
    return network;
}

SimulationOptions options_for(double duration) {
    SimulationOptions options;
    options.duration = duration;
    options.seed = 5;
    options.initial.low = options.initial.high = column({0.0});
    options.record.probes = {{.population = 0, .neuron = 1}};
    return options;
}

// The potential at time t after input of 1 V began.
double step_response(double t) {
    return t < 0.0 ? 0.0 : -std::expm1(-t / tau_m);
}

// The same of input that rises by 1 V/s for ever.
double ramp_response(double t) {
    return t < 0.0 ? 0.0 : t - tau_m * step_response(t);
}

double window_response(double t, double start, double stop) {
    return step_response(t - start) - step_response(t - stop);
}

void check_potential(const SimulationResult& result,
                     const std::function<double(double)>& expected) {
    // Rounding of 2000 steps, of a potential of some mV.
    constexpr double tolerance = 1e-15;
    double worst = 0.0;
    for (std::size_t k = 0; k < result.probes.times.size(); ++k) {
        const double V = result.probes.V(static_cast<Index>(k), 0);
        worst = std::fmax(worst, std::abs(V - expected(result.probes.times[k])));
    }
    CHECK(worst < tolerance);
}

bool same_spikes(const SimulationResult& a, const SimulationResult& b) {
    return examples::same_spikes(a.spikes, b.spikes) && !a.spikes.spikes[0].times.empty();
}

}  // namespace

TEST_CASE("The potential follows a stimulus of the mean input exactly", "[simulation][stimuli]") {
    const auto synapse = GENERATE(SynapseType::delta, SynapseType::exponential);
    Network network = passive(synapse, 2);
    // An adaptation current that stays zero: the general equations have to find the same.
    if (GENERATE(false, true)) network.adaptation = {{{.tau = 80.0_ms, .a = 0.0, .b = 0.0}}};
    Stimulus stimulus{.amplitude = 3.0_mV, .start = 20.0_ms, .stop = 150.0_ms};
    const auto run = [&] {
        network.stimulus = {stimulus};
        return simulate(network, options_for(200.0_ms));
    };

    SECTION("a step") {
        check_potential(run(),
                        [](double t) { return 3.0_mV * window_response(t, 20.0_ms, 150.0_ms); });
    }
    SECTION("a step of a current") {
        stimulus.input = StimulusInput::current;
        stimulus.amplitude = 37.5e-12;  // times tau_m / C: 3 mV
        check_potential(run(),
                        [](double t) { return 3.0_mV * window_response(t, 20.0_ms, 150.0_ms); });
    }
    SECTION("two stimuli that overlap") {
        network.stimulus = {stimulus, {.amplitude = -1.0_mV, .start = 80.0_ms}};
        check_potential(simulate(network, options_for(200.0_ms)), [](double t) {
            return 3.0_mV * window_response(t, 20.0_ms, 150.0_ms) -
                   1.0_mV * step_response(t - 80.0_ms);
        });
    }
    SECTION("a ramp") {
        stimulus.shape = StimulusShape::ramp;
        check_potential(run(), [](double t) {
            const double slope = 3.0_mV / 130.0_ms;
            return slope * (ramp_response(t - 20.0_ms) - ramp_response(t - 150.0_ms)) -
                   3.0_mV * step_response(t - 150.0_ms);
        });
    }
    SECTION("pulses, the last of which is cut") {
        stimulus.shape = StimulusShape::pulses;
        stimulus.period = 50.0_ms;
        stimulus.width = 35.0_ms;
        check_potential(run(), [](double t) {
            return 3.0_mV *
                   (window_response(t, 20.0_ms, 55.0_ms) + window_response(t, 70.0_ms, 105.0_ms) +
                    window_response(t, 120.0_ms, 150.0_ms));
        });
    }
    SECTION("samples, fewer than fill the time") {
        stimulus.shape = StimulusShape::file;
        stimulus.samples = column({1.0, -0.5, 0.7});
        stimulus.sample_interval = 30.0_ms;
        check_potential(run(), [](double t) {
            return 3.0_mV * (window_response(t, 20.0_ms, 50.0_ms) -
                             0.5 * window_response(t, 50.0_ms, 80.0_ms) +
                             0.7 * window_response(t, 80.0_ms, 110.0_ms));
        });
    }
    SECTION("a sine that begins and ends") {
        stimulus.shape = StimulusShape::sine;
        stimulus.frequency = 17.0;
        stimulus.phase = 0.4;
        const double omega = 2.0 * M_PI * 17.0;
        const Complex H = 3.0_mV / Complex(1.0, omega * tau_m);
        const auto periodic = [&](double t) {
            return std::imag(H * std::polar(1.0, omega * (t - 20.0_ms) + 0.4));
        };
        const auto within = [&](double t) {
            return periodic(t) - periodic(20.0_ms) * std::exp(-(t - 20.0_ms) / tau_m);
        };
        check_potential(run(), [&](double t) {
            if (t < 20.0_ms) return 0.0;
            if (t <= 150.0_ms) return within(t);
            return within(150.0_ms) * std::exp(-(t - 150.0_ms) / tau_m);
        });
    }
}

TEST_CASE("Spikes of a stimulus arrive as others do", "[simulation][stimuli]") {
    const auto synapse = GENERATE(SynapseType::delta, SynapseType::exponential);
    Network network = passive(synapse, 70);
    if (GENERATE(false, true)) network.adaptation = {{{.tau = 80.0_ms, .a = 0.0, .b = 0.0}}};
    const double tau_s = 0.7_ms;
    const auto response = [&](double t) {
        if (t < -1e-9) return 0.0;
        if (synapse == SynapseType::delta) return 2.0_mV * std::exp(-t / tau_m);
        return 2.0_mV * tau_m / (tau_m - tau_s) * (std::exp(-t / tau_m) - std::exp(-t / tau_s));
    };
    Stimulus spikes{.input = StimulusInput::spikes, .amplitude = 2.0_mV, .start = 10.0_ms};
    spikes.spike_times = column({30.0_ms, 5.0_ms, 30.0_ms});

    SECTION("onto all") {
        network.stimulus = {spikes};
        check_potential(simulate(network, options_for(100.0_ms)), [&](double t) {
            return response(t - 15.0_ms) + 2.0 * response(t - 40.0_ms);
        });
    }
    SECTION("onto single neurons, of which the last is in another block") {
        spikes.spike_neurons = {1, 0, 69};
        network.stimulus = {spikes};
        SimulationOptions options = options_for(100.0_ms);
        const auto at = [&](Index neuron) {
            options.record.probes = {{.population = 0, .neuron = neuron}};
            return simulate(network, options);
        };
        check_potential(at(0), [&](double t) { return response(t - 15.0_ms); });
        check_potential(at(1), [&](double t) { return response(t - 40.0_ms); });
        check_potential(at(69), [&](double t) { return response(t - 40.0_ms); });
        check_potential(at(2), [](double) { return 0.0; });
    }
    SECTION("until the stimulus stops") {
        spikes.stop = 35.0_ms;
        network.stimulus = {spikes};
        check_potential(simulate(network, options_for(100.0_ms)),
                        [&](double t) { return response(t - 15.0_ms); });
    }
}

TEST_CASE("A modulation is a stimulus", "[simulation][stimuli]") {
    const auto synapse = GENERATE(SynapseType::delta, SynapseType::exponential);
    Network network = three_populations(synapse);
    SimulationOptions options;
    options.duration = 100.0_ms;
    options.modulation = {
        .f = 31.0, .phase = 0.2, .mu = column({1.0_mV, 0.0, 0.5_mV}), .rate = column({0.3, 0.0})};
    const SimulationResult modulated = simulate(network, options);
    options.modulation = {};
    CHECK(!same_spikes(simulate(network, options), modulated));

    Stimulus sine{.shape = StimulusShape::sine, .frequency = 31.0, .phase = 0.2};
    network.stimulus = {sine, sine, sine};
    network.stimulus[0].populations = {"S"};
    network.stimulus[0].amplitude = 0.5_mV;
    network.stimulus[1].populations = {"E"};
    network.stimulus[1].amplitude = 1.0_mV;
    network.stimulus[2].input = StimulusInput::rate_factor;
    network.stimulus[2].amplitude = 0.3;
    network.stimulus[2].external_populations = {0};
    CHECK(same_spikes(simulate(network, options), modulated));

    // The same in Hz.
    network.stimulus[2].input = StimulusInput::rate;
    network.stimulus[2].amplitude = 0.3 * network.nu_ext(0);
    CHECK(same_spikes(simulate(network, options), modulated));
}

TEST_CASE("A stimulus of the rates changes the Poisson input of its populations",
          "[simulation][stimuli]") {
    Network network = passive(SynapseType::delta, 4000);
    network.K_ext = Matrix::Constant(1, 1, 500.0);
    network.J_ext = Matrix::Constant(1, 1, 0.1_mV);
    network.nu_ext = column({8.0});
    network.stimulus = {{.input = StimulusInput::rate_factor,
                         .amplitude = 0.5,
                         .shape = StimulusShape::ramp,
                         .start = 100.0_ms,
                         .stop = 300.0_ms}};
    SimulationOptions options = options_for(400.0_ms);
    options.record.probe_interval = 50.0_ms;
    options.record.probes.clear();
    for (Index neuron = 0; neuron < 4000; ++neuron) {
        options.record.probes.push_back({.population = 0, .neuron = neuron});
    }
    const SimulationResult result = simulate(network, options);
    const double mu = tau_m * 500.0 * 8.0 * 0.1_mV;
    const double sigma = std::sqrt(0.5 * tau_m * 500.0 * 8.0 * 1.5) * 0.1_mV;  // at most
    for (Index k = 0; k < result.probes.V.rows(); ++k) {
        const double t = result.probes.times[static_cast<std::size_t>(k)];
        const double rise = (ramp_response(t - 100.0_ms) - ramp_response(t - 300.0_ms)) / 200.0_ms -
                            step_response(t - 300.0_ms);
        const double expected = mu * (step_response(t) + 0.5 * rise);
        CAPTURE(t, result.probes.V.row(k).mean(), expected);
        CHECK(std::abs(result.probes.V.row(k).mean() - expected) < 4.4 * sigma / std::sqrt(4000.0));
    }
}

TEST_CASE("Stimuli begin anew with each period", "[simulation][stimuli]") {
    Network network = passive(SynapseType::delta, 2);
    network.stimulus = {{.amplitude = 3.0_mV, .start = 20.0_ms, .stop = 50.0_ms}};
    SimulationOptions options = options_for(200.0_ms);
    options.stimulus_period = 100.0_ms;
    check_potential(simulate(network, options), [](double t) {
        return 3.0_mV *
               (window_response(t, 20.0_ms, 50.0_ms) + window_response(t, 120.0_ms, 150.0_ms));
    });
    options.stimulus_period = 0.25_ms;
    CHECK_THROWS_WITH(simulate(network, options),
                      "stimulus_period must be a multiple of dt = 0.0001, got 0.00025");
}

TEST_CASE("What a simulation cannot do with a stimulus is refused", "[simulation][stimuli]") {
    Network network = three_populations(SynapseType::delta);
    network.Delay_sd.setZero();
    SimulationOptions options;
    options.duration = 1.0_ms;
    const auto complains = [&](const std::string& text) {
        CHECK_THROWS_WITH(simulate(network, options), ContainsSubstring(text));
    };
    SECTION("mean input with spikes off the grid") {
        network.stimulus = {{.amplitude = 1.0_mV}};
        options.timing = SpikeTiming::exact;
        complains("a stimulus of input mean must be absent for exact spike times, got some");
    }
    SECTION("rates that are no Poisson input") {
        network.stimulus = {{.input = StimulusInput::rate, .amplitude = 1.0}};
        network.external_drive = ExternalDrive::gaussian_white;
        complains("must be absent unless the external drive is Poisson input");
    }
    SECTION("rates of a scaled network") {
        network.stimulus = {{.input = StimulusInput::rate, .amplitude = 1.0}};
        options.scale = 0.5;
        options.scale_rates = column({1.0, 2.0, 3.0});
        complains("must be absent where scale < 1");
    }
    SECTION("a pulse shorter than a step") {
        network.stimulus = {{.amplitude = 1.0_mV,
                             .shape = StimulusShape::pulses,
                             .period = 10.0_ms,
                             .width = 0.02_ms}};
        complains("width of stimulus 1 must not vanish on a grid of dt = 0.0001 s, got 2e-05");
    }
    SECTION("external spikes too many to place in a step") {
        network.stimulus = {{.input = StimulusInput::rate_factor, .amplitude = 2000.0}};
        options.timing = SpikeTiming::exact;
        complains("leave fewer than 500 external spikes in a step");
    }
    SECTION("modulation and stimulus that make a rate negative together") {
        network.stimulus = {{.input = StimulusInput::rate_factor, .amplitude = -0.5}};
        options.modulation = {.f = 5.0, .phase = 0.0, .mu = {}, .rate = column({0.6, 0.0})};
        complains(
            "the rate of external population 0 onto population E with the stimuli from 0 s "
            "on must not be negative");
    }
}

TEST_CASE("Times of a stimulus that the grid changes are in the result", "[simulation][stimuli]") {
    Network network = passive(SynapseType::delta, 2);
    network.stimulus = {{.amplitude = 1.0_mV, .start = 0.3_ms, .stop = 1.04_ms}};
    const GridFit fit = simulate(network, options_for(2.0_ms)).grid_fit;
    REQUIRE(fit.rounded.size() == 1);
    CHECK(fit.rounded[0].parameter == "stop of stimulus 1");
    CHECK(fit.rounded[0].simulated == Approx(1.0_ms));
    CHECK(fit.dt == Approx(0.02_ms));
}

TEST_CASE("Rates after a stimulus are means over trials", "[simulation][stimuli]") {
    Network network = three_populations(SynapseType::exponential);
    network.stimulus = {{.amplitude = 4.0_mV, .start = 40.0_ms, .stop = 60.0_ms}};
    SimulationOptions options;
    options.warmup = 30.0_ms;
    options.duration = 50.0_ms;
    options.seed = 9;
    options.record.rate_bin = 5.0_ms;
    const TrialRates found = simulate_trials(network, options, 7);
    CHECK(found.complete);
    CHECK(found.trials == 7);
    REQUIRE(found.times.size() == 10);
    CHECK(found.times.front() == Approx(35.0_ms));
    CHECK(found.times.back() == Approx(80.0_ms));
    CHECK(found.cost.simulated_seconds == Approx(0.35));

    // The same by hand.
    options.stimulus_period = 80.0_ms;
    NetworkSimulation simulation(network, options);
    std::vector<Matrix> trials;
    for (int trial = 0; trial < 7; ++trial) {
        simulation.warm_up(30.0_ms);
        simulation.advance(50.0_ms);
        trials.push_back(simulation.take_record().population_rates.rates);
    }
    for (Index k = 0; k < 10; ++k) {
        for (Index i = 0; i < 3; ++i) {
            double mean = 0.0;
            for (const Matrix& rates : trials) mean += rates(k, i) / 7.0;
            double variance = 0.0;
            for (const Matrix& rates : trials) variance += std::pow(rates(k, i) - mean, 2) / 6.0;
            CHECK(found.rates(k, i) == Approx(mean).margin(1e-12));
            CHECK(found.rates_error(k, i) == Approx(std::sqrt(variance / 7.0)).margin(1e-12));
        }
    }
    // Excited when the stimulus begins.
    CAPTURE(found.rates.col(0).transpose());
    CHECK(found.rates(2, 0) > 1.3 * found.rates(1, 0));

    options.stimulus_period = 0.0;
    CHECK_THROWS_WITH(simulate_trials(network, options, 1), "trials must be at least 2, got 1");
    options.record.rate_bin = 7.0_ms;
    CHECK_THROWS_WITH(simulate_trials(network, options, 2),
                      "record.rate_bin must divide the duration of 0.05 s, got 0.007");
    options.record.rate_bin = 5.0_ms;
    int calls = 0;
    options.progress = [&](const Progress&) { return ++calls < 2; };
    const TrialRates stopped = simulate_trials(network, options, 7);
    CHECK_FALSE(stopped.complete);
    CHECK(stopped.trials < 7);
}
