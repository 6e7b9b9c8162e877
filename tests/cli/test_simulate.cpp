#include "catch.hpp"
#include "cli/delayed_network.hpp"
#include "cli/run.hpp"

#include <siegert/io/spike_file.hpp>
#include <siegert/statistics/count_correlations.hpp>
#include <siegert/statistics/population_spectra.hpp>
#include <siegert/statistics/spike_statistics.hpp>

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include <chrono>

using namespace siegert;
using siegert::tests::delayed_network_yaml;
using siegert::tests::is_one_line;
using siegert::tests::network_yaml;
using siegert::tests::read_file;
using siegert::tests::Run;
using siegert::tests::run_siegert;
using siegert::tests::TemporaryDirectory;

TEST_CASE("simulate prints rates as table, JSON and CSV", "[cli][simulate]") {
    const TemporaryDirectory directory;
    const std::string net = directory.file("net.yaml", delayed_network_yaml());
    const std::string arguments =
        "simulate " + net + " --duration '3 s' --warmup '50 ms' --seed 5 ";

    const Run table = run_siegert(arguments + "--threads 1");
    CHECK(table.exit_code == 0);
    CHECK(table.err.empty());  // no progress bar in a pipe
    CHECK_THAT(table.out, ContainsSubstring("small: 1000 neurons, 5e+05 synapses, 3 s after"));
    CHECK_THAT(table.out, ContainsSubstring(
                              "population  neurons  firing_rates [Hz]  firing_rates_error [Hz]"));

    const Run json = run_siegert(arguments + "--format json --threads 2");
    REQUIRE(json.exit_code == 0);
    const auto parsed = nlohmann::json::parse(json.out);
    CHECK(parsed["populations"] == nlohmann::json{"E", "I"});
    CHECK(parsed["firing_rates"]["unit"] == "Hz");
    CHECK(parsed["complete"] == true);
    CHECK(parsed["firing_rates_error"]["val"][0] > 0.0);
    CHECK(parsed["cvs"]["val"][0] > 0.0);
    CHECK(parsed["cvs"]["unit"] == "dimensionless");
    CHECK(parsed["cost"]["synapses"] == 500000);
    const std::vector<double> rates = parsed["firing_rates"]["val"];
    CHECK(rates[0] > 1.0);

    const Run csv = run_siegert(arguments + "--format csv --threads 1");
    CHECK(csv.exit_code == 0);
    CHECK_THAT(csv.out, ContainsSubstring(
                            "population,neurons,firing_rates [Hz],firing_rates_error [Hz],cvs"));
    // The same seed, another number of threads: the same rates.
    const std::string first_row = csv.out.substr(csv.out.find("\nE,800,") + 7);
    CHECK(std::stod(first_row) == rates[0]);
}

TEST_CASE("simulate --estimate tells memory and time and simulates nothing", "[cli][simulate]") {
    const TemporaryDirectory directory;
    const std::string net = directory.file("net.yaml", delayed_network_yaml());
    const std::string ask = "simulate " + net + " --duration '3 s' --estimate ";
    const Run json = run_siegert(ask + "--format json");
    CAPTURE(json.err);
    REQUIRE(json.exit_code == 0);
    const auto found = nlohmann::json::parse(json.out);
    for (const char* key : {"memory_needed", "run_time", "build_time", "real_time_factor"}) {
        CAPTURE(key);
        CHECK(found.at(key).at("val").get<double>() > 0.0);
    }
    CHECK(found.at("firing_rates").at("val").size() == 2);
    CHECK(run_siegert(ask).out.find("real_time_factor") != std::string::npos);
    const Run saving = run_siegert(ask + "--save spikes.h5");
    CHECK(saving.exit_code == 2);
    CHECK(is_one_line(saving.err));
    const Run large = run_siegert("simulate " SIEGERT_EXAMPLES
                                  "/networks/brunel_2000.yaml --duration '1 s' --estimate "
                                  "--format csv");
    CHECK(large.exit_code == 0);
    CHECK(large.out.find("memory_needed [byte]") != std::string::npos);
}

