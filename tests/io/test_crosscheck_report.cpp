#include "catch.hpp"
#include "network_text.hpp"

#include <siegert/error.hpp>
#include <siegert/io/crosscheck_report.hpp>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <cmath>
#include <numbers>

using namespace siegert;
using crosscheck::Crosscheck;
using crosscheck::Quantity;
using crosscheck::Row;
using nlohmann::json;

namespace {

const double quiet_nan = std::numeric_limits<double>::quiet_NaN();

Network driven_network() {
    return network_from_yaml(small_network() +
                             "synapse: exponential\nDelay: {val: [[1.5, 0.8], [1.4, 0.9]], unit: "
                             "ms}\nJ_ext: {val: [[0.1], [0.2]], unit: mV}\nK_ext: [[1000], "
                             "[900]]\nnu_ext: 9 Hz\n")
        .network;
}

Row row(Quantity quantity, std::string population, double predicted, double simulated) {
    Row row;
    row.quantity = quantity;
    row.population = std::move(population);
    row.predicted = predicted;
    row.simulated = simulated;
    row.standard_error = 0.03 * std::abs(predicted);
    row.z = (simulated - predicted) / row.standard_error;
    row.relative_deviation = simulated / predicted - 1.0;
    row.systematic_errors = {{.cause = "finite weights", .value = -0.1 * predicted, .exact = true},
                             {.cause = "guess", .value = 0.2 * predicted, .exact = false}};
    row.correction = -0.1 * predicted;
    row.tolerance = 0.2 * std::abs(predicted);
    // A factor of 1.1 / 0.9 to both sides of what is positive.
    const bool is_positive = crosscheck::quantity_info(quantity).is_positive;
    row.accepted_low = is_positive ? 0.9 * predicted * 0.9 / 1.1 : 0.9 * predicted - row.tolerance;
    row.accepted_high = 0.9 * predicted + row.tolerance;
    row.verdict = crosscheck::Verdict::cannot_tell;
    return row;
}

Row at(Row row, double frequency) {
    row.frequency = frequency;
    return row;
}

// Every quantity once at least; the rate of I and a band of E are alarms.
Crosscheck small_crosscheck() {
    Crosscheck result;
    result.rows = {row(Quantity::firing_rates, "E", 5.0, 5.5),
                   row(Quantity::firing_rates, "I", 8.0, 12.0),
                   row(Quantity::mean_input, "E", 0.011, 0.012),
                   at(row(Quantity::spectra, "E", 0.3, 0.31), 12.0),
                   at(row(Quantity::spectra, "E", 0.4, 0.9), 40.0),
                   at(row(Quantity::transfer_function_real, "I", 300.0, 310.0), 20.0),
                   at(row(Quantity::transfer_function_imaginary, "I", -400.0, -390.0), 20.0)};
    result.notes = {"cvs of E left out"};
    result.samples = 20;
    result.sample_duration = 0.5;
    Row covariance = row(Quantity::covariances, "I", 0.02, 0.03);
    covariance.source = result.rows.front().population;
    result.rows.push_back(covariance);
    for (const std::size_t wrong : {1U, 4U}) {
        result.rows[wrong].alarm = true;
        result.rows[wrong].verdict = crosscheck::Verdict::disagrees;
        result.rows[wrong].excess_z = wrong == 4 ? 9.3 : 7.0;
    }
    result.rows[2].verdict = crosscheck::Verdict::agrees;
    result.rows[3].verdict = crosscheck::Verdict::explained;
    return result;
}

crosscheck::CrosscheckOptions small_options() {
    crosscheck::CrosscheckOptions options;
    options.duration = 10.0;
    options.seed = 4711;
    options.threads = 1;
    return options;
}

const Vector omegas = 2.0 * std::numbers::pi * Vector::LinSpaced(60, 1.0, 300.0);

std::string html_of(const Crosscheck& result) {
    return io::report_html(io::crosscheck_report(
        driven_network(), result, small_options(), omegas,
        {.title = "small", .command = "siegert crosscheck net.yaml", .parameters = "N: [80, 20]"}));
}

// The data of the figure with this title, from the page itself.
json figure(const std::string& html, const std::string& title) {
    const auto place = html.find(fmt::format("<strong>{}</strong>", title));
    REQUIRE(place != std::string::npos);
    const std::string_view page = html;
    const std::string_view tag = "<figure id=\"";
    const auto begin = page.rfind(tag, place) + tag.size();
    const std::string_view id = page.substr(begin, page.find('"', begin) - begin);
    const std::string_view opening = "<script id=\"figures\" type=\"application/json\">";
    const auto data = page.find(opening) + opening.size();
    for (const auto& one : json::parse(page.substr(data, page.find("</script>", data) - data))) {
        if (one["id"].get<std::string>() == id) return one;
    }
    FAIL("no data of " << title);
    return {};
}

json series(const json& figure, const std::string& name) {
    for (json one : figure["series"]) {
        if (one["name"] != name) continue;
        if (one["x"].is_number()) one["x"] = figure["series"][one["x"].get<std::size_t>()]["x"];
        return one;
    }
    FAIL("no series " << name);
    return {};
}

}  // namespace

