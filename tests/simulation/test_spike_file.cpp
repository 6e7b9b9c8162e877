#include "catch.hpp"
#include "simulation/example_networks.hpp"
#include "simulation/temporary_path.hpp"

#include <siegert/error.hpp>
#include <siegert/io/spike_file.hpp>

#include <sys/resource.h>
#include <unistd.h>
#include <csignal>
#include <filesystem>

using namespace siegert;
using namespace siegert::examples;
using namespace siegert::literals;
using siegert::tests::TemporaryPath;

namespace {

// While it lives no file can grow beyond `bytes`: a full disk.
class FullDisk {
public:
    explicit FullDisk(rlim_t bytes) {
        getrlimit(RLIMIT_FSIZE, &before_);
        rlimit limit = before_;
        limit.rlim_cur = bytes;
        handler_ = std::signal(SIGXFSZ, SIG_IGN);
        setrlimit(RLIMIT_FSIZE, &limit);
    }
    FullDisk(const FullDisk&) = delete;
    FullDisk& operator=(const FullDisk&) = delete;
    ~FullDisk() {
        setrlimit(RLIMIT_FSIZE, &before_);
        std::signal(SIGXFSZ, handler_);
    }

private:
    rlimit before_{};
    void (*handler_)(int) = nullptr;
};

SimulationOptions recording_options() {
    SimulationOptions options;
    options.duration = 0.1_s;
    options.record.neurons = 90;
    options.record.rate_bin = 5.0_ms;
    options.record.probes = {{.population = 1, .neuron = 3}, {.population = 0, .neuron = 9}};
    options.record.probe_interval = 1.0_ms;
    return options;
}

}  // namespace

TEST_CASE("Records that are appended piece by piece are read as one", "[simulation][spike_file]") {
    const TemporaryPath file("siegert_spikes");
    Network network = three_populations(SynapseType::exponential);
    network.populations[1] = "I/fast";
    const SimulationOptions options = recording_options();
    const SimulationResult whole = simulate(network, options);

    create_spike_file(network, file.path());
    NetworkSimulation simulation(network, options);
    for (const double piece : {0.03, 0.05, 0.02}) {
        simulation.advance(piece);
        append_record(simulation.take_record(), file.path());
    }
    const RecordedSimulation read = read_spike_file(file.path());
    CHECK(read.network.K == network.K);
    CHECK(read.spikes.populations == network.populations);
    CHECK(read.spikes.sizes == whole.spikes.sizes);
    CHECK(read.spikes.recorded == whole.spikes.recorded);
    CHECK(read.spikes.start == 0.0);
    CHECK(read.spikes.end == whole.spikes.end);
    CHECK(read.spikes.dt == whole.spikes.dt);
    for (std::size_t p = 0; p < 3; ++p) {
        REQUIRE(!whole.spikes.spikes[p].times.empty());
        CHECK(read.spikes.spikes[p].times == whole.spikes.spikes[p].times);
        CHECK(read.spikes.spikes[p].neurons == whole.spikes.spikes[p].neurons);
    }
    // Means of three pieces: rounding.
    CHECK((read.rates - whole.rates).cwiseAbs().maxCoeff() < 1e-12 * whole.rates.maxCoeff());
    CHECK(read.population_rates.rates == whole.population_rates.rates);
    CHECK(read.probes.V == whole.probes.V);
    CHECK(read.probes.I == whole.probes.I);
    REQUIRE(read.probes.times.size() == 100);

    // A record that does not follow the last one is no continuation.
    NetworkSimulation other(network, options);
    other.advance(0.01);
    CHECK_THROWS_AS(append_record(other.take_record(), file.path()), InvalidParameter);
}