TEST_CASE("Unless told, simulate warms up until adaptation has forgotten how it began",
          "[cli][simulate]") {
    const TemporaryDirectory directory;
    const std::string own = delayed_network_yaml();
    const std::string slow = own + "adaptation: [{tau: 200 ms, a: 0, b: 0.1 mV}]\n";
    const auto simulated = [&](const std::string& net) {
        return run_siegert("simulate " + directory.file("net.yaml", net) + " --duration '5 ms'");
    };
    CHECK_THAT(simulated(own).out, ContainsSubstring("0.005 s after 0.5 s"));
    CHECK_THAT(simulated(slow).out, ContainsSubstring("0.005 s after 2 s"));
}

TEST_CASE("simulate prints and saves the statistics of the spikes", "[cli][simulate]") {
    const TemporaryDirectory directory;
    const std::string net = directory.file("net.yaml", delayed_network_yaml());
    const std::string file = directory.path("spikes.h5");
    const std::string arguments = "simulate " + net +
                                  " --duration '1.2 s' --warmup '50 ms' --seed 5 --threads 1 "
                                  "--record 150 --statistics --count-bin '20 ms' --segment '200 "
                                  "ms' --f-max '100 Hz' ";
    const Run json = run_siegert(arguments + "--format json --save " + file);
    REQUIRE(json.exit_code == 0);
    const auto parsed = nlohmann::json::parse(json.out);

    // The same from the saved spikes, by the library.
    const RecordedSimulation saved = read_spike_file(file);
    const auto fano = statistics::fano_factors(saved.spikes, {.window = 20e-3, .blocks = 20});
    const auto correlations =
        statistics::count_correlations(saved.spikes, {.bin = 20e-3, .blocks = 20});
    statistics::SpectrumOptions spectrum;
    spectrum.f_max = 100.0;
    spectrum.segment = 0.2;
    const auto spectra = statistics::population_spectra(saved.spikes, spectrum);
    CHECK(parsed["count_bin"]["val"] == 0.02);
    CHECK(parsed["fano_factors"]["val"][1] == fano[1].value);
    CHECK(parsed["fano_factors_error"]["val"][1] == fano[1].standard_error);
    CHECK(parsed["count_correlations"]["val"][0][1] == correlations.value(0, 1));
    CHECK(parsed["count_covariances"]["val"].size() == 2);
    REQUIRE(parsed["frequencies"]["val"].size() == 20);
    CHECK(parsed["frequencies"]["val"][3] == Approx(20.0));
    CHECK(parsed["power_spectra"]["unit"] == "Hz");
    CHECK(parsed["power_spectra"]["val"][3][1] == statistics::power(spectra, 3, 1).value);
    CHECK(parsed["cross_spectra"]["val"]["im"][3][0][1] == spectra.S[3](0, 1).imag());
    CHECK(parsed["coherences"]["val"][3][0][1] == statistics::coherence(spectra, 3, 0, 1).value);
    CHECK(parsed["spectral_averages"] == spectra.averages);

    // The file has them, too.
    const ResultsFile results = read_results(file);
    const auto& group = results.results.groups.at("statistics").datasets;
    CHECK(group.at("power_spectra").shape == std::vector<std::size_t>{20, 2});
    CHECK(group.at("cross_spectra").shape == std::vector<std::size_t>{20, 2, 2});
    CHECK(std::get<std::vector<double>>(group.at("fano_factors").values)[1] == fano[1].value);
    CHECK(group.at("firing_rates").unit == "Hz");

    const Run csv = run_siegert(arguments + "--format csv");
    CHECK_THAT(csv.out,
               ContainsSubstring("statistic,population,other,frequency [Hz],value,error,unit\n"));
    CHECK_THAT(csv.out,
               ContainsSubstring("\nfano_factors,I,,," + fmt::format("{:.17g}", fano[1].value)));
    CHECK_THAT(csv.out, ContainsSubstring("\ncount_correlations,E,I,,"));
    CHECK_THAT(csv.out,
               ContainsSubstring("\n# spike counts in bins of 20 ms; spectra from segments "
                                 "of 0.2 s (multitaper), 42 independent averages\n"));
    CHECK_THAT(csv.out, ContainsSubstring("\npower_spectra,I,,100,"));
    CHECK_THAT(csv.out, ContainsSubstring("\ncoherences,E,I,5,"));

    const Run table = run_siegert(arguments + "--spectral-method welch");
    CHECK(table.exit_code == 0);
    CHECK_THAT(table.out, ContainsSubstring("fano_factors  fano_factors_error"));
    CHECK_THAT(table.out, ContainsSubstring("Spike counts of two neurons in bins of 20 ms"));
    CHECK_THAT(table.out, ContainsSubstring("Power spectra, relative error 0.3"));
}

