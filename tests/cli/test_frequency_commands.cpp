#include "catch.hpp"
#include "cli/run.hpp"

#include <siegert/io/parameter_file.hpp>
#include <siegert/io/results_file.hpp>
#include <siegert/lif/delta.hpp>
#include <siegert/lif/exp.hpp>
#include <siegert/theory/analysis.hpp>

#include <nlohmann/json.hpp>

#include <algorithm>
#include <numbers>
#include <sstream>

using namespace siegert;
using tests::is_one_line;
using tests::run_siegert;
using tests::TemporaryDirectory;
using Json = nlohmann::json;
using std::numbers::pi;

namespace {

const std::string microcircuit = SIEGERT_EXAMPLES "/networks/microcircuit.yaml";
constexpr LifNeuron one_neuron{.tau_m = 0.02, .tau_r = 0.002, .V_th = 0.015, .V_0 = 0.001};
constexpr lif::Input one_input{.mu = 0.012, .sigma = 0.004};

std::string output_of(const std::string& arguments, const std::string& input = "") {
    const auto run = run_siegert(arguments, input);
    CAPTURE(arguments, run.err);
    REQUIRE(run.exit_code == 0);
    CHECK(run.err.empty());  // no progress bar in a pipe
    return run.out;
}

// Lines without the notes, split at commas.
std::vector<std::vector<std::string>> csv_rows(const std::string& text) {
    std::vector<std::vector<std::string>> rows;
    std::istringstream in(text);
    for (std::string line; std::getline(in, line);) {
        if (line.starts_with('#')) continue;
        std::istringstream cells(line);
        rows.emplace_back();
        for (std::string cell; std::getline(cells, cell, ',');) rows.back().push_back(cell);
    }
    return rows;
}

template <class Values>
const Values& values(const ResultsTree& tree, const std::string& name) {
    return std::get<Values>(tree.datasets.at(name).values);
}

}  // namespace

TEST_CASE("siegert eval transfer appends the responses to mu and to sigma", "[cli][eval]") {
    const std::string names = "mu,sigma,V_0,V_th,tau_m,tau_r";
    const std::string cells = "0.012,0.004,0.001,0.015,0.02,0.002";
    const auto agrees = [&](const std::string& options, const std::string& tau_s,
                            const auto& transfer) {
        const std::string more = tau_s.empty() ? "" : ",tau_s";
        const auto rows = csv_rows(output_of(
            "eval transfer " + options,
            "f," + names + more + "\n0," + cells + tau_s + "\n37.5," + cells + tau_s + "\n"));
        REQUIRE(rows.size() == 3);
        const std::vector<std::string> added(rows[0].end() - 4, rows[0].end());
        CHECK(added == std::vector<std::string>{"n_mu_re", "n_mu_im", "n_sigma_re", "n_sigma_im"});
        for (const double f : {0.0, 37.5}) {
            const auto& row = rows[f == 0.0 ? 1 : 2];
            const lif::TransferFunction response =
                transfer(ComplexVector::Constant(1, Complex(0.0, 2.0 * pi * f)));
            const Complex n_sigma = 2.0 * one_input.sigma * response.n_sigma2(0);
            const std::vector<double> expected{response.n_mu(0).real(), response.n_mu(0).imag(),
                                               n_sigma.real(), n_sigma.imag()};
            for (std::size_t c = 0; c < 4; ++c) {
                CHECK(std::stod(row[row.size() - 4 + c]) == expected[c]);
            }
        }
    };
    using lif::Convention;
    for (const auto convention : {Convention::exact, Convention::nnmt}) {
        const std::string option =
            convention == Convention::exact ? "--convention exact" : "--convention nnmt";
        agrees(option, "", [&](const ComplexVector& s) {
            return lif::delta::transfer_function(one_neuron, one_input, s, convention);
        });
        agrees(option + " --method taylor --synaptic-filter without", ",0.0005",
               [&](const ComplexVector& s) {
                   return lif::exp::transfer_function(
                       one_neuron, {.tau_s = 0.0005, .method = lif::exp::Method::taylor}, one_input,
                       s, convention, lif::SynapticFilter::without);
               });
    }
    const auto without_f = run_siegert("eval transfer", names + "\n" + cells + "\n");
    CHECK(without_f.exit_code == 2);
    CHECK_THAT(without_f.err, ContainsSubstring("the header has no column f"));
}

