#include "network_text.hpp"

#include <sys/resource.h>
#include <sys/stat.h>

#include <bit>
#include <csignal>
#include <cstdint>
#include <fstream>
#include <sstream>

using namespace siegert;

namespace {

template <typename Array>
bool same_bits(const Array& a, const Array& b) {
    if (a.rows() != b.rows() || a.cols() != b.cols()) return false;
    for (Index i = 0; i < a.rows(); ++i) {
        for (Index j = 0; j < a.cols(); ++j) {
            if (std::bit_cast<std::uint64_t>(a(i, j)) != std::bit_cast<std::uint64_t>(b(i, j))) {
                return false;
            }
        }
    }
    return true;
}

bool same(const Stimulus& a, const Stimulus& b) {
    const auto numbers = [](const Stimulus& s) {
        return std::vector<double>{s.amplitude, s.start,  s.stop,  s.frequency,
                                   s.phase,     s.period, s.width, s.sample_interval};
    };
    const auto same_number = [](double x, double y) { return x == y || (x != x && y != y); };
    return a.populations == b.populations && a.input == b.input && a.shape == b.shape &&
           std::ranges::equal(numbers(a), numbers(b), same_number) &&
           same_bits(a.samples, b.samples) && same_bits(a.spike_times, b.spike_times) &&
           a.spike_neurons == b.spike_neurons && a.external_populations == b.external_populations;
}

void check_same(const Network& a, const Network& b) {
    CHECK(a.label == b.label);
    CHECK(a.populations == b.populations);
    CHECK(a.synapse == b.synapse);
    for (const auto field :
         {&Network::N, &Network::tau_m, &Network::tau_r, &Network::V_th, &Network::V_0, &Network::C,
          &Network::E_L, &Network::nu_ext, &Network::I_ext}) {
        CHECK(same_bits(a.*field, b.*field));
    }
    for (const auto field :
         {&Network::J, &Network::K, &Network::Delay, &Network::Delay_sd, &Network::J_ext,
          &Network::K_ext, &Network::J_sd, &Network::tau_s, &Network::tau_s_ext}) {
        CHECK(same_bits(a.*field, b.*field));
    }
    CHECK(a.neuron == b.neuron);
    CHECK(same_bits(a.Delta_T, b.Delta_T));
    CHECK(same_bits(a.V_T, b.V_T));
    CHECK(a.delay_dist == b.delay_dist);
    CHECK(a.connection_rule == b.connection_rule);
    CHECK(a.multapses == b.multapses);
    CHECK(a.autapses == b.autapses);
    CHECK(a.weight_dist == b.weight_dist);
    CHECK(a.external_drive == b.external_drive);
    REQUIRE(a.adaptation.size() == b.adaptation.size());
    for (std::size_t i = 0; i < a.adaptation.size(); ++i) {
        REQUIRE(a.adaptation[i].size() == b.adaptation[i].size());
        for (std::size_t k = 0; k < a.adaptation[i].size(); ++k) {
            CHECK(a.adaptation[i][k].tau == b.adaptation[i][k].tau);
            CHECK(a.adaptation[i][k].a == b.adaptation[i][k].a);
            CHECK(a.adaptation[i][k].b == b.adaptation[i][k].b);
        }
    }
    CHECK(std::ranges::equal(a.stimulus, b.stimulus, same));
}

// Every field set to something that is not its default, with numbers that no one would write.
Network full_network() {
    Network network = network_from_yaml(small_network()).network;
    network.label = "with \"quotes\", # and\nlines: \u00e9";
    network.populations = {"23", "true: [E"};
    network.synapse = SynapseType::delta;
    network.neuron = {NeuronType::lif, NeuronType::eif};
    network.Delta_T = Vector{{0.0, 0.0013}};
    network.V_T = Vector{{0.0, 0.0101}};
    network.tau_m = Vector::Constant(2, 0.1) / 3.0;
    network.tau_r(1) = 5e-324;
    network.C = Vector::LinSpaced(2, 1.0, 3.0) / 7e9;
    network.E_L = -Vector::Constant(2, 0.0);
    network.J(0, 1) = -1.0 / 3e3;
    network.K(1, 1) = 1e22 / 7.0;
    network.Delay = Matrix::Constant(2, 2, 0.0015);
    network.Delay_sd = Matrix::Constant(2, 2, 0.1 + 0.2);
    network.delay_dist = DelayDistribution::lognormal;
    network.K_ext = Matrix::Constant(2, 3, 1.0 / 9.0);
    network.J_ext = Matrix::Constant(2, 3, 0.0001);
    network.nu_ext = Vector::Constant(3, 8.0);
    network.I_ext = Vector::Constant(2, 1e-12);
    network.connection_rule = ConnectionRule::fixed_total_number;
    network.multapses = false;
    network.autapses = false;
    network.weight_dist = WeightDistribution::lognormal;
    network.J_sd = Matrix::Constant(2, 2, 1e-5);
    network.external_drive = ExternalDrive::gaussian_white;
    network.adaptation = {{}, {{.tau = 0.2, .a = 1.0 / 3.0, .b = 1e-4}, {0.1, -2.0, 1.0 / 7e3}}};
    Stimulus sine{.populations = {"true: [E"}, .amplitude = -1.0 / 3e3};
    sine.shape = StimulusShape::sine;
    sine.frequency = 70.0 / 3.0;
    sine.phase = 0.1 + 0.2;
    sine.start = 1.0 / 7.0;
    Stimulus pulses{.input = StimulusInput::current, .amplitude = 1e-10 / 3.0};
    pulses.shape = StimulusShape::pulses;
    pulses.period = 0.1 / 3.0;
    pulses.width = 0.01 / 3.0;
    pulses.stop = 0.7;
    Stimulus samples{.input = StimulusInput::rate, .amplitude = 1.0 / 3.0};
    samples.shape = StimulusShape::file;
    samples.samples = Vector{{0.1 + 0.2, -1.0 / 3.0}};
    samples.sample_interval = 0.001;
    samples.external_populations = {0, 2};
    Stimulus spikes{.input = StimulusInput::spikes, .amplitude = 1e-3 / 7.0};
    spikes.spike_times = Vector{{0.1 / 3.0, 0.01}};
    spikes.spike_neurons = {1, 0};
    Stimulus ramp{.input = StimulusInput::rate_factor, .amplitude = 0.25};
    ramp.shape = StimulusShape::ramp;
    ramp.stop = 0.3;
    network.stimulus = {sine, pulses, samples, spikes, ramp};
    return network;
}

std::string content(const std::filesystem::path& path) {
    std::ostringstream text;
    text << std::ifstream(path).rdbuf();
    return text.str();
}

/// No file may grow beyond this size while it lives; writing then fails instead of ending the
/// process.
class FileSizeLimit {
public:
    explicit FileSizeLimit(rlim_t bytes) : handler_(std::signal(SIGXFSZ, SIG_IGN)) {
        getrlimit(RLIMIT_FSIZE, &before_);
        rlimit limit = before_;
        limit.rlim_cur = bytes;
        setrlimit(RLIMIT_FSIZE, &limit);
    }
    FileSizeLimit(const FileSizeLimit&) = delete;
    FileSizeLimit& operator=(const FileSizeLimit&) = delete;
    ~FileSizeLimit() {
        setrlimit(RLIMIT_FSIZE, &before_);
        std::signal(SIGXFSZ, handler_);
    }

private:
    rlimit before_{};
    void (*handler_)(int);
};

}  // namespace

