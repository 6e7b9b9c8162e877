#include "catch.hpp"
#include "simulation/example_networks.hpp"

#include <siegert/error.hpp>

#include <numeric>

using namespace siegert;
using namespace siegert::examples;
using namespace siegert::literals;

namespace {

SimulationOptions options_for(double duration) {
    SimulationOptions options;
    options.duration = duration;
    options.seed = 77;
    return options;
}

std::size_t spike_count(const SpikeRecord& record) {
    std::size_t count = 0;
    for (const auto& population : record.spikes) count += population.times.size();
    return count;
}

// Every kind of membrane in one network.
void use_every_drive(Network& network, SimulationOptions& options) {
    network.adaptation = {{}, {{.tau = 90.0_ms, .a = 0.1, .b = 0.5_mV}}, {}};
    options.gaussian.sigma = column({0.0, 0.0, 3.0_mV});
    options.modulation = {
        .f = 31.0, .phase = 0.2, .mu = column({1.0_mV, 0.0, 0.5_mV}), .rate = column({0.3, 0.0})};
    network.stimulus = {{.populations = {"E", "S"}, .amplitude = 2.0_mV, .start = 20.0_ms},
                        {.populations = {"I"},
                         .input = StimulusInput::rate_factor,
                         .amplitude = 0.4,
                         .shape = StimulusShape::pulses,
                         .period = 15.0_ms,
                         .width = 6.0_ms},
                        {.input = StimulusInput::spikes,
                         .amplitude = 3.0_mV,
                         .spike_times = column({60.0_ms, 90.0_ms, 90.0_ms}),
                         .spike_neurons = {7, 11, 32}}};
}

}  // namespace

TEST_CASE("Spikes do not depend on the number of threads", "[simulation][network_simulation]") {
    const auto synapse = GENERATE(SynapseType::delta, SynapseType::exponential);
    const bool every_drive = GENERATE(false, true);
    Network network = three_populations(synapse);
    SimulationOptions options = options_for(0.15_s);
    if (every_drive) use_every_drive(network, options);
    const SimulationResult reference = simulate(network, options);
    REQUIRE(spike_count(reference.spikes) > 300);
    for (const int threads : {2, 3}) {
        options.threads = threads;
        const SimulationResult result = simulate(network, options);
        CHECK(same_spikes(result.spikes, reference.spikes));
        CHECK(result.cost.synaptic_events == reference.cost.synaptic_events);
        CHECK(result.cost.synapses == reference.cost.synapses);
    }
    options.seed = 78;
    CHECK(!same_spikes(simulate(network, options).spikes, reference.spikes));
}

TEST_CASE("Exact spike times do not depend on threads or on the step",
          "[simulation][network_simulation]") {
    Network network = three_populations(SynapseType::delta);
    SimulationOptions options = options_for(0.1_s);
    options.timing = SpikeTiming::exact;
    const SimulationResult reference = simulate(network, options);
    REQUIRE(spike_count(reference.spikes) > 200);
    options.threads = 2;
    CHECK(same_spikes(simulate(network, options).spikes, reference.spikes));
    const auto on_grid = [&](double time) {
        return std::abs(time / options.dt - std::round(time / options.dt)) < 1e-6;
    };
    const auto& times = reference.spikes.spikes[0].times;
    CHECK(std::count_if(times.begin(), times.end(), on_grid) < 3);

    // Fewer inputs are lost at threshold crossings than on a grid of the same step, so compare
    // rates between steps: the exact ones agree.
    options.duration = 2.0_s;
    options.threads = 1;
    network.Delay_sd.setZero();
    network.Delay.setConstant(1.5_ms);
    const Vector fine = simulate(network, options).rates;
    options.dt = 0.5_ms;
    const Vector coarse = simulate(network, options).rates;
    for (Index i = 0; i < 3; ++i) {
        CAPTURE(i, coarse(i), fine(i));
        // Fluctuations of the network's rates; on a grid of 0.5 ms rates differ by 20 %.
        CHECK(std::abs(coarse(i) / fine(i) - 1.0) < 0.06);
    }
}

TEST_CASE("Advancing in pieces gives the same spikes as in one go",
          "[simulation][network_simulation]") {
    const Network network = three_populations(SynapseType::exponential);
    const SimulationOptions options = options_for(0.3_s);
    const SimulationResult whole = simulate(network, options);
    NetworkSimulation simulation(network, options);
    SpikeRecord joined = whole.spikes;
    for (auto& population : joined.spikes) population = {};
    for (const double piece : {0.0123, 0.1, 0.0877, 0.1}) {
        CHECK(simulation.advance(piece));
        const SimulationResult part = simulation.take_record();
        for (std::size_t i = 0; i < 3; ++i) {
            const auto& [times, neurons] = part.spikes.spikes[i];
            joined.spikes[i].times.insert(joined.spikes[i].times.end(), times.begin(), times.end());
            joined.spikes[i].neurons.insert(joined.spikes[i].neurons.end(), neurons.begin(),
                                            neurons.end());
        }
    }
    CHECK(simulation.time() == Approx(0.3));
    CHECK(same_spikes(joined, whole.spikes));
}