TEST_CASE("The rhythms of the microcircuit are those of Bos 2016", "[cli][analyze]") {
    const std::string published = microcircuit + " --convention nnmt --method taylor";
    const auto json = Json::parse(output_of("sensitivity " + published + " --format json"));
    struct Published {
        double frequency;
        double re;
        double im;
    };
    // Half a unit of the last printed digit, and 5e-6 for the published rates.
    const std::vector<Published> reference{
        {62.966, 0.95946, 0.04319}, {267.958, 0.95482, 0.04480}, {284.510, 1.04303, -0.05139}};
    for (std::size_t m = 0; m < reference.size(); ++m) {
        const auto& mode = json["sensitivity_measure"][std::to_string(m)];
        CHECK(std::abs(mode["critical_frequency"]["val"].get<double>() - reference[m].frequency) <
              5e-4);
        const auto& eigenvalue = mode["critical_eigenvalue"]["val"];
        CHECK(std::abs(eigenvalue["re"].get<double>() - reference[m].re) < 1e-5);
        CHECK(std::abs(eigenvalue["im"].get<double>() - reference[m].im) < 1e-5);
        CHECK(mode["peak"].contains("log_height_per_log_K"));
    }
    CHECK(json["sensitivity_measure"].size() == 8);

    const auto screen = output_of("analyze " + published);
    CHECK_THAT(screen, ContainsSubstring("UNSTABLE"));  // the mode at 284 Hz
    CHECK_THAT(screen, ContainsSubstring("Nyquist criterion: 2 growing modes"));
    CHECK_THAT(screen, ContainsSubstring("62.97 - 63.11        all"));
    CHECK_THAT(screen, ContainsSubstring("4E <- 4I"));
    CHECK(std::count(screen.begin(), screen.end(), '\n') < 60);

    const auto at_64 = output_of("sensitivity " + published + " --frequency '64 Hz' --format csv");
    const auto rows = csv_rows(at_64);
    CHECK(rows[0][2] == "target");
    CHECK(std::abs(std::stod(rows[1][1]) - 64.0) < 0.1);
    CHECK(rows.size() == 1 + 55);  // 64 pairs, 9 of them not connected
}

TEST_CASE("Saved results are those of the library, and are read back", "[cli][analyze]") {
    const TemporaryDirectory directory;
    const auto net = directory.file("net.yaml", tests::network_yaml());
    const auto path = directory.path("out.h5");
    const auto out =
        output_of("analyze " + net + " --frequencies 2:400:2 --format json --save " + path);

    const auto loaded = load_network(net);
    const Vector omegas =
        2.0 * pi * Vector::NullaryExpr(199, [](Index k) { return 2.0 + 2.0 * double(k); });
    const auto expected = theory::analyze(loaded.network, omegas);
    const auto file = read_results(path);
    CHECK(to_yaml(file.network) == to_yaml(loaded.network));
    CHECK(file.analysis.omegas.size() == omegas.size());
    const auto& results = file.results;
    CHECK(values<std::vector<Complex>>(results, "effective_connectivity") ==
          expected.effective_connectivity.values());
    CHECK(values<std::vector<Complex>>(results, "propagator") == expected.propagator.values());
    CHECK(values<std::vector<Complex>>(results, "D") == expected.D.values());
    CHECK(values<std::vector<double>>(results, "power_spectra")[3] == expected.power_spectra(1, 1));
    CHECK(values<std::vector<Complex>>(results, "transfer_function_sigma2")[3] ==
          expected.transfer.n_sigma2(1, 1));
    CHECK(values<std::vector<Complex>>(results, "eigenvalues")[2] ==
          expected.eigenmodes.eigenvalues(1, 0));
    CHECK(results.datasets.at("power_spectra").unit == "Hz");
    CHECK(results.datasets.at("frequencies").unit == "Hz");
    CHECK(values<std::vector<double>>(results, "frequencies")[198] == 398.0);
    const auto& mode = results.groups.at("sensitivity_measure").groups.at("1");
    CHECK(values<std::vector<double>>(mode, "sensitivity_amp")[1] ==
          expected.sensitivity[1].sensitivity_amp(0, 1));

    const auto json = Json::parse(out);
    CHECK(json["populations"] == Json{"E", "I"});
    CHECK(json["converged"] == true);
    CHECK(json["validity"].size() == 6);
    CHECK(json["frequencies"]["unit"] == "Hz");
    CHECK(json["power_spectra"]["val"][1][0] == expected.power_spectra(1, 0));
    const Complex W = expected.effective_connectivity[7](0, 1);
    CHECK(json["effective_connectivity"]["val"]["re"][7][0][1] == W.real());
    CHECK(json["effective_connectivity"]["val"]["im"][7][0][1] == W.imag());
    CHECK(json["effective_connectivity"]["unit"] == "dimensionless");

    const auto nowhere = run_siegert("analyze " + net + " --save " + directory.path("no/out.h5"));
    CHECK(nowhere.exit_code == 3);
    CHECK(is_one_line(nowhere.err));
}

