#include "catch.hpp"

#include "explore/controls.hpp"
#include "explore/picture.hpp"
#include "explore/request.hpp"

#include <siegert/error.hpp>
#include <siegert/theory/analysis.hpp>

#include <algorithm>
#include <numbers>

using namespace siegert;
using namespace siegert::explore;
using nlohmann::json;

namespace {

OpenedFile microcircuit() {
    return open_file(SIEGERT_EXAMPLES "/networks/microcircuit.yaml", NetworkModel::automatic);
}

View view_with(Changes changes, Detail detail = Detail::draft) {
    return {.changes = std::move(changes),
            .detail = detail,
            .omegas = 2.0 * std::numbers::pi * Vector::LinSpaced(500, 1.0, 400.0)};
}

std::vector<std::string> titles(const json& picture) {
    std::vector<std::string> names;
    for (const auto& figure : picture.at("figures")) names.push_back(figure.at("title"));
    return names;
}

bool has(const std::vector<std::string>& names, const std::string& name) {
    return std::ranges::find(names, name) != names.end();
}

}  // namespace

TEST_CASE("a picture shows the working point of the changed network", "[explore][picture]") {
    const OpenedFile file = microcircuit();
    const Changes changes{{"nu_ext", "8.4 Hz"}, {"J[4E,4I]", "-0.8 mV"}};
    const auto point = theory::working_point(changed_network(file, changes).network);
    for (const Detail detail : {Detail::draft, Detail::full}) {
        const json shown = picture(file, view_with(changes, detail));
        CHECK(shown.at("firing_rates").get<std::vector<double>>() ==
              std::vector<double>(point.firing_rates.begin(), point.firing_rates.end()));
        CHECK(shown.at("converged") == true);
        for (const char* title : {"Firing rates", "Power spectra", "Eigenvalue trajectories"}) {
            CHECK(has(titles(shown), title));
        }
    }
}

TEST_CASE("a full picture has the peaks and the verdict of the analysis", "[explore][picture]") {
    const OpenedFile file = microcircuit();
    const View view = view_with({}, Detail::full);
    const auto analysis = theory::analyze(changed_network(file, {}).network, view.omegas);
    const json shown = picture(file, view);
    CHECK(shown.at("verdict") == theory::to_string(analysis.stability.answer));
    REQUIRE(shown.at("peaks").size() == analysis.peaks.size());
    CHECK(shown.at("peaks")[0].at("frequency") ==
          analysis.peaks[0].omega / (2.0 * std::numbers::pi));
}

TEST_CASE("method, convention and synapse change the picture", "[explore][picture]") {
    const OpenedFile file = microcircuit();
    const View start = view_with({});
    const auto rate = [&](const json& request) {
        return picture(file, view_of(request, start)).at("firing_rates")[2].get<double>();
    };
    CHECK(rate(json::object()) != rate({{"method", "taylor"}}));
    CHECK(rate(json::object()) != rate({{"synapse", "delta"}}));
    const json nnmt = picture(file, view_of({{"convention", "nnmt"}}, start));
    CHECK(nnmt.at("figures") != picture(file, start).at("figures"));
    CHECK_THROWS_AS(view_of({{"method", "guess"}}, start), InvalidParameter);
    CHECK_THROWS_AS(view_of({{"changes", {{"nu_ext"}}}}, start), InvalidParameter);
}

TEST_CASE("without delays there are rates, and a note instead of spectra", "[explore][picture]") {
    const OpenedFile file = open_text(
        "populations: [A]\nN: [100]\ntau_m: 10 ms\ntau_r: 1 ms\ntau_s: 1 ms\nV_0_rel: 0 mV\n"
        "V_th_rel: 15 mV\nJ: 0.1 mV\nK: [[50]]\nJ_ext: 0.2 mV\nK_ext: [1000]\nnu_ext: 8 Hz\n",
        "a.yaml");
    const json shown = picture(file, view_with({}));
    CHECK(titles(shown) == std::vector<std::string>{"Firing rates", "Input against threshold"});
    REQUIRE(shown.at("notes").size() == 1);
    CHECK_THAT(shown.at("notes")[0].get<std::string>(),
               Catch::Matchers::Contains("Delay is missing"));
}

TEST_CASE("a picture that nobody waits for is given up", "[explore][picture]") {
    struct Enough {};
    CHECK_THROWS_AS(picture(microcircuit(), view_with({}), [] { throw Enough{}; }), Enough);
}

TEST_CASE("every number of the file has a control, and derived matrices too",
          "[explore][controls]") {
    const json list = controls(microcircuit(), {{"nu_ext", "8.5 Hz"}});
    const auto control = [&](const std::string& key) {
        const auto found =
            std::ranges::find_if(list, [&](const json& one) { return one.at("key") == key; });
        REQUIRE(found != list.end());
        return *found;
    };
    CHECK(control("nu_ext").at("texts") == json{"8.5"});
    CHECK(control("nu_ext").at("unit") == "Hz");
    CHECK(control("K").at("shape") == json{8, 8});
    CHECK(control("K").at("columns")[2] == "4E");
    CHECK(control("K").at("derived") == false);
    CHECK(control("J").at("derived") == true);
    CHECK(control("J").at("texts")[1] == "-0.7024");
    CHECK(control("Delay").at("texts")[1] == "0.75");
    CHECK(std::ranges::none_of(list, [](const json& one) { return one.at("key") == "f_max"; }));
}

TEST_CASE("conductances are shown by their own weights", "[explore][controls]") {
    const OpenedFile file =
        open_file(SIEGERT_EXAMPLES "/networks/conductance_network.yaml", NetworkModel::automatic);
    const json list = controls(file, {});
    const auto holds = [&](std::string_view key) {
        return std::ranges::any_of(list, [&](const json& one) { return one.at("key") == key; });
    };
    CHECK(holds("W"));
    CHECK(!holds("J"));
}