TEST_CASE("simulate saves rates and adaptation currents without a gap", "[cli][simulate]") {
    // The bin does not divide the second after which records are written.
    const TemporaryDirectory directory;
    const std::string net = directory.file(
        "net.yaml", delayed_network_yaml() + "adaptation: {E: [{tau: 100 ms, a: 0, b: 0.1 mV}]}\n");
    const std::string file = directory.path("spikes.h5");
    const Run run = run_siegert("simulate " + net +
                                " --duration '2.1 s' --warmup '1 ms' --threads 1 --rate-bin '300 "
                                "ms' --probe E:7 --save " +
                                file);
    REQUIRE(run.exit_code == 0);
    const RecordedSimulation saved = read_spike_file(file);
    REQUIRE(saved.population_rates.times.size() == 7);
    for (std::size_t k = 0; k < 7; ++k) {
        CHECK(saved.population_rates.times[k] == Approx(0.001 + 0.3 * static_cast<double>(k + 1)));
    }
    CHECK(saved.population_rates.rates.colwise().mean().isApprox(saved.rates.transpose(), 1e-12));
    REQUIRE(saved.probes.w.size() == 1);
    CHECK(saved.probes.w[0].rows() == 21000);
    CHECK(saved.probes.w[0].maxCoeff() > 0.05e-3);
}

TEST_CASE("simulate goes on from a checkpoint to the identical result", "[cli][simulate]") {
    const TemporaryDirectory directory;
    const std::string net = directory.file("net.yaml", delayed_network_yaml());
    const std::string whole = directory.path("whole.h5");
    const std::string parts = directory.path("parts.h5");
    const std::string state = directory.path("state.h5");
    const std::string common =
        "simulate " + net + " --warmup '20 ms' --threads 1 --rate-bin '5 ms' --probe I:3 ";
    REQUIRE(run_siegert(common + "--duration '150 ms' --save " + whole).exit_code == 0);
    REQUIRE(run_siegert(common + "--duration '60 ms' --save " + parts + " --checkpoint " + state)
                .exit_code == 0);
    REQUIRE(run_siegert(common + "--duration '90 ms' --save " + parts + " --resume " + state)
                .exit_code == 0);
    const RecordedSimulation a = read_spike_file(whole);
    const RecordedSimulation b = read_spike_file(parts);
    REQUIRE(a.spikes.spikes[0].times.size() > 100);
    CHECK(a.spikes.end == b.spikes.end);
    for (std::size_t p = 0; p < 2; ++p) {
        CHECK(a.spikes.spikes[p].times == b.spikes.spikes[p].times);
        CHECK(a.spikes.spikes[p].neurons == b.spikes.spikes[p].neurons);
    }
    CHECK(a.probes.V == b.probes.V);
    CHECK(a.population_rates.rates == b.population_rates.rates);

    // A file that ends later than the checkpoint: its spikes are not recorded twice.
    const std::string copy = directory.path("copy.h5");
    std::filesystem::copy_file(whole, copy);
    REQUIRE(run_siegert(common + "--duration '200 ms' --save " + copy + " --resume " + state)
                .exit_code == 0);
    const RecordedSimulation longer = read_spike_file(copy);
    const auto& times = longer.spikes.spikes[0].times;
    CHECK(std::is_sorted(times.begin(), times.end()));
    CHECK(longer.spikes.end == Approx(0.37));

    CHECK(run_siegert(common + "--duration '90 ms' --seed 2 --resume " + state).exit_code == 2);
}

TEST_CASE("simulate says what is rounded to the grid, and which step would fit",
          "[cli][simulate]") {
    const TemporaryDirectory directory;
    const std::string net = directory.file("net.yaml", delayed_network_yaml());
    const std::string arguments =
        "simulate " + net + " --duration '20 ms' --warmup '20 ms' --threads 1 --dt '0.25 ms' ";
    const Run table = run_siegert(arguments);
    CHECK_THAT(table.out, ContainsSubstring("Delay of I -> E = 0.8 ms is simulated as 0.75 ms"));
    CHECK_THAT(table.out, ContainsSubstring("a step that fits: --dt \"0.1 ms\""));
    const auto json = nlohmann::json::parse(run_siegert(arguments + "--format json").out);
    const auto& first = json["grid_fit"]["rounded"][0];
    CHECK(first["parameter"] == "Delay of I -> E");
    CHECK(first["simulated"]["val"] == Approx(0.75e-3));
    CHECK(json["grid_fit"]["fitting_dt"]["val"] == Approx(0.1e-3));
}