TEST_CASE("siegert transfer and spectra print the same numbers in every format",
          "[cli][transfer][spectra]") {
    const TemporaryDirectory directory;
    const auto net = directory.file("net.yaml", tests::network_yaml());
    const std::string at = net + " --frequencies 0:200:4";
    const auto csv = csv_rows(output_of("transfer " + at + " --format csv"));
    const auto json = Json::parse(output_of("transfer " + at + " --format json"));
    REQUIRE(csv.size() == 1 + 2 * 50);
    CHECK(csv[0][2] == "n_mu_re [Hz/V]");
    const auto& n_mu = json["transfer_function"]["val"];
    CHECK(std::stod(csv[6][2]) == n_mu["re"][2][1]);
    CHECK(std::stod(csv[6][3]) == n_mu["im"][2][1]);
    const double n_sigma2 = json["transfer_function_sigma2"]["val"]["re"][2][1];
    const double sigma = json["std_input"]["val"][1];
    CHECK(relative_error(std::stod(csv[6][4]), 2.0 * sigma * n_sigma2) < 1e-14);
    CHECK_THAT(output_of("transfer " + at), ContainsSubstring("shown: 20 of the frequencies"));
    CHECK(csv_rows(output_of("transfer " + at + " --convention nnmt --format csv"))[0].size() == 4);

    const auto spectra = csv_rows(output_of("spectra " + at + " --format csv"));
    const auto numbers = Json::parse(output_of("spectra " + at + " --format json"));
    REQUIRE(spectra.size() == 51);
    CHECK(spectra[0] == std::vector<std::string>{"frequency [Hz]", "E [Hz]", "I [Hz]"});
    CHECK(std::stod(spectra[5][2]) == numbers["power_spectra"]["val"][4][1]);
    CHECK_THAT(output_of("spectra " + at), ContainsSubstring("\nPeaks"));
}

