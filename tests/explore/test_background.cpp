#include "catch.hpp"

#include "explore/background.hpp"
#include "explore/jobs.hpp"
#include "explore/reproduction.hpp"

#include <siegert/error.hpp>
#include <siegert/theory/working_point.hpp>

#include <atomic>
#include <chrono>
#include <numbers>
#include <thread>

using namespace siegert;
using namespace siegert::explore;
using nlohmann::json;

namespace {

OpenedFile small() {
    return open_text(
        "label: small\nsynapse: delta\npopulations: [E, I]\nN: [80, 20]\ntau_m: 20 ms\ntau_r: 2 "
        "ms\n"
        "V_0_rel: 10 mV\nV_th_rel: 20 mV\nj: 0.2 mV\ng: 5\nK: [[40, 10], [40, 10]]\nJ_ext: 0.1 mV\n"
        "K_ext: [1000, 1000]\nnu_ext: 12 Hz\nd: 1.5 ms\n",
        "small.yaml");
}

View view() {
    return {.changes = {}, .omegas = 2.0 * std::numbers::pi * Vector::LinSpaced(60, 2.0, 300.0)};
}

const Show to_the_end = [](const json&, double) { return true; };
const Show nobody_waits = [](const json&, double) { return false; };

}  // namespace

TEST_CASE("all states of a network with one state", "[explore][states]") {
    const json found = all_states(small(), view(), to_the_end);
    const auto point = theory::working_point(network_of(small(), view()).network);
    REQUIRE(found.at("states").size() == 1);
    CHECK(found.at("states")[0].at("firing_rates")[0].get<double>() ==
          Approx(point.firing_rates(0)).epsilon(1e-9));
    CHECK(all_states(small(), view(), nobody_waits).at("states").empty());
}

TEST_CASE("a phase diagram has the states of its corners", "[explore][phase_diagram]") {
    const Range x{"nu_ext", "Hz", 8.0, 16.0}, y{"g", "", 3.0, 6.0};
    const json figure = phase_diagram(small(), view(), x, y, to_the_end).at("figures").back();
    View corner = view();
    corner.changes = {{"nu_ext", "16 Hz"}, {"g", "6"}};
    const auto network = network_of(small(), corner).network;
    const Vector rates = theory::working_point(network).firing_rates;
    CHECK(figure.at("title") == "Mean firing rate");
    CHECK(figure.at("values")[0].back().get<double>() ==
          Approx(rates.dot(network.N) / network.N.sum()).epsilon(1e-5));
    CHECK(figure.at("rows")[0] == "6");
    CHECK(figure.at("columns")[0] == "8");
    CHECK_THROWS_AS(phase_diagram(small(), view(), x, x, to_the_end), InvalidParameter);
    CHECK_THROWS_AS(phase_diagram(small(), view(), x, {"g", "", 3.0, 3.0}, to_the_end),
                    InvalidParameter);
}

TEST_CASE("a phase diagram that nobody waits for is left unfinished", "[explore][phase_diagram]") {
    const json figures = phase_diagram(small(), view(), {"nu_ext", "Hz", 8.0, 16.0},
                                       {"g", "", 3.0, 6.0}, nobody_waits)
                             .at("figures");
    int empty = 0;
    for (const auto& row : figures.back().at("values")) {
        for (const auto& value : row) empty += value.is_null() ? 1 : 0;
    }
    CHECK(empty > 400);
}

TEST_CASE("branches have the states of their ends", "[explore][branches]") {
    const Range along{"nu_ext", "Hz", 8.0, 16.0};
    const json figure = branches(small(), view(), along, 12.0, to_the_end).at("figures")[0];
    const auto rates_at = [](const char* nu_ext) {
        View there = view();
        there.changes = {{"nu_ext", nu_ext}};
        return theory::working_point(network_of(small(), there).network).firing_rates;
    };
    const auto& series = figure.at("series");
    REQUIRE(series.size() == 2);  // one branch, E and I
    CHECK(series[0].at("x")[0] == 8.0);
    CHECK(series[0].at("y")[0].get<double>() == Approx(rates_at("8 Hz")(0)).epsilon(1e-5));
    CHECK(series[1].at("x") == 0);  // those of the first
    CHECK(series[0].at("x").back() == 16.0);
    CHECK(series[1].at("y").back().get<double>() == Approx(rates_at("16 Hz")(1)).epsilon(1e-5));
    const auto& here = figure.at("marks")[0];
    CHECK(here.at("label") == "here");
    CHECK(here.at("y").get<double>() == Approx(rates_at("12 Hz")(0)).epsilon(1e-5));
    CHECK(branches(small(), view(), along, 12.0, nobody_waits).is_null());
    CHECK_THROWS_AS(branches(small(), view(), {"nu_ext", "Hz", 8.0, 8.0}, 8.0, to_the_end),
                    InvalidParameter);
}