TEST_CASE("A neuron that starts above the threshold spikes at once",
          "[simulation][network_simulation]") {
    Network network = unconnected(SynapseType::delta, 20);
    SimulationOptions options = options_for(0.1_s);
    options.initial.low = options.initial.high = column({25.0_mV});
    const bool exact = GENERATE(false, true);
    if (exact) {
        options.timing = SpikeTiming::exact;
        options.gaussian.mu = column({22.0_mV});
    } else {
        options.gaussian.sigma = column({3.0_mV});
        options.gaussian.tau_c = GENERATE(0.0, 2.0_ms);
    }
    const SpikeRecord record = simulate(network, options).spikes;
    const auto& times = record.spikes[0].times;
    REQUIRE(times.size() >= 20);
    // After the start, so that the spike belongs to the record.
    for (std::size_t k = 0; k < 20; ++k) {
        CHECK(times[k] > 0.0);
        CHECK(times[k] < 1e-12);
    }
}

TEST_CASE("A stop that is asked for at the end of a piece stops the next one",
          "[simulation][network_simulation]") {
    SimulationOptions options = options_for(0.1_s);
    int calls = 0;
    options.progress = [&](const Progress&) { return ++calls > 1; };
    NetworkSimulation simulation(three_populations(SynapseType::delta), options);
    CHECK(simulation.advance(0.1_ms));  // one step: asked at its end
    CHECK(calls == 1);
    CHECK(!simulation.advance(0.5));
    CHECK(simulation.time() < 0.01);
    CHECK(simulation.advance(0.1));
}

TEST_CASE("Records are ordered, complete and consistent with one another",
          "[simulation][network_simulation]") {
    const Network network = three_populations(SynapseType::delta);
    SimulationOptions options = options_for(0.4_s);
    options.warmup = 0.1_s;
    options.record.rate_bin = 5.0_ms;
    const SimulationResult all = simulate(network, options);
    CHECK(all.spikes.start == Approx(0.1));
    CHECK(all.spikes.end == Approx(0.5));
    CHECK(all.spikes.dt == options.dt);
    CHECK(all.complete);
    REQUIRE(all.population_rates.times.size() == 80);
    CHECK(all.population_rates.times.front() == Approx(0.105));
    for (Index i = 0; i < 3; ++i) {
        const auto& [times, neurons] = all.spikes.spikes[static_cast<std::size_t>(i)];
        CHECK(std::is_sorted(times.begin(), times.end()));
        REQUIRE(!times.empty());
        CHECK(times.front() > all.spikes.start);
        CHECK(times.back() <= all.spikes.end + 1e-12);
        CHECK(*std::max_element(neurons.begin(), neurons.end()) < network.N(i));
        const double rate = static_cast<double>(times.size()) / (0.4 * network.N(i));
        CHECK(all.rates(i) == Approx(rate));
        CHECK(all.population_rates.rates.col(i).mean() == Approx(rate));
    }

    options.record.neurons = 40;
    const SimulationResult some = simulate(network, options);
    CHECK(some.spikes.recorded == std::vector<Index>{40, 40, 33});
    CHECK(some.rates == all.rates);
    std::size_t expected = 0;
    for (const auto neuron : all.spikes.spikes[0].neurons) expected += neuron < 40;
    CHECK(some.spikes.spikes[0].neurons.size() == expected);
}

TEST_CASE("Downscaling keeps rates and input variance", "[simulation][network_simulation]") {
    // Independent of the theory: the same network at full size is the reference.
    Network network = three_populations(SynapseType::exponential);
    network.N *= 6.0;
    network.K *= 3.0;
    network.J /= std::sqrt(3.0);
    network.J_sd /= std::sqrt(3.0);
    SimulationOptions options = options_for(2.0_s);
    options.warmup = 0.2_s;
    const Vector full = simulate(network, options).rates;
    options.scale = 0.5;
    options.scale_rates = full;
    const SimulationResult half = simulate(network, options);
    CHECK(half.spikes.sizes == std::vector<Index>{1230, 291, 99});
    for (Index i = 0; i < 3; ++i) {
        CAPTURE(i, full(i), half.rates(i));
        // Correlations differ between the sizes: a few percent.
        CHECK(std::abs(half.rates(i) / full(i) - 1.0) < 0.08);
    }
    options.scale_rates.resize(0);
    CHECK_THROWS_WITH(simulate(network, options),
                      "scale_rates must have 3 entries where scale < 1, got 0");
}

