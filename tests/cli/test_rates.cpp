#include "catch.hpp"
#include "cli/run.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>

using siegert::tests::is_one_line;
using siegert::tests::network_yaml;
using siegert::tests::replaced;
using siegert::tests::run_siegert;
using siegert::tests::TemporaryDirectory;
using Json = nlohmann::json;

TEST_CASE("siegert rates prints the working point as JSON with NNMT's names", "[cli][rates]") {
    const TemporaryDirectory directory;
    const auto net = directory.file("net.yaml", network_yaml());
    const auto run = run_siegert("rates " + net + " --format json");
    CHECK(run.exit_code == 0);
    CHECK(run.err.empty());
    const auto json = Json::parse(run.out);
    CHECK(json["populations"] == Json{"E", "I"});
    CHECK(json["synapse"] == "exponential");
    CHECK(json["method"] == "shift");
    CHECK(json["model"] == "plain");
    CHECK(json["converged"] == true);
    CHECK(json["residual"]["val"] < 1e-10);
    CHECK(json["residual"]["unit"] == "Hz");
    CHECK(json["iterations"] > 1);
    CHECK(json["firing_rates"]["unit"] == "Hz");
    CHECK(json["mean_input"]["unit"] == "V");
    CHECK(json["std_input"]["unit"] == "V");
    for (const char* key : {"firing_rates", "mean_input", "std_input", "cvs"}) {
        CAPTURE(key);
        CHECK(json[key]["val"].size() == 2);
    }
    // mu = tau_m (J_E K_E - |J_I| K_I) nu + tau_m J_ext K_ext nu_ext
    const double nu = json["firing_rates"]["val"][0];
    const double mu = 0.020 * ((0.0001 * 400.0 - 0.0005 * 100.0) * nu + 0.0001 * 1000.0 * 11.0);
    CHECK(relative_error(json["mean_input"]["val"][0], mu) < 1e-12);

    const auto& validity = json["validity"];
    CHECK(validity.size() == 6);
    CHECK(validity[0]["name"] == "rate_error");
    CHECK(validity[0]["population"] == "E");
    CHECK(validity[0]["value"] > 1e-4);
    CHECK(validity[0]["limit"] == 0.02);
    CHECK(validity[0]["holds"] == (validity[0]["value"] <= 0.02));
}

TEST_CASE("siegert rates prints the same numbers in every format", "[cli][rates]") {
    const TemporaryDirectory directory;
    const auto net = directory.file("net.yaml", network_yaml());
    const auto json = Json::parse(run_siegert("rates " + net + " --format json").out);
    const double nu = json["firing_rates"]["val"][0];
    const double sigma = json["std_input"]["val"][0];

    const auto csv = run_siegert("rates " + net + " --format csv").out;
    const auto header = csv.find("population,firing_rates [Hz],mean_input [V],std_input [V],cvs\n");
    REQUIRE(header != std::string::npos);
    CHECK(csv.front() == '#');
    const auto row = csv.substr(csv.find("\nE,", header) + 3);
    CHECK(std::stod(row) == nu);

    const auto table = run_siegert("rates " + net).out;
    CHECK_THAT(table, ContainsSubstring("small: 2 populations, exponential synapses"));
    CHECK_THAT(table, ContainsSubstring("residual"));
    CHECK_THAT(table, ContainsSubstring("std_input [mV]"));
    CHECK_THAT(table, ContainsSubstring("validity: J/(V_th-V_0) <= 0.05 holds"));
    const auto line = table.substr(table.find("\n  E ") + 4);
    double printed_nu = 0.0;
    double printed_mu = 0.0;
    double printed_sigma = 0.0;
    REQUIRE(std::sscanf(line.c_str(), "%lf %lf %lf", &printed_nu, &printed_mu, &printed_sigma) ==
            3);
    CHECK(relative_error(printed_nu, nu) < 1e-5);  // six digits
    CHECK(relative_error(printed_sigma, 1e3 * sigma) < 1e-5);
}