TEST_CASE("simulate shows no number where the spikes do not define one", "[cli][simulate]") {
    const TemporaryDirectory directory;
    const std::string net = directory.file("net.yaml", delayed_network_yaml());
    const std::string arguments =
        "simulate " + net + " --duration '2 ms' --warmup '20 ms' --threads 1 ";
    const auto json = nlohmann::json::parse(run_siegert(arguments + "--format json").out);
    CHECK(json["cvs"]["val"][0].is_null());
    CHECK(json["cvs_error"]["val"][0].is_null());
    CHECK(json["local_variations"]["val"][1].is_null());
    CHECK_THAT(run_siegert(arguments).out, ContainsSubstring(" - "));
}

TEST_CASE("simulate stops at once while the network is being wired", "[cli][simulate]") {
    const TemporaryDirectory directory;
    std::string text = delayed_network_yaml();
    const std::size_t line = text.find("K: ");
    text.replace(line, text.find('\n', line) - line, "K: 200000");  // 4e8 synapses: some 10 s
    const std::string net = directory.file("net.yaml", text);
    const std::string command = std::string("timeout -s TERM -k 20 1 '") + SIEGERT_COMMAND +
                                "' simulate " + net + " --duration '1 s' --threads 1 2>" +
                                directory.path("err");
    const auto start = std::chrono::steady_clock::now();
    REQUIRE(std::system(command.c_str()) != -1);
    const std::chrono::duration<double> elapsed = std::chrono::steady_clock::now() - start;
    CHECK(elapsed.count() < 5.0);
    const std::string told = read_file(directory.path("err"));
    INFO(told);
    CHECK(told.starts_with("siegert: the network needs 1 GB of memory, "));
    CHECK(told.ends_with(" GB are available\nstopped while the network was being wired\n"));
}

TEST_CASE("simulate keeps what it recorded when it is interrupted", "[cli][simulate]") {
    const TemporaryDirectory directory;
    const std::string net = directory.file("net.yaml", delayed_network_yaml());
    const std::string file = directory.path("spikes.h5");
    const std::string command = std::string("timeout -s INT -k 20 1.5 '") + SIEGERT_COMMAND +
                                "' simulate " + net + " --duration '100000 s' --threads 1 " +
                                "--warmup '1 ms' --format json --save " + file + " >" +
                                directory.path("out");
    REQUIRE(std::system(command.c_str()) != -1);
    const auto json = nlohmann::json::parse(read_file(directory.path("out")));
    CHECK(json["complete"] == false);
    const RecordedSimulation recorded = read_spike_file(file);
    CHECK(recorded.spikes.end > 0.01);
    CHECK(recorded.spikes.end - recorded.spikes.start ==
          Approx(json["duration"]["val"].get<double>()));
    CHECK(!recorded.spikes.spikes[0].times.empty());
}

TEST_CASE("simulate reports what it simulated when the disk is full", "[cli][simulate]") {
    const TemporaryDirectory directory;
    const std::string net = directory.file("net.yaml", delayed_network_yaml());
    const std::string file = directory.path("spikes.h5");
    const std::string out = directory.path("out");
    // Files may not grow beyond 6000 blocks of 512 bytes: a few seconds of spikes.
    const std::string command = "trap '' XFSZ; ulimit -f 6000; '" + std::string(SIEGERT_COMMAND) +
                                "' simulate " + net + " --duration '100 s' --threads 1 " +
                                "--format json --save " + file + " >" + out + " 2>&1";
    const int status = std::system(command.c_str());
    CHECK(WEXITSTATUS(status) == 3);
    const std::string text = read_file(out);
    CHECK_THAT(text, ContainsSubstring("siegert: " + file + ": cannot reserve space"));
    const auto json = nlohmann::json::parse(text.substr(0, text.rfind("siegert: ")));
    CHECK(json["complete"] == false);
    CHECK(json["firing_rates"]["val"][0] > 1.0);
    const RecordedSimulation recorded = read_spike_file(file);
    CHECK(recorded.spikes.end >= 1.5);
    CHECK(!recorded.spikes.spikes[0].times.empty());
    CHECK(json["duration"]["val"].get<double>() >= recorded.spikes.end - recorded.spikes.start);
}