TEST_CASE("A report puts prediction, accepted range and simulation side by side", "[io][report]") {
    const std::string html = html_of(small_crosscheck());
    const json rates = figure(html, "Firing rates");
    CHECK(rates["kind"] == "comparison");
    CHECK(rates["categories"] == json{"E", "I"});
    CHECK(rates["expected"] == json{5, 8});
    CHECK(rates["low"] == json{3.68182, 5.89091});  // 0.81 / 1.1 of the prediction
    CHECK(rates["high"] == json{5.5, 8.8});
    CHECK(rates["measured"] == json{5.5, 12});
    CHECK(rates["standard_error"] == json{0.15, 0.24});
    CHECK(rates["flagged"] == json{false, true});
    CHECK(rates["flag"] == "DISAGREES");
    const json input = figure(html, "Mean input");
    CHECK(input["y"]["unit"] == "mV");
    CHECK(input["measured"] == json::array({12}));
    CHECK(html.find("Irregularity of the spikes") == std::string::npos);  // not compared
}

TEST_CASE("Spectra of a report have curve, bands, error bars and marks", "[io][report]") {
    const json spectrum = figure(html_of(small_crosscheck()), "Spectrum of E");
    const json simulation = series(spectrum, "simulation");
    CHECK(simulation["style"] == "points");
    CHECK(simulation["x"] == json{12, 40});
    CHECK(simulation["y"] == json{0.31, 0.9});
    CHECK(simulation["low"] == json{0.301, 0.888});
    CHECK(simulation["high"] == json{0.319, 0.912});
    CHECK(series(spectrum, "accepted range")["low"] == json{0.220909, 0.294545});
    const json curve = series(spectrum, "theory");
    CHECK(curve["x"].size() > 10);
    CHECK(curve["x"].front() >= 6.0);  // around what was simulated
    CHECK(curve["x"].back() <= 80.0);
    REQUIRE(spectrum["marks"].size() == 1);
    CHECK(spectrum["marks"][0]["x"] == 40);
    CHECK(spectrum["marks"][0]["label"] == "DISAGREES");
    CHECK(spectrum["marks"][0]["around"] == true);
}

TEST_CASE("Real and imaginary parts become amplitude and phase", "[io][report]") {
    const std::string html = html_of(small_crosscheck());
    const json amplitude = series(figure(html, "Response of I: amplitude"), "simulation");
    // 310 - 390i with errors 9 and 12, in Hz/mV; the data have six digits
    const double modulus = std::hypot(0.310, 0.390);
    CHECK_THAT(amplitude["y"][0].get<double>(), Catch::Matchers::WithinAbs(modulus, 1e-6));
    const double error = std::hypot(0.310 * 0.009, 0.390 * 0.012) / modulus;
    CHECK_THAT(amplitude["high"][0].get<double>(),
               Catch::Matchers::WithinAbs(modulus + error, 1e-6));
    const json phase = series(figure(html, "Response of I: phase"), "simulation");
    const double degrees = 180.0 / std::numbers::pi;
    CHECK_THAT(phase["y"][0].get<double>(),
               Catch::Matchers::WithinAbs(-degrees * std::atan2(0.390, 0.310), 1e-4));
    const double turn = degrees * std::hypot(0.390 * 0.009, 0.310 * 0.012) / modulus / modulus;
    CHECK_THAT(phase["low"][0].get<double>(),
               Catch::Matchers::WithinAbs(phase["y"][0].get<double>() - turn, 1e-4));
}

TEST_CASE("Covariances are a symmetric matrix and pairs", "[io][report]") {
    const std::string html = html_of(small_crosscheck());
    const json predicted = figure(html, "Covariances, predicted");
    CHECK(predicted["values"] == json({{nullptr, 0.02}, {0.02, nullptr}}));
    CHECK(predicted["extreme"] == 0.03);  // the colours of prediction and simulation are the same
    CHECK(figure(html, "Covariances of spike counts")["categories"] == json::array({"I-E"}));
}