TEST_CASE("Frequencies are those that are asked for", "[cli][spectra]") {
    const TemporaryDirectory directory;
    const auto net = directory.file("net.yaml", tests::network_yaml());
    const auto ranged = directory.file(
        "ranged.yaml", tests::network_yaml() + "f_min: 5 Hz\nf_max: 8 Hz\ndf: 1 Hz\n");
    const auto analysis = directory.file("a.yaml", "f_min: 3 Hz\nf_max: 9 Hz\ndf: 2 Hz\n");
    const auto frequencies = [](const std::string& arguments) {
        const auto json = Json::parse(output_of("transfer " + arguments + " --format json"));
        return json["frequencies"]["val"].get<std::vector<double>>();
    };
    const auto about = [](const std::vector<double>& found, const std::vector<double>& expected) {
        REQUIRE(found.size() == expected.size());
        for (std::size_t k = 0; k < found.size(); ++k) {
            CHECK(std::abs(found[k] - expected[k]) < 1e-13 * expected[k]);
        }
    };
    about(frequencies(net + " --frequencies 1:4:1"), {1.0, 2.0, 3.0});
    about(frequencies(net + " --frequencies '0.1:0.2:0.05 kHz'"), {100.0, 150.0});
    about(frequencies(net + " --frequencies 10,20,64.5"), {10.0, 20.0, 64.5});
    about(frequencies(net + " --frequencies '64 Hz'"), {64.0});
    about(frequencies(ranged), {5.0, 6.0, 7.0});
    about(frequencies(ranged + " --analysis " + analysis), {3.0, 5.0, 7.0});
    CHECK(frequencies(net).size() == 1000);

    for (const char* text : {"1:2", "1:2:3:4", "4:1:1", "1:4:0", "1:4:-1", "-1:4:1", "20,10",
                             "some", "'1 mV'", "1,,2", "0:1e9:1e-3", "''"}) {
        CAPTURE(text);
        const auto run = run_siegert("spectra " + net + " --frequencies=" + text);
        CHECK(run.exit_code == 2);
        CHECK(is_one_line(run.err));
        CHECK_THAT(run.err, ContainsSubstring("--frequencies"));
    }
    CHECK(run_siegert("spectra " + net + " --analysis " + net).exit_code == 2);
    CHECK(run_siegert("spectra " + net + " --analysis " + directory.path("no.yaml")).exit_code ==
          3);
}

TEST_CASE("An analysis without a working point, or without delays, is refused", "[cli][error]") {
    const TemporaryDirectory directory;
    const auto net = directory.file("net.yaml", tests::network_yaml());
    const auto no_delays =
        directory.file("no_delays.yaml", tests::replaced(tests::network_yaml(), "d: 1.5 ms\n", ""));
    for (const char* command : {"transfer", "spectra", "sensitivity", "analyze"}) {
        CAPTURE(command);
        const auto run = run_siegert(std::string(command) + " " + net + " --max-iterations 1");
        CHECK(run.exit_code == 1);
        CHECK(is_one_line(run.err));
        CHECK_THAT(run.err, ContainsSubstring("no working point found"));
        CHECK(run.out.empty());
    }
    const auto undelayed = run_siegert("spectra " + no_delays);
    CHECK(undelayed.exit_code == 2);
    CHECK(is_one_line(undelayed.err));
    CHECK(run_siegert("transfer " + no_delays + " --frequencies 1,2").exit_code == 0);
    CHECK(run_siegert("sensitivity " + net + " --frequency 64").exit_code == 2);
    CHECK(run_siegert("sensitivity " + net + " --modes 0").exit_code == 2);
}

TEST_CASE("Every question is printed, saved and drawn", "[cli][questions]") {
    const TemporaryDirectory directory;
    const auto net = directory.file("net.yaml", tests::network_yaml());
    for (const std::string question :
         {"rates", "transfer", "stability", "spectra", "rhythms", "sensitivity", "analyze"}) {
        CAPTURE(question);
        const std::string at = question == "rates" ? "" : " --frequencies 2:200:6";
        const auto file = directory.path(question + ".h5");
        const auto page = directory.path(question + ".html");
        const auto asked = question + " " + net + at;
        const auto json =
            Json::parse(output_of(asked + " --format json --save " + file + " --report " + page));
        CHECK_THAT(output_of(asked), ContainsSubstring("small: 2 populations"));
        CHECK(csv_rows(output_of(asked + " --format csv")).size() > 1);
        const auto saved = read_results(file).results;
        for (const auto& [name, value] : json.items()) {
            CHECK((saved.datasets.contains(name) || saved.groups.contains(name)));
        }
        CHECK(json.size() == saved.datasets.size() + saved.groups.size());
        CHECK(values<std::vector<double>>(saved, "firing_rates")[1] ==
              json["firing_rates"]["val"][1]);
        CHECK(saved.datasets.at("firing_rates").axes == std::vector<std::string>{"population"});
        const auto html = tests::read_file(page);
        CHECK(html.starts_with("<!DOCTYPE html>"));
        CHECK_THAT(html, ContainsSubstring("firing"));
    }
    CHECK_THAT(output_of("rhythms " + net), ContainsSubstring("peak_frequency [Hz]"));
    CHECK_THAT(output_of("stability " + net), ContainsSubstring("growth_rate [1/s]"));
}
