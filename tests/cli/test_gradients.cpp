#include "catch.hpp"
#include "cli/run.hpp"

#include <nlohmann/json.hpp>

using siegert::tests::run_siegert;

TEST_CASE("siegert sensitivity --gradients differentiates by every parameter", "[cli][gradients]") {
    const std::string ask = "sensitivity " SIEGERT_EXAMPLES
                            "/networks/microcircuit.yaml --frequencies 1:100:1 --gradients";
    const auto table = run_siegert(ask);
    CAPTURE(table.err, table.out);
    CHECK(table.exit_code == 0);
    CHECK(table.out.find("Change for 1 % more of all entries of a parameter") != std::string::npos);
    const auto json = nlohmann::json::parse(run_siegert(ask + " --format json").out);
    const auto& gradients = json.at("gradients");
    // docs/theory/gradients.md names the values.
    const double rate_by_K = gradients.at("firing_rate_4E").at("K").at("val").at(2).at(3);
    CHECK(std::abs(rate_by_K + 0.04554237886) < 1e-10);
    CHECK(gradients.at("cv_6I").contains("tau_s"));
}