TEST_CASE("Adaptation currents of probed neurons are recorded, one by one",
          "[simulation][spike_file]") {
    // Populations differ in what else their neurons have: coloured noise, one current, two, none.
    const TemporaryPath file("siegert_adaptation");
    Network network = three_populations(SynapseType::exponential);
    network.adaptation = {
        {{.tau = 90.0_ms, .a = 0.0, .b = 0.3_mV}},
        {{.tau = 50.0_ms, .a = 0.0, .b = 0.2_mV}, {.tau = 200.0_ms, .a = 0.0, .b = 0.1_mV}},
        {}};
    SimulationOptions options = recording_options();
    options.duration = 0.3_s;
    options.gaussian = {.mu = column({6.0_mV, 6.0_mV, 6.0_mV}),
                        .sigma = column({0.0, 3.0_mV, 2.0_mV}),
                        .tau_c = 3.0_ms};
    options.record.probes = {{.population = 0, .neuron = 9},
                             {.population = 1, .neuron = 80},
                             {.population = 2, .neuron = 0}};
    options.threads = GENERATE(1, 2);
    const SimulationResult result = simulate(network, options);
    create_spike_file(network, file.path());
    append_record(result, file.path());
    const ProbeRecord read = read_spike_file(file.path()).probes;

    REQUIRE(read.w.size() == 2);
    CHECK(read.w[0] == result.probes.w[0]);
    CHECK(read.w[1] == result.probes.w[1]);
    const auto check_decay = [&](std::size_t current, Index probe, double tau, double jump) {
        const auto w = read.w[current].col(probe);
        int decays = 0;
        int jumps = 0;
        for (Index k = 0; k + 1 < w.size(); ++k) {
            if (w(k) == 0.0) continue;
            const double left = w(k) * std::exp(-1.0_ms / tau);
            const bool decayed = std::abs(w(k + 1) - left) < 1e-12 * w(k);
            decays += decayed;
            jumps += !decayed && std::abs(w(k + 1) - left - jump) < 0.05 * jump;
        }
        CHECK(decays + jumps == w.size() - 1 - (w.array() == 0.0).count());
        CHECK(jumps > 2);
    };
    check_decay(0, 0, 90.0_ms, 0.3_mV);
    check_decay(0, 1, 50.0_ms, 0.2_mV);
    check_decay(1, 1, 200.0_ms, 0.1_mV);
    CHECK(read.w[1].col(0).isZero(0.0));
    CHECK(read.w[0].col(2).isZero(0.0));
}

TEST_CASE("On a full disk a spike file keeps what it has", "[simulation][spike_file]") {
    const TemporaryPath file("siegert_full");
    const Network network = three_populations(SynapseType::delta);
    NetworkSimulation simulation(network, recording_options());
    create_spike_file(network, file.path());
    simulation.advance(0.05);
    append_record(simulation.take_record(), file.path());
    const RecordedSimulation before = read_spike_file(file.path());
    const auto size = std::filesystem::file_size(file.path());
    simulation.advance(0.05);
    const SimulationResult second = simulation.take_record();
    {
        const FullDisk disk(size + 10000);
        CHECK_THROWS_AS(append_record(second, file.path()), FileError);
    }
    CHECK(std::filesystem::file_size(file.path()) == size);
    CHECK(read_spike_file(file.path()).spikes.spikes[0].times == before.spikes.spikes[0].times);
    append_record(second, file.path());
    CHECK(read_spike_file(file.path()).spikes.end == Approx(0.1));
}

TEST_CASE("A checkpoint file continues a simulation", "[simulation][spike_file]") {
    const TemporaryPath file("siegert_checkpoint");
    const Network network = three_populations(SynapseType::exponential);
    const SimulationOptions options = recording_options();
    NetworkSimulation first(network, options);
    first.warm_up(0.05);
    write_checkpoint(first.state(), network, file.path());
    first.advance(0.05);
    NetworkSimulation second(network, options);
    second.restore(read_checkpoint(file.path()));
    second.advance(0.05);
    const auto expected = first.take_record();
    const auto result = second.take_record();
    REQUIRE(!expected.spikes.spikes[0].times.empty());
    for (std::size_t p = 0; p < 3; ++p) {
        CHECK(result.spikes.spikes[p].times == expected.spikes.spikes[p].times);
        CHECK(result.spikes.spikes[p].neurons == expected.spikes.spikes[p].neurons);
    }
    CHECK_THROWS_AS(read_spike_file(file.path()), FileError);
    CHECK_THROWS_AS(read_checkpoint("no/such/file.h5"), FileError);
}
