#include "catch.hpp"
#include "cli/run.hpp"

#include <nlohmann/json.hpp>

using siegert::tests::is_one_line;
using siegert::tests::run_siegert;

namespace {

const std::string brunel = SIEGERT_EXAMPLES "/networks/brunel_2000.yaml";

}  // namespace

TEST_CASE("siegert branches prints the pieces of the branches", "[cli][branches]") {
    const auto result = run_siegert("branches " + brunel + " --vary nu_ext='46:47.5 Hz'");
    CAPTURE(result.err, result.out);
    CHECK(result.exit_code == 0);
    CHECK(result.out.find("1 branches along nu_ext from 46 Hz to 47.5 Hz") != std::string::npos);
    CHECK(result.out.find("hopf at 193.1 Hz") != std::string::npos);
    CHECK(result.out.find("stable but 2 modes grow") != std::string::npos);
}

TEST_CASE("siegert branches gives all points as JSON and CSV", "[cli][branches]") {
    const std::string ask =
        "branches " + brunel + " --vary nu_ext='7:9.5 Hz' --vary g=3.8:3.81 --no-modes";
    const auto json = run_siegert(ask + " --format json");
    CHECK(json.exit_code == 0);
    const auto parsed = nlohmann::json::parse(json.out);
    CHECK(parsed.at("events").at("kind") == nlohmann::json({"fold", "fold"}));
    const auto csv = run_siegert(ask + " --format csv");
    CHECK(csv.out.find("branch,position,firing_rates_E [Hz],firing_rates_I [Hz]") !=
          std::string::npos);
}

TEST_CASE("siegert branches follows folds and Hopf points in a plane", "[cli][branches]") {
    const std::string ask =
        "branches " + brunel +
        " --vary nu_ext='7:9.5 Hz' --and g=3.8:4.4 --sections 2 --highest-frequency '100 Hz'";
    const auto table = run_siegert(ask);
    CAPTURE(table.err, table.out);
    CHECK(table.exit_code == 0);
    CHECK(table.out.find("cusp") != std::string::npos);
    CHECK(table.out.find("bogdanov_takens") != std::string::npos);
    const auto csv = run_siegert(ask + " --format csv");
    CHECK(csv.out.find("curve,kind,nu_ext [Hz],g,frequency [Hz],firing_rates_E [Hz]") !=
          std::string::npos);
}

TEST_CASE("siegert branches refuses ranges that are none", "[cli][branches]") {
    for (const std::string vary : {"", " --vary nu_ext=1:20", " --vary nu_ext='1:20:1 Hz'",
                                   " --vary nu_ex='1:2 Hz'", " --vary 'J[E,X]=1:2 mV'"}) {
        const auto result = run_siegert("branches " + brunel + vary);
        CAPTURE(vary, result.err);
        CHECK(result.exit_code == 2);
        CHECK(is_one_line(result.err));
    }
}
