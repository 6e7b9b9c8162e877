#include "catch.hpp"
#include "simulation/example_networks.hpp"

#include <siegert/error.hpp>
#include <siegert/io/spike_file.hpp>

#include <sys/resource.h>
#include <unistd.h>
#include <csignal>
#include <filesystem>

using namespace siegert;
using namespace siegert::examples;
using namespace siegert::literals;

namespace {

// A path for this test alone, removed at the end.
class TemporaryPath {
public:
    explicit TemporaryPath(const std::string& name)
        : path_(std::filesystem::temp_directory_path() /
                (name + std::to_string(getpid()) + ".h5")) {}
    TemporaryPath(const TemporaryPath&) = delete;
    TemporaryPath& operator=(const TemporaryPath&) = delete;
    ~TemporaryPath() { std::filesystem::remove(path_); }
    [[nodiscard]] const std::filesystem::path& path() const { return path_; }

private:
    std::filesystem::path path_;
};

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