TEST_CASE("siegert rates treats the synapses as it is told", "[cli][rates]") {
    const TemporaryDirectory directory;
    const auto net = directory.file("net.yaml", network_yaml());
    const auto rate = [&](const std::string& options) {
        const auto run = run_siegert("rates " + net + " --format json " + options);
        CAPTURE(options, run.err);
        REQUIRE(run.exit_code == 0);
        return Json::parse(run.out)["firing_rates"]["val"][0].get<double>();
    };
    const double shift = rate("");
    CHECK(rate("--method shift") == shift);
    CHECK(std::abs(rate("--method taylor") / shift - 1.0) > 1e-4);
    CHECK(rate("--synapse delta") > 1.02 * shift);
    CHECK(rate("--convention nnmt") == shift);  // the convention concerns linear response only

    const auto delta = run_siegert("rates " + net + " --synapse delta --format json").out;
    CHECK_FALSE(Json::parse(delta).contains("method"));
}

TEST_CASE("siegert rates starts where it is told", "[cli][rates]") {
    const TemporaryDirectory directory;
    const auto net = directory.file("net.yaml", network_yaml());
    const auto iterations = [&](const std::string& start) {
        const auto run = run_siegert("rates " + net + " --format json --start " + start);
        CAPTURE(start, run.err);
        REQUIRE(run.exit_code == 0);
        return Json::parse(run.out)["iterations"].get<int>();
    };
    const auto json = Json::parse(run_siegert("rates " + net + " --format json").out);
    const auto solution = std::to_string(json["firing_rates"]["val"][0].get<double>());
    CHECK(iterations("'" + solution + " Hz'") < iterations("zero"));
    CHECK(iterations("'" + solution + "," + solution + " Hz'") < iterations("zero"));
    CHECK(iterations("random --seed 1") > 1);

    for (const char* start : {"'1,2,3 Hz'", "5", "'5 mV'", "often", "'-5 Hz'", "'600 Hz'"}) {
        CAPTURE(start);
        const auto run = run_siegert("rates " + net + " --start=" + start);
        CHECK(run.exit_code == 2);
        CHECK(is_one_line(run.err));
        CHECK_THAT(run.err, ContainsSubstring("start"));
    }
}

TEST_CASE("siegert rates exits with 1 where nothing converges, and prints how far it got",
          "[cli][rates][error]") {
    const TemporaryDirectory directory;
    const auto net = directory.file("net.yaml", network_yaml());
    const auto run = run_siegert("rates " + net + " --max-iterations 1 --format json");
    CHECK(run.exit_code == 1);
    CHECK(is_one_line(run.err));
    CHECK_THAT(run.err, ContainsSubstring("no working point found: residual"));
    CHECK(Json::parse(run.out)["converged"] == false);
    CHECK_THAT(run_siegert("rates " + net + " --max-iterations 1").out,
               ContainsSubstring("NOT CONVERGED"));
}

TEST_CASE("siegert rates finds all fixed points with their stability", "[cli][rates]") {
    // Excitation alone: silence, a threshold, and saturation.
    auto text = replaced(network_yaml(), "[[0.1, -0.5], [0.1, -0.5]]", "[[0.5, 0], [0.5, 0]]");
    text = replaced(text, "val: [11.0]", "val: [3.0]");
    const TemporaryDirectory directory;
    const auto net = directory.file("net.yaml", text);
    const auto run = run_siegert("rates " + net + " --all-fixed-points --starts 20 --format json");
    CHECK(run.exit_code == 0);
    const auto json = Json::parse(run.out);
    const auto& points = json["fixed_points"];
    REQUIRE(points.size() == 3);
    CHECK(json["index_sum"] == 1);
    CHECK(points[0]["stable"] == true);
    CHECK(points[1]["stable"] == false);
    CHECK(points[2]["stable"] == true);
    CHECK(points[0]["firing_rates"]["val"][0] < 1.0);
    CHECK(points[2]["firing_rates"]["val"][0] > 300.0);
    CHECK(points[1]["residual"]["val"] < 1e-10);

    const auto table = run_siegert("rates " + net + " --all-fixed-points --starts 20").out;
    CHECK_THAT(table, ContainsSubstring("3 fixed points from 20 starts"));
    CHECK_THAT(table, ContainsSubstring("fixed point 2: unstable, growth rate"));
}

