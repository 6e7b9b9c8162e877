#include "catch.hpp"
#include "cli/run.hpp"

#include <nlohmann/json.hpp>

#include <cmath>

using siegert::tests::is_one_line;
using siegert::tests::run_siegert;

namespace {

const std::string microcircuit = SIEGERT_EXAMPLES "/networks/microcircuit.yaml";

}  // namespace

TEST_CASE("siegert design finds parameters, and saves the network as a file", "[cli][design]") {
    const siegert::tests::TemporaryDirectory directory;
    const std::string saved = directory.path("designed.yaml");
    const auto result =
        run_siegert("design " + microcircuit +
                    " --free 'nu_ext=5:12 Hz,w' --target 'firing_rates[4E]=6 Hz' --save " + saved);
    CAPTURE(result.err, result.out);
    CHECK(result.exit_code == 0);
    CHECK(result.out.find("firing_rates[4E]") != std::string::npos);
    CHECK(result.out.find("network saved to") != std::string::npos);
    const auto rates = run_siegert("rates " + saved + " --format json");
    CHECK(rates.exit_code == 0);
    const auto parsed = nlohmann::json::parse(rates.out);
    CHECK(std::abs(parsed.at("firing_rates").at("val").at(2).get<double>() - 6.0) < 1e-7);
}

TEST_CASE("siegert design says what it could not reach, and exits with 1", "[cli][design]") {
    const auto result =
        run_siegert("design " + microcircuit +
                    " --free 'nu_ext=7.9:8.1 Hz' --target 'firing_rates[4E]=6 Hz' --format json");
    CHECK(result.exit_code == 1);
    CHECK(result.err.find("firing_rates[4E] is") != std::string::npos);
    const auto parsed = nlohmann::json::parse(result.out);
    CHECK(parsed.at("met") == false);
    CHECK(parsed.at("parameters").at("name").at(0) == "nu_ext");
}

TEST_CASE("siegert design refuses what it does not understand", "[cli][design]") {
    const std::string target = " --target 'firing_rates[4E]=6 Hz'";
    for (const std::string& options :
         {std::string(), std::string(" --free nu_ext"), target, " --free nu_exx" + target,
          " --free 'K[4E,9E]'" + target, " --free N" + target, " --free label" + target,
          " --free nu_ext,nu_ext" + target, " --free nu_ext=9:12" + target,
          " --free 'nu_ext=9:12 Hz'" + target, std::string(" --free nu_ext --target rates=5"),
          std::string(" --free nu_ext --target 'firing_rates[9E]=5 Hz'"),
          std::string(" --free nu_ext --target 'firing_rates[4E]=5 mV'"),
          std::string(" --free nu_ext --target 'firing_rates[4E]>5 Hz'"),
          std::string(" --free nu_ext --target 'peak_frequency=5 Hz'"),
          " --free nu_ext --weight w=2" + target, " --free nu_ext --weight nu_ext" + target,
          " --free nu_ext --weight nu_ext=-1" + target}) {
        const auto result = run_siegert("design " + microcircuit + options);
        CAPTURE(options, result.err);
        CHECK(result.exit_code == 2);
        CHECK(is_one_line(result.err));
    }
}