TEST_CASE("A simulation stops cleanly when told to", "[simulation][network_simulation]") {
    const Network network = three_populations(SynapseType::delta);
    SimulationOptions options = options_for(1000.0_s);
    Progress last{};
    options.progress = [&](const Progress& progress) {
        last = progress;
        return progress.time < 0.05;
    };
    const SimulationResult result = simulate(network, options);
    CHECK(!result.complete);
    CHECK(result.spikes.end == Approx(last.time));
    CHECK(result.spikes.end < 900.0);
    CHECK(last.end == Approx(1000.0));
    CHECK(last.rates.size() == 3);
    CHECK(last.rates(0) == Approx(result.rates(0)));
}

TEST_CASE("A simulation names the option it rejects", "[simulation][network_simulation]") {
    const Network network = three_populations(SynapseType::delta);
    const auto complaint = [&](auto change) -> std::string {
        SimulationOptions options = options_for(0.1_s);
        change(options);
        try {
            (void)simulate(network, options);
        } catch (const InvalidParameter& error) {
            return error.what();
        }
        return "accepted";
    };
    using O = SimulationOptions;
    CHECK(complaint([](O& o) { o.duration = unset; }) ==
          "duration must be positive and finite, got nan");
    CHECK(complaint([](O& o) { o.dt = 0.0; }) == "dt must be positive and finite, got 0");
    CHECK(complaint([](O& o) { o.warmup = -1.0; }) ==
          "warmup must be finite and not negative, got -1");
    CHECK(complaint([](O& o) { o.threads = 0; }) == "threads must be at least 1, got 0");
    CHECK(complaint([](O& o) { o.scale = 1.5; }) ==
          "scale must lie above 0 and not above 1, got 1.5");
    CHECK(complaint([](O& o) { o.gaussian.sigma = column({1.0}); }) ==
          "gaussian.sigma must have 3 entries, got 1");
    CHECK(complaint([](O& o) {
              o.gaussian.sigma = column({0.1, -0.2, 0.3});
          }) == "gaussian.sigma must be finite and not negative, got -0.2");
    CHECK(complaint([](O& o) {
              o.modulation.rate = column({0.5, 2.0});
          }) == "modulation.rate must lie between -1 and 1, got 2");
    Network with_noise = network;
    with_noise.external_drive = ExternalDrive::gaussian_white;
    SimulationOptions modulated = options_for(0.1_s);
    modulated.modulation.rate = column({0.3, 0.2});
    CHECK_THROWS_WITH(simulate(with_noise, modulated),
                      ContainsSubstring("unless the external drive is Poisson input, got 0.3"));
    CHECK(complaint([](O& o) { o.record.rate_bin = 0.25_ms; }) ==
          "record.rate_bin must be a multiple of dt = 0.0001, got 0.00025");
    CHECK(complaint([](O& o) { o.record.probes = {{.population = 3, .neuron = 0}}; }) ==
          "probe.population must lie in 0 to 2, got 3");
    CHECK(complaint([](O& o) { o.record.probes = {{.population = 1, .neuron = 97}}; }) ==
          "probe.neuron must lie below 97, got 97");
}

TEST_CASE("A restored simulation goes on to the identical result",
          "[simulation][network_simulation]") {
    const auto timing = GENERATE(SpikeTiming::grid, SpikeTiming::exact);
    Network network = three_populations(SynapseType::delta);
    SimulationOptions options = options_for(0.2_s);
    options.timing = timing;
    if (timing == SpikeTiming::grid) {
        use_every_drive(network, options);
        network.synapse = SynapseType::exponential;
    }
    NetworkSimulation first(network, options);
    first.warm_up(0.0437);
    const SimulationState state = first.state();
    first.advance(0.1);
    const SimulationResult expected = first.take_record();
    REQUIRE(spike_count(expected.spikes) > 100);

    options.threads = GENERATE(1, 2);
    NetworkSimulation second(network, options);
    second.warm_up(0.01);
    second.restore(state);
    CHECK(second.time() == Approx(0.0437));
    second.advance(0.1);
    CHECK(same_spikes(second.take_record().spikes, expected.spikes));

    SimulationState former = state;
    former.version = state.version - 1;
    CHECK_THROWS_WITH(second.restore(former),
                      ContainsSubstring("a version of siegert with other random numbers"));

    options.seed = 3;
    NetworkSimulation other(network, options);
    CHECK_THROWS_WITH(other.restore(state),
                      "state must belong to the same network, options and seed");
}