TEST_CASE("Fixed points have a verdict with synapses of several time constants", "[cli][rates]") {
    const TemporaryDirectory directory;
    const auto net = directory.file(
        "net.yaml",
        "populations: [E, I]\nN: [4000, 1000]\ntau_m: 20 ms\ntau_r: 2 ms\nV_th_rel: 20 mV\n"
        "V_0_rel: 10 mV\nsynapse: exponential\ntau_s: {val: [[2, 8], [2, 8]], unit: ms}\n"
        "tau_s_ext: 0.5 ms\nJ: {val: [[0.1, -0.4], [0.15, -0.4]], unit: mV}\n"
        "K: [[150, 40], [150, 40]]\nd: 1.5 ms\nK_ext: 500\nJ_ext: 0.2 mV\nnu_ext: 9.2 Hz\n");
    const auto run = run_siegert("rates " + net + " --all-fixed-points --starts 3 --format json");
    REQUIRE(run.exit_code == 0);
    CHECK(Json::parse(run.out)["fixed_points"][0]["verdict"] == "stable");
}

TEST_CASE("siegert rates tells bad content from a file that cannot be read",
          "[cli][rates][error]") {
    const TemporaryDirectory directory;
    const auto missing = run_siegert("rates " + directory.path("no.yaml"));
    CHECK(missing.exit_code == 3);
    CHECK(is_one_line(missing.err));
    CHECK_THAT(missing.err, ContainsSubstring("no.yaml"));

    const auto net =
        directory.file("net.yaml", replaced(network_yaml(), "tau_m: 20 ms", "tau_m: 20"));
    const auto bad = run_siegert("rates " + net);
    CHECK(bad.exit_code == 2);
    CHECK(bad.out.empty());
    CHECK(is_one_line(bad.err));
    CHECK_THAT(bad.err, ContainsSubstring("net.yaml:5: tau_m"));

    const auto unset = directory.file("unset.yaml", replaced(network_yaml(), "tau_s: 1 ms\n", ""));
    CHECK(run_siegert("rates " + unset).exit_code == 2);
}

TEST_CASE("What is probably not meant is printed to the standard error", "[cli][rates]") {
    const TemporaryDirectory directory;
    const auto net = directory.file("net.yaml", network_yaml() + "J_sd: 0.01 mV\n");
    const std::string warning =
        "siegert: " + net + ": warning: J_sd has no effect, as weight_dist is none\n";
    for (const std::string command :
         {"rates ", "transfer --frequencies 1:3:1 ", "scan --no-stability --vary nu_ext=1,2Hz ",
          "simulate --duration \"1 ms\" --warmup \"0 ms\" "}) {
        CAPTURE(command);
        const auto run = run_siegert(command + net);
        CHECK(run.exit_code == 0);
        CHECK_THAT(run.err, ContainsSubstring(warning));
        CHECK(run.out.find("J_sd has no effect") == std::string::npos);
    }
}

TEST_CASE("Every question of theory is answered for neurons with adaptation", "[cli][rates]") {
    const TemporaryDirectory directory;
    const auto net =
        directory.file("net.yaml", network_yaml() + "adaptation: [{tau: 100 ms, a: 0, b: 1 mV}]\n");
    for (const std::string command :
         {"rates ", "rates --all-fixed-points ", "transfer ", "spectra ", "sensitivity ",
          "analyze ", "scan --vary tau_r=1,2ms "}) {
        CAPTURE(command);
        const auto run = run_siegert(command + net);
        CHECK(run.exit_code == 0);
        CHECK(run.out.find("nan") == std::string::npos);
    }
}

TEST_CASE("siegert rates treats adaptation by its distribution or by its mean", "[cli][rates]") {
    const std::string net = SIEGERT_EXAMPLES "/networks/adex_network.yaml";
    const auto rates = [&](const std::string& options) {
        const auto run = run_siegert("rates " + net + " --format csv " + options);
        CAPTURE(run.err);
        CHECK(run.exit_code == 0);
        CHECK(run.out.find("adaptation_error") != std::string::npos);
        return run.out.substr(run.out.find("population,"));
    };
    const auto usual = rates("");
    CHECK(rates("--adaptation galerkin") == usual);
    CHECK(rates("--adaptation mean_field") != usual);
    const auto both = run_siegert("rates " + net + " --adaptation mean_field --method shift");
    CHECK(both.exit_code == 2);
    CHECK(is_one_line(both.err));
}