TEST_CASE("The page says verdict, causes, options, notes and command", "[io][report]") {
    const std::string html = html_of(small_crosscheck());
    CHECK_THAT(html, ContainsSubstring("Of 8 numbers 2 DISAGREE (largest +1.2e+02 % in spectra of "
                                       "E at 40 Hz"));
    CHECK_THAT(html,
               ContainsSubstring("1 agree, 1 explained by guess (largest +3.3 % in spectra of E at "
                                 "12 Hz), 4 cannot tell because of guess, known as a bound only."));
    CHECK_THAT(html, ContainsSubstring("<dt>cannot tell</dt><dd>4</dd>"));
    CHECK_THAT(html,
               ContainsSubstring("<tr class=\"flag\"><td class=\"text\">firing_rates</td>"
                                 "<td class=\"text\">I</td><td class=\"text\">disagrees</td>"));
    CHECK_THAT(html, ContainsSubstring(">corrects the prediction<"));
    CHECK_THAT(html, ContainsSubstring(">widens the range<"));
    CHECK_THAT(html, ContainsSubstring("<td class=\"text\">cvs of E left out</td>"));
    CHECK_THAT(html, ContainsSubstring("<td class=\"text\">4711</td>"));
    CHECK_THAT(html, ContainsSubstring("<pre>siegert crosscheck net.yaml</pre>"));
    CHECK_THAT(html, ContainsSubstring("Eigenvalue trajectories"));
    auto agreeing = small_crosscheck();
    for (auto& one : agreeing.rows) {
        one.alarm = false;
        one.verdict = crosscheck::Verdict::agrees;
    }
    agreeing.agrees = true;
    const std::string good = html_of(agreeing);
    CHECK_THAT(good, ContainsSubstring("Of 8 numbers 8 agree."));
    CHECK(good.find("class=\"flag\"") == std::string::npos);
    CHECK(good.find("What disagrees") == std::string::npos);
}

TEST_CASE("A report needs a complete cross-check and valid frequencies", "[io][report]") {
    auto stopped = small_crosscheck();
    stopped.complete = false;
    CHECK_THROWS_AS(html_of(stopped), InvalidParameter);
    CHECK_THROWS_AS(
        io::crosscheck_report(driven_network(), small_crosscheck(), small_options(), {}, {}),
        InvalidParameter);
}

TEST_CASE("Many populations are limited to those that deviate most", "[io][report]") {
    Network network = driven_network();
    Crosscheck result;
    result.samples = 20;
    result.sample_duration = 0.5;
    result.agrees = true;
    const Index n = 14;
    network.populations.clear();
    for (Index i = 0; i < n; ++i) {
        network.populations.push_back(fmt::format("p{}", i));
        result.rows.push_back(at(row(Quantity::spectra, network.populations.back(), 1.0, 1.01), 9));
        result.rows.back().excess_z = i == 0 || i == 7 ? 0.0 : 1.0;
    }
    for (Vector* values :
         {&network.N, &network.tau_m, &network.tau_r, &network.V_th, &network.V_0}) {
        const double first = (*values)(0);
        *values = Vector::Constant(n, first);
    }
    network.tau_s = Matrix(network.tau_s.topRows(1).replicate(n, 1));
    network.K = Matrix::Constant(n, n, 10.0);
    network.J = Matrix::Constant(n, n, -1e-4);
    network.Delay = Matrix::Constant(n, n, 1e-3);
    network.J_ext = Matrix::Constant(n, 1, 1e-4);
    network.K_ext = Matrix::Constant(n, 1, 1000.0);
    const auto report = io::crosscheck_report(network, result, small_options(), omegas, {});
    const auto spectra =
        std::find_if(report.sections.begin(), report.sections.end(),
                     [](const auto& s) { return s.title == "Spectra, simulated"; });
    REQUIRE(spectra != report.sections.end());
    REQUIRE(spectra->figures.size() == 12);
    CHECK(spectra->figures.front().title == "Spectrum of p1");
    CHECK(spectra->figures.back().title == "Spectrum of p13");
    CHECK_THAT(spectra->text, ContainsSubstring("12 of 14 populations"));
}

TEST_CASE("Arrays of a figure that do not fit are named", "[io][report]") {
    io::ComparisonFigure figure{.categories = {"E", "I"},
                                .y = {.label = "rate", .unit = "Hz"},
                                .expected = Vector{{1.0, 2.0}},
                                .low = Vector{{1.0, 2.0}},
                                .high = Vector{{1.0}},
                                .measured = Vector{{1.0, quiet_nan}},
                                .standard_error = Vector{{1.0, 2.0}},
                                .flagged = {false, false}};
    io::Report report;
    report.sections = {{.title = "s",
                        .text = "",
                        .figures = {{.title = "f", .caption = "", .content = figure}},
                        .tables = {}}};
    CHECK_THROWS_WITH(io::report_html(report),
                      ContainsSubstring("figure \"f\": high must have 2 values, got 1"));
    figure.high = figure.low;
    report.sections[0].figures[0].content = figure;
    CHECK_THAT(io::report_html(report), ContainsSubstring("\"measured\":[1.0,null]"));
    report.sections[0].tables = {{.title = "t",
                                  .columns = {{"a", "", std::vector<std::string>{"x"}}},
                                  .flagged = {true, true}}};
    CHECK_THROWS_WITH(io::report_html(report), ContainsSubstring("flagged must have 1 values"));
}