TEST_CASE("a raster shows some neurons of each population, the first one above",
          "[explore][simulation]") {
    SpikeRecord record{.populations = {"E", "I"},
                       .sizes = {8000, 50},
                       .recorded = {8000, 50},
                       .spikes = {},
                       .start = 1.0,
                       .end = 2.0,
                       .dt = 1e-4};
    record.spikes = {{.times = {1.75, 1.85, 1.95, 1.95}, .neurons = {0, 0, 98, 99}},
                     {.times = {1.9, 1.9}, .neurons = {3, 4}}};
    const json figure = raster(record);
    const auto& E = figure.at("series")[0];
    CHECK(E.at("style") == "dots");
    CHECK(E.at("x") == json{850.0, 950.0});  // the last 200 ms, and 99 of 8000 neurons
    CHECK(E.at("y") == json{103.0, 5.0});
    const auto& I = figure.at("series")[1];
    CHECK(I.at("x") == json::array({900.0}));  // 4 of 50 neurons
    CHECK(I.at("y") == json::array({1.0}));
}

TEST_CASE("a simulation shows rates and spectra with errors as it goes on",
          "[explore][simulation]") {
    int looks = 0;
    const json shown = simulation(small(), view(), 1.0, [&](const json&, double done) {
        CHECK((done >= 0.0 && done <= 1.0));
        ++looks;
        return true;
    });
    CHECK(looks > 0);
    CHECK(shown.at("duration").get<double>() == Approx(1.0));
    CHECK(shown.at("firing_rates")[0].get<double>() > 0.0);
    CHECK(shown.at("firing_rates_error")[0].get<double>() > 0.0);
    CHECK(shown.at("power_spectra").size() == 2);
    CHECK(shown.at("raster").at("series").size() == 2);
    CHECK(shown.at("power_spectra")[0].size() == shown.at("frequencies").size());
    CHECK_THROWS_AS(simulation(small(), view(), -1.0, to_the_end), InvalidParameter);
}

TEST_CASE("a job tells how it stands, and stops when another takes its place", "[explore][jobs]") {
    using namespace std::chrono_literals;
    Jobs jobs;
    std::atomic<bool> first_is_over = false;
    jobs.start("a", [&](const Show& show) {
        while (show({{"still", true}}, 0.5)) std::this_thread::sleep_for(1ms);
        first_is_over = true;
        return json();
    });
    while (jobs.state("a").at("done") != 0.5) std::this_thread::sleep_for(1ms);
    CHECK(jobs.state("a").at("state") == "running");
    jobs.start("a", [](const Show&) -> json { throw InvalidParameter("no"); });
    while (jobs.state("a").at("state") == "running") std::this_thread::sleep_for(1ms);
    CHECK(jobs.state("a").at("error") == "no");
    while (!first_is_over) std::this_thread::sleep_for(1ms);
    jobs.stop("a");
    CHECK(jobs.state("a").at("state") == "none");
}

TEST_CASE("command, Python lines and report hold the changed network", "[explore][reproduction]") {
    View changed = view();
    CHECK(command_of(small(), changed) ==
          "siegert analyze 'small.yaml' --method shift --convention exact\n");
    changed.changes = {{"nu_ext", "13.5 Hz"}};
    changed.synapse = SynapseType::delta;
    for (const std::string& text : {command_of(small(), changed), python_of(small(), changed),
                                    changed_text(small(), all_changes(changed))}) {
        CHECK_THAT(text, Catch::Matchers::Contains("nu_ext: 13.5 Hz\n"));
    }
    CHECK_THAT(report_html(small(), changed), Catch::Matchers::Contains("13.5"));
}

TEST_CASE("Python lines hold a file whatever quotes are in it", "[explore][reproduction]") {
    View changed = view();
    changed.changes = {{"nu_ext", "13.5 Hz"}};
    const OpenedFile quoting = open_text(small().text + "# \"\"\" and \\\n", "small.yaml");
    CHECK_THAT(python_of(quoting, changed),
               Catch::Matchers::Contains("network_from_yaml(\"\"\"\n") &&
                   Catch::Matchers::Contains(R"(# \"\"\" and \\)"));
    CHECK_THAT(python_of(small(), changed), Catch::Matchers::Contains("network_from_yaml(r\"\"\""));
}