TEST_CASE("Networks with conductances are known to rates and spectra", "[cli][rates]") {
    const std::string net = SIEGERT_EXAMPLES "/networks/conductance_network.yaml";
    for (const std::string command :
         {"rates ", "rates --method effective ", "spectra --frequencies 80:140:20 "}) {
        CAPTURE(command);
        const auto run = run_siegert(command + net);
        CAPTURE(run.err);
        CHECK(run.exit_code == 0);
        CHECK(run.out.find("nan") == std::string::npos);
    }
    for (const std::string command :
         {"sensitivity --gradients ", "rates --input self-consistent "}) {
        CAPTURE(command);
        const auto unknown = run_siegert(command + net);
        CHECK(unknown.exit_code == 2);
        CHECK(unknown.err.find("does not know conductances") != std::string::npos);
    }
}

TEST_CASE("Missing delays are asked for where populations are connected", "[cli][rates]") {
    const TemporaryDirectory directory;
    const std::string single =
        "populations: [X]\nN: 200\ntau_m: 20 ms\ntau_r: 0 ms\nV_0_rel: 0 mV\nV_th_rel: 20 mV\n"
        "synapse: delta\nK_ext: 1\nJ_ext: 5 mV\nnu_ext: 100 Hz\n";
    const auto connected = directory.file("connected.yaml", single + "J: 0.1 mV\nK: 10\n");
    const auto unconnected = directory.file("unconnected.yaml", single + "J: 0 mV\nK: 0\n");
    for (const auto& [command, use] :
         {std::pair{"spectra --frequencies 1:3:1 ", "spectra, eigenmodes and stability need"},
          {"simulate --duration \"1 ms\" ", "a simulation needs"}}) {
        const auto run = run_siegert(command + connected);
        CHECK(run.exit_code == 2);
        CHECK(run.err == "siegert: " + connected + ": d: expected delays, which " + use +
                             ", found none: add d: 1.5 ms\n");
        CHECK(run_siegert(command + unconnected).exit_code == 0);
    }
}

TEST_CASE("siegert rates refuses self-consistent input of populations that fluctuate too much",
          "[cli][rates]") {
    const std::string ask = "rates " SIEGERT_EXAMPLES "/networks/ei_network.yaml --input ";
    const auto refused = run_siegert(ask + "self-consistent");
    CAPTURE(refused.err);
    CHECK(refused.exit_code == 1);
    CHECK(refused.err.find("modulation depth of") != std::string::npos);
    CHECK(run_siegert(ask + "white").exit_code == 0);
    const auto unknown = run_siegert(ask + "red");
    CHECK(unknown.exit_code == 2);
    CHECK(is_one_line(unknown.err));
}

TEST_CASE("siegert rates says how the rates of neurons that differ are distributed",
          "[cli][rates]") {
    const std::string net = SIEGERT_EXAMPLES "/networks/differing_neurons.yaml";
    const auto run = run_siegert("rates " + net + " --distribution --neurons 200 --format json");
    CAPTURE(run.err);
    REQUIRE(run.exit_code == 0);
    const auto json = nlohmann::json::parse(run.out);
    CHECK(json["converged"] == true);
    for (const std::size_t i : {0, 1}) {
        const double mean = json["firing_rates"]["val"][i];
        const auto& quantiles = json["firing_rate_quantiles"]["val"][i];
        CHECK(quantiles.size() == 5);
        CHECK(quantiles[0] < mean);
        CHECK(quantiles[4] > mean);
        CHECK(json["firing_rates_sd"]["val"][i] > 0.0);
        CHECK(json["neuron_rates"]["val"][i].size() == 200);
    }
    CHECK(run_siegert("rates " + net).out.find("neuron_differences") != std::string::npos);
    CHECK(run_siegert("convert " + net + " --to nest").exit_code == 2);
    CHECK(run_siegert("rates " + net + " --neurons 5").exit_code == 2);
}
