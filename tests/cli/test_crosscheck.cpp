#include "catch.hpp"
#include "cli/run.hpp"

#include <nlohmann/json.hpp>

using siegert::tests::is_one_line;
using siegert::tests::network_yaml;
using siegert::tests::replaced;
using siegert::tests::run_siegert;
using siegert::tests::TemporaryDirectory;

TEST_CASE("crosscheck prints rows and reports disagreement by its exit code", "[cli][crosscheck]") {
    const TemporaryDirectory directory;
    const auto net = directory.file(
        "net.yaml",
        replaced(network_yaml(), "d: 1.5 ms", "Delay: {val: [[1.5, 0.8], [1.4, 0.9]], unit: ms}"));
    const auto arguments = "crosscheck " + net +
                           " --duration '1 s' --warmup '50 ms' --replicates 4 "
                           "--quantities firing_rates,mean_input --format ";
    const auto json = run_siegert(arguments + "json");
    const auto parsed = nlohmann::json::parse(json.out);
    CHECK(parsed["rows"].size() == 4);
    CHECK(parsed["samples"] == 4);
    CHECK(parsed["rows"][0]["quantity"] == "firing_rates");
    CHECK(parsed["rows"][0]["systematic_errors"].size() >= 2);
    CHECK(json.exit_code == (parsed["agrees"] ? 0 : 1));
    std::size_t rows = 0;
    for (const auto& number : parsed["verdicts"]) rows += number.get<std::size_t>();
    CHECK(rows == 4);
    CHECK(parsed["rows"][0]["accepted_low"] > 0.0);
    CHECK(parsed["summary"].get<std::string>().starts_with("of 4 numbers "));
    CHECK(json.err.empty());
    const auto table = run_siegert(arguments + "table");
    CHECK_THAT(table.out, ContainsSubstring("seeds 1 to 4"));
    CHECK_THAT(table.out, ContainsSubstring("verdict"));
    CHECK_THAT(table.out, ContainsSubstring(parsed["summary"].get<std::string>()));
    // Former names are still read.
    CHECK(run_siegert("crosscheck " + net +
                      " --duration '1 s' --warmup '50 ms' --replicates 4 "
                      "--quantities rates,mean_input --format json")
              .out == json.out);
    const auto wrong = run_siegert("crosscheck " + net + " --duration '1 s' --quantities ratess");
    CHECK(wrong.exit_code == 2);
    CHECK(is_one_line(wrong.err));
    CHECK_THAT(wrong.err, ContainsSubstring("--quantities"));
    const auto published = run_siegert("crosscheck " + net + " --duration '1 s' --convention nnmt");
    CHECK(published.exit_code == 2);
    CHECK_THAT(published.err, ContainsSubstring("--convention must be exact"));
}

TEST_CASE("crosscheck writes a report, and says at once if it cannot", "[cli][crosscheck]") {
    const TemporaryDirectory directory;
    const auto net = directory.file("net.yaml", network_yaml());
    const auto page = directory.path("out.html");
    const auto arguments = "crosscheck " + net +
                           " --duration '0.5 s' --warmup '50 ms' --replicates 2 --seed 7 "
                           "--quantities rates --report ";
    const auto run = run_siegert(arguments + page);
    CAPTURE(run.err);
    CHECK(run.exit_code <= 1);
    const auto html = siegert::tests::read_file(page);
    CHECK_THAT(html, ContainsSubstring("--seed 7 --quantities rates --report " + page + "</pre>"));
    CHECK_THAT(html, ContainsSubstring("<dd>7 to 8</dd>"));
    CHECK_THAT(html, ContainsSubstring("Eigenvalue trajectories"));
    CHECK_THAT(html, ContainsSubstring("populations:"));  // the parameters
    const auto failed = run_siegert(arguments + "/nowhere/out.html");
    CHECK(failed.exit_code == 3);
    CHECK(failed.out.empty());  // not after the simulation
    CHECK(is_one_line(failed.err));
}
