#include "catch.hpp"
#include "cli/run.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <cmath>
#include <string>

using namespace siegert;
using tests::run_siegert;
using tests::TemporaryDirectory;
using Json = nlohmann::json;

namespace {

const std::string neurons =
    "N: 1000\ntau_m: 20 ms\ntau_r: 2 ms\nV_0_rel: 10 mV\nV_th_rel: 20 mV\nsynapse: delta\n"
    "d: 1.5 ms\nK_ext: 1000\nJ_ext: 0.1 mV\n";

// P0 drives P1, P1 drives P2, ...
std::string chain_yaml(int n) {
    std::string names, rows;
    for (int i = 0; i < n; ++i) {
        names += fmt::format("{}P{}", i == 0 ? "" : ", ", i);
        std::string row;
        for (int j = 0; j < n; ++j)
            row += fmt::format("{}{}", j == 0 ? "" : ", ", j == i - 1 ? 100 : 0);
        rows += fmt::format("{}[{}]", i == 0 ? "" : ", ", row);
    }
    return fmt::format("populations: [{}]\nJ: 0.1 mV\nK: [{}]\nnu_ext: 12 Hz\n{}", names, rows,
                       neurons);
}

std::string brunel_yaml(double g, double nu_ext) {
    return fmt::format(
        "populations: [E, I]\nJ: {{val: [[0.1, {0}], [0.1, {0}]], unit: mV}}\nK: [[1000, 250], "
        "[1000, 250]]\nnu_ext: {1} Hz\n{2}",
        -0.1 * g, nu_ext, neurons);
}

Json json_of(const std::string& arguments) {
    const auto run = run_siegert(arguments + " --format json");
    CAPTURE(arguments, run.err);
    REQUIRE(run.exit_code == 0);
    return Json::parse(run.out);
}

}  // namespace

TEST_CASE("A chain of populations passes every command", "[cli][degenerate]") {
    const TemporaryDirectory directory;
    for (const int n : {2, 12, 13, 15, 16, 20}) {
        const auto net = directory.file("net.yaml", chain_yaml(n));
        const std::string common = " " + net + " --frequencies 10,50 --convention nnmt";
        for (const std::string command : {"analyze", "spectra", "sensitivity"}) {
            const auto run = run_siegert(command + common);
            CAPTURE(n, command, run.err);
            CHECK(run.exit_code == 0);
            CHECK_THAT(run.out, ContainsSubstring("the working point is stable"));
            CHECK_THAT(run.out, !ContainsSubstring("nan"));
        }
        CHECK_THAT(run_siegert("sensitivity" + common).out,
                   ContainsSubstring("sensitivity not defined"));
        const auto scan = run_siegert("scan" + common + " --vary nu_ext=11,12Hz --format csv");
        CHECK(scan.exit_code == 0);
        CHECK_THAT(scan.out, ContainsSubstring(",stable\n"));
        const auto json = json_of("analyze" + common);
        CHECK(json["stability"]["verdict"] == "stable");
        CHECK(json["sensitivity_measure"]["0"]["defined"] == false);
        if (n != 12) continue;
        CHECK(std::abs(json["firing_rates"]["val"][11].get<double>() - 127.9310) < 5e-5);
        CHECK(std::abs(json["power_spectra"]["val"][0][11].get<double>() - 0.28923636) < 5e-9);
        CHECK(std::abs(json["power_spectra"]["val"][1][11].get<double>() - 0.29092196) < 5e-9);
    }
}

TEST_CASE("All outputs say the same about stability", "[cli][stability]") {
    const TemporaryDirectory directory;
    const auto net = directory.file("net.yaml", brunel_yaml(6.0, 40.0));
    const auto report = directory.path("report.html");
    const std::string common = " " + net + " --frequencies 1:60:1";
    const auto run = run_siegert("analyze" + common + " --report " + report);
    REQUIRE(run.exit_code == 0);
    CHECK_THAT(run.out, ContainsSubstring("UNSTABLE"));
    CHECK_THAT(run.out, ContainsSubstring("Nyquist criterion: 2 growing modes"));
    CHECK_THAT(run.out, ContainsSubstring("stable against slow changes of the rates"));
    CHECK_THAT(tests::read_file(report),
               ContainsSubstring("The stationary state is unstable: 2 modes grow"));
    const auto json = json_of("analyze" + common);
    CHECK(json["stability"]["verdict"] == "unstable");
    CHECK(json["stability"]["unstable_modes"] == 2);
    CHECK(json["stability"]["static_growth_rate"].get<double>() < 0.0);
    CHECK(json.contains("axis_crossings"));
    const auto spectra = json_of("spectra" + common);
    CHECK(spectra["stability"]["verdict"] == "unstable");
    CHECK(spectra["eigenvalues"] == json["eigenvalues"]);
    const auto scan = run_siegert("scan" + common + " --vary nu_ext=40,41Hz --format csv");
    CHECK_THAT(scan.out, ContainsSubstring("unstable (2; statically stable)"));
    const auto states = json_of("rates " + net + " --all-fixed-points --starts 5");
    REQUIRE(states["fixed_points"].size() == 1);
    CHECK(states["fixed_points"][0]["stable"] == true);
    CHECK(states["fixed_points"][0]["verdict"] == "unstable");
    CHECK(states["fixed_points"][0]["unstable_modes"] == 2);
    CHECK_THAT(run_siegert("rates " + net + " --all-fixed-points --starts 5").out,
               ContainsSubstring("stable but 2 growing modes"));
}