TEST_CASE("simulate names what is wrong", "[cli][simulate]") {
    const TemporaryDirectory directory;
    const std::string net = directory.file("net.yaml", delayed_network_yaml());
    const auto complains = [&](const std::string& arguments, int exit_code,
                               const std::string& about) {
        const Run run = run_siegert("simulate " + arguments);
        CAPTURE(arguments, run.err);
        CHECK(run.exit_code == exit_code);
        CHECK(is_one_line(run.err));
        CHECK_THAT(run.err, ContainsSubstring(about));
        CHECK(run.out.empty());
    };
    complains(net + " --duration 5", 2, "--duration: expected a time with a unit");
    complains(net + " --duration '0 s'", 2, "--duration must be positive");
    const std::string saved = " --save " + directory.path("spikes.h5");
    complains(net + " --duration '1 s' --probe Z:0" + saved, 2, "--probe must be a population");
    complains(net + " --duration '1 s' --probe E:900" + saved, 2,
              "probe.neuron must lie below 800");
    complains(net + " --duration '1 s' --scale 0.5 --scale-rates 3", 2,
              "scale_rates must have 2 entries");
    complains(net + " --duration '1 s' --exact", 2, "for exact spike times");
    complains(net + " --duration '1 s' --resume none.h5", 3, "none.h5");
    complains(net + " --duration '1 s' --count-bin '10 ms'", 2,
              "--count-bin requires --statistics");
    complains(net + " --duration '1 s' --statistics --count-bin '600 ms'", 2,
              "--count-bin must be positive and at most half of the recording, 1 s, got 0.6 s");
    complains(net + " --duration '1 s' --statistics --segment '2 s'", 2,
              "--segment must be positive and not longer than the recording, 1 s, got 2 s");
    complains(net + " --duration '1 s' --statistics --f-max '0.5 Hz'", 2,
              "--f-max must lie between 4 Hz");
    complains(net + " --duration '1 s' --statistics --f-max '0 Hz'", 2, "--f-max must be positive");
    complains(net + " --duration '1 s' --save no/such/folder/f.h5", 3, "no/such/folder");
    // What would do nothing, and numbers that would mean something else.
    complains(net + " --duration '1 s' --probe E:0", 2, "--probe requires --save");
    complains(net + " --duration '1 s' --rate-bin '1 ms'", 2, "--rate-bin requires --save");
    complains(net + " --duration '1 s' --modulation-mean '1 mV'", 2,
              "--modulation-mean requires --modulation-frequency");
    complains(net + " --duration '1 s' --modulation-rate 0.1", 2,
              "--modulation-rate requires --modulation-frequency");
    complains(net + " --duration '1 s' --modulation-frequency '5 Hz'", 2,
              "--modulation-frequency needs an amplitude");
    complains(net + " --duration '1 s' --modulation-frequency '0 Hz' --modulation-mean '1 mV'", 2,
              "--modulation-frequency must be positive");
    complains(net + " --duration '1 s' --scale-rates 3,4", 2, "--scale-rates requires --scale");
    complains(net + " --duration '1 s' --seed -1", 2, "must not be negative, got -1");
    complains(net + " --duration '1 s' --record -2", 2, "must not be negative, got -2");
    complains(net + " --duration '1 s' --warmup ''", 2, "must not be empty");
    complains(net + " --duration '1 s' --warmup '-1 ms'", 2, "--warmup must not be negative");
    complains(net + " --duration '0.04 ms'", 2, "--duration must be at least one step of 0.1 ms");
    complains(net + " --duration '1 s' --dt '0 ms'", 2, "--dt must be positive");
    complains(net + " --duration '1 s' --dt '5 ms'", 2,
              "must not vanish on a grid of dt = 0.005 s: take dt of at most");
    std::string text = network_yaml();
    const std::string delay = "d: 1.5 ms\n";
    text.erase(text.find(delay), delay.size());
    const std::string bare = directory.file("bare.yaml", text);
    complains(bare + " --duration '1 s'", 2, "add d: 1.5 ms");
}