TEST_CASE("A written network loads back to the identical network", "[io][network_writer]") {
    const Network small = network_from_yaml(small_network()).network;
    check_same(network_from_yaml(to_yaml(small)).network, small);
    const Network full = full_network();
    check_same(network_from_yaml(to_yaml(full)).network, full);
}

TEST_CASE("Numbers are written as people would", "[io][network_writer]") {
    const std::string yaml = to_yaml(network_from_yaml(small_network()).network);
    CHECK_THAT(yaml, ContainsSubstring("tau_m: {val: [20, 10], unit: ms}\n"));
    CHECK_THAT(yaml, ContainsSubstring("tau_s: 0.5 ms\n"));
    CHECK_THAT(yaml, ContainsSubstring("    - [0.2, -1.1]\n    - [0.3, -1.2]\n"));
}

TEST_CASE("Analysis points are written with the network", "[io][network_writer]") {
    const Network network = network_from_yaml(small_network()).network;
    const Analysis analysis{.omegas = Vector::LinSpaced(7, 0.1, 3.0),
                            .k_wavenumbers = Vector::Constant(2, 1000.0)};
    const Analysis loaded = network_from_yaml(to_yaml(network, analysis)).analysis;
    CHECK(same_bits(loaded.omegas, analysis.omegas));
    CHECK(same_bits(loaded.k_wavenumbers, analysis.k_wavenumbers));
}

TEST_CASE("An invalid network is not written", "[io][network_writer]") {
    Network network = network_from_yaml(small_network()).network;
    network.tau_m(0) = 0.0;
    CHECK_THROWS_AS(to_yaml(network), InvalidParameter);
    network = network_from_yaml(small_network()).network;
    network.populations.at(0).assign(1, '\xff');
    CHECK_THROWS_AS(to_yaml(network), InvalidParameter);
}

TEST_CASE("A network file is replaced in one step", "[io][network_writer]") {
    const TemporaryFolder folder;
    const Network network = network_from_yaml(small_network()).network;
    const auto path = folder.file("net.yaml", "old\n");
    ::chmod(path.c_str(), 0640);
    std::filesystem::create_symlink("net.yaml", folder.path() / "link.yaml");

    write_network(network, folder.path() / "link.yaml");
    CHECK(std::filesystem::is_symlink(folder.path() / "link.yaml"));
    check_same(load_network(path).network, network);
    struct stat status {};
    REQUIRE(::stat(path.c_str(), &status) == 0);
    CHECK((status.st_mode & 0777) == 0640);
    CHECK(folder.entries() == 2);
}

TEST_CASE("A network file that cannot be written leaves nothing behind", "[io][network_writer]") {
    const TemporaryFolder folder;
    const Network network = network_from_yaml(small_network()).network;
    const auto path = folder.file("net.yaml", "old\n");
    {
        const FileSizeLimit limit(100);
        CHECK_THROWS_WITH(write_network(network, path),
                          "cannot write " + path.string() + ": File too large");
    }
    CHECK(content(path) == "old\n");
    CHECK(folder.entries() == 1);
    CHECK_THROWS_AS(write_network(network, folder.path()), FileError);
    CHECK_THROWS_AS(write_network(network, folder.path() / "no" / "net.yaml"), FileError);
    CHECK_THROWS_WITH(write_network(network, "/dev/full"),
                      "cannot write /dev/full: it is not a regular file");
}
