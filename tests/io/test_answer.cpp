#include "catch.hpp"

#include <siegert/error.hpp>
#include <siegert/io/answer.hpp>

#include <nlohmann/json.hpp>

#include <algorithm>
#include <limits>
#include <sstream>

using namespace siegert;

namespace {

constexpr double missing = std::numeric_limits<double>::quiet_NaN();

// One quantity of every kind over two axes, a group and a list.
Answer some_answer() {
    const Axis places{"place", dataset(std::vector<std::string>{"a, b", "c"})};
    const Axis times{"time", dataset(std::vector<double>{0.001, 0.0025, 0.004}, "s")};
    Matrix levels(3, 2);
    levels << 0.5, 1.25, missing, -3.0, 1.0 / 3.0, 7.0;
    Answer answer;
    answer.notes = {"three times at two places"};
    answer.axes = {places, times};
    answer.quantities = {
        quantity("places", places.labels, {"place"}),
        quantity("level", dataset(levels, "V"), {"time", "place"}, "how high"),
        quantity("wave", dataset(std::vector<Complex>{{1.5, -2.5}, {0.25, 4.0}}, ""), {"place"}),
        quantity("count", dataset(std::vector<std::int64_t>{3, -4}), {"place"}),
        quantity("open", dataset(std::vector<Flag>{Flag::yes, Flag::no}), {"place"}),
        quantity("scale", dataset(0.75, "")),
        quantity("duration", dataset(0.5, "s")),
        quantity("done", dataset(Flag::yes)),
        quantity("label", dataset(std::string("x \"y\"")))};
    Answer checks;
    checks.quantities = {
        quantity("name", dataset(std::vector<std::string>{"one", "two"}), {"check"}),
        quantity("limit", dataset(std::vector<double>{1.5, missing}, ""), {"check"})};
    answer.groups = {{"checks", checks, Form::list}, {"inner", checks}};
    return answer;
}

template <class Print>
std::string printed(const Answer& answer, Print print) {
    std::ostringstream out;
    print(answer, out);
    return out.str();
}

}  // namespace

TEST_CASE("An answer is printed as tables, one for each set of axes", "[io][answer]") {
    CHECK(printed(some_answer(), io::print_table) ==
          "three times at two places\n"
          "\n"
          "  time [ms]  place  level [mV]\n"
          "          1  a, b          500\n"
          "          1  c            1250\n"
          "        2.5  a, b            -\n"
          "        2.5  c           -3000\n"
          "          4  a, b      333.333\n"
          "          4  c            7000\n"
          "\n"
          "  place  wave_re  wave_im  count  open\n"
          "  a, b       1.5     -2.5      3  yes\n"
          "  c         0.25        4     -4  no\n"
          "\n"
          "checks\n"
          "  check  name  limit\n"
          "      0  one     1.5\n"
          "      1  two       -\n"
          "\n"
          "inner\n"
          "  check  name  limit\n"
          "      0  one     1.5\n"
          "      1  two       -\n");
}

TEST_CASE("CSV is the last table that is not for people alone, in SI units", "[io][answer]") {
    Answer answer = some_answer();
    answer.tables = tables_of(answer);
    answer.tables.resize(2);
    std::swap(answer.tables[0], answer.tables[1]);
    answer.tables.push_back({.title = "screen", .rows = {}, .columns = {}});
    answer.tables.back().audience = Audience::people;
    CHECK(printed(answer, io::print_csv) ==
          "# three times at two places\n"
          "time [s],place,level [V]\n"
          "0.001,\"a, b\",0.5\n"
          "0.001,c,1.25\n"
          "0.0025000000000000001,\"a, b\",\n"
          "0.0025000000000000001,c,-3\n"
          "0.0040000000000000001,\"a, b\",0.33333333333333331\n"
          "0.0040000000000000001,c,7\n");
}

TEST_CASE("A long table is thinned on a terminal, evenly, and says so", "[io][answer]") {
    Answer answer;
    const Axis steps{"frequency", dataset(Vector(Vector::LinSpaced(101, 0.0, 100.0)), "Hz")};
    answer.tables = {
        {.title = "Levels",
         .rows = {steps},
         .columns = {quantity("level", dataset(Vector(Vector::Ones(101)), ""), {"frequency"})},
         .most = 3}};
    CHECK(printed(answer, io::print_table) ==
          "Levels, shown: 3 of the frequencies; --format csv prints all\n"
          "  frequency [Hz]  level\n"
          "               0      1\n"
          "              50      1\n"
          "             100      1\n");
    const auto csv = printed(answer, io::print_csv);
    CHECK(std::count(csv.begin(), csv.end(), '\n') == 102);
    answer.tables[0].columns[0].data.values = std::vector<double>{1.0};
    CHECK_THROWS_WITH(printed(answer, io::print_csv),
                      "column level must have 101 values as the rows of table \"Levels\", got 1");
}

TEST_CASE("JSON has values and units, groups as objects and lists of entries", "[io][answer]") {
    const auto json = nlohmann::json::parse(printed(some_answer(), io::print_json));
    CHECK(json["places"] == nlohmann::json{"a, b", "c"});
    CHECK(json["level"]["unit"] == "V");
    CHECK(json["level"]["val"][2] == nlohmann::json{1.0 / 3.0, 7.0});
    CHECK(json["level"]["val"][1][0].is_null());
    CHECK(json["wave"]["val"]["im"] == nlohmann::json{-2.5, 4.0});
    CHECK(json["wave"]["unit"] == "dimensionless");
    CHECK(json["count"] == nlohmann::json{3, -4});
    CHECK(json["open"] == nlohmann::json{true, false});
    CHECK(json["scale"] == 0.75);
    CHECK(json["duration"] == nlohmann::json{{"val", 0.5}, {"unit", "s"}});
    CHECK(json["done"] == true);
    CHECK(json["label"] == "x \"y\"");
    CHECK(json["checks"][0] == nlohmann::json{{"name", "one"}, {"limit", 1.5}});
    CHECK(json["checks"][1]["limit"].is_null());
    CHECK(json["inner"]["limit"]["val"].size() == 2);

    Answer large;
    large.quantities = {quantity("zeros", dataset(std::vector<Complex>(10'000'001), ""), {"k"})};
    CHECK_THROWS_WITH(printed(large, io::print_json), ContainsSubstring("at most 2e+07 numbers"));
}

TEST_CASE("An answer becomes groups of arrays that keep axes and meaning", "[io][answer]") {
    const auto tree = io::results_of(some_answer());
    CHECK(tree.datasets.at("level").axes == std::vector<std::string>{"time", "place"});
    CHECK(tree.datasets.at("level").meaning == "how high");
    CHECK(tree.groups.at("checks").datasets.at("name").values ==
          Dataset::Values(std::vector<std::string>{"one", "two"}));
}

TEST_CASE("A report of an answer draws what can be drawn", "[io][answer]") {
    const auto report =
        io::report_of(some_answer(), {.title = "Levels", .command = "x", .parameters = "y"});
    REQUIRE(report.sections.size() == 3);
    const auto& section = report.sections.front();
    CHECK(section.tables.size() == 4);
    REQUIRE(section.figures.size() == 2);
    CHECK(std::get<io::LinesFigure>(section.figures[0].content).series.size() == 2);
    CHECK(std::get<io::BarsFigure>(section.figures[1].content).categories.size() == 2);
    CHECK(report.facts.front() == std::pair<std::string, std::string>{"scale", "0.75"});
    CHECK_THAT(io::report_html(report), ContainsSubstring("three times at two places"));
}