TEST_CASE("simulate averages the response to a stimulus over trials", "[cli][simulate]") {
    const TemporaryDirectory directory;
    const std::string net = directory.file(
        "net.yaml",
        delayed_network_yaml() +
            "stimulus:\n  - {populations: E, mean: 20 mV, start: 60 ms, stop: 80 ms}\n");
    const std::string file = directory.path("psth.h5");
    const std::string arguments =
        "simulate " + net + " --duration '60 ms' --warmup '40 ms' --trials 4 --rate-bin '20 ms' ";
    const Run json = run_siegert(arguments + "--threads 1 --format json --save " + file);
    REQUIRE(json.exit_code == 0);
    const auto parsed = nlohmann::json::parse(json.out);
    CHECK(parsed["trials"] == 4);
    CHECK(parsed["complete"] == true);
    REQUIRE(parsed["times"]["val"].size() == 3);
    CHECK(parsed["times"]["val"][0].get<double>() == Approx(0.06));
    CHECK(parsed["firing_rates"]["unit"] == "Hz");
    const double rate = parsed["firing_rates"]["val"][1][0];
    CHECK(rate > 2.0 * parsed["firing_rates"]["val"][0][0].get<double>());
    CHECK(parsed["firing_rates_error"]["val"][1][0] > 0.0);

    const ResultsFile saved = read_results(file);
    const auto& rates = saved.results.datasets.at("firing_rates");
    CHECK(rates.shape == std::vector<std::size_t>{3, 2});
    CHECK(std::get<std::vector<double>>(rates.values)[2] == rate);
    CHECK(saved.network.stimulus.size() == 1);

    const Run table = run_siegert(arguments + "--threads 2");
    CHECK(table.exit_code == 0);
    CHECK_THAT(table.out, ContainsSubstring("4 trials of 0.06 s after 0.04 s"));
    CHECK_THAT(table.out, ContainsSubstring("  E_error [Hz]   I [Hz]  I_error [Hz]\n"));
    const Run csv = run_siegert(arguments + "--threads 2 --format csv");
    CHECK_THAT(csv.out, ContainsSubstring("time [s],E [Hz],E_error [Hz],I [Hz],I_error [Hz]\n"));
    CHECK_THAT(csv.out, ContainsSubstring(fmt::format(",{:.17g},", rate)));

    const auto complains = [&](const std::string& options, const std::string& text) {
        const Run run = run_siegert("simulate " + net + " --duration '60 ms' " + options);
        CHECK(run.exit_code == 2);
        CHECK_THAT(run.err, ContainsSubstring(text));
    };
    complains("--trials 4", "--trials requires --rate-bin");
    complains("--rate-bin '1 ms'", "--rate-bin requires --save or --trials");
    complains("--trials 1 --rate-bin '1 ms'", "not in range");
    complains("--trials 4 --rate-bin '1 ms' --statistics", "excludes");
    complains("--trials 4 --rate-bin '7 ms'",
              "record.rate_bin must divide the duration of 0.06 s, got 0.007");
}

TEST_CASE("What knows no stimulus refuses a file that has one", "[cli][simulate]") {
    const TemporaryDirectory directory;
    const std::string net = directory.file(
        "net.yaml", delayed_network_yaml() + "stimulus: [{mean: 1 mV, start: 60 ms}]\n");
    const auto command = GENERATE(
        "rates", "transfer --frequencies 5", "stability", "spectra --frequencies 5",
        "rhythms --frequencies 5", "sensitivity --frequencies 5", "analyze --frequencies 5",
        "branches --vary 'nu_ext=1:2 Hz'", "design --free nu_ext --target 'firing_rates[E]=5 Hz'",
        "scan --vary 'nu_ext=1:2:1 Hz'", "crosscheck --duration '1 s'");
    const std::string text = command;
    const std::size_t blank = text.find(' ');
    const Run run = run_siegert(text.substr(0, blank) + " " + net +
                                (blank == std::string::npos ? "" : text.substr(blank)));
    CAPTURE(text, run.out, run.err);
    CHECK(run.exit_code != 0);
    CHECK_THAT(run.err + run.out,
               ContainsSubstring("stimulus must be absent for the theory, which does not know it"));
}
