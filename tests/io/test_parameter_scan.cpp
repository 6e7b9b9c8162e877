#include "catch.hpp"
#include "network_text.hpp"

#include <siegert/error.hpp>
#include <siegert/io/parameter_scan.hpp>

#include <algorithm>
#include <cmath>
#include <filesystem>

using namespace siegert;

namespace {

/// The small network as a file.
class NetworkFile {
public:
    explicit NetworkFile(const std::string& more = "")
        : path_(folder_.file("network.yaml", small_network() + more)) {}

    ParameterGrid grid(const std::vector<std::string>& texts) const {
        std::vector<VariedParameter> parameters;
        for (const auto& text : texts) parameters.push_back(varied_parameter(text));
        return parameter_grid(path_, parameters);
    }

    ParameterGrid samples(const std::vector<VariedParameter>& parameters) const {
        return parameter_samples(path_, parameters);
    }

private:
    TemporaryFolder folder_;
    std::filesystem::path path_;
};

using Texts = std::vector<std::string>;

}  // namespace

TEST_CASE("Ranges and lists become the values that would be typed", "[io][scan]") {
    CHECK(varied_parameter("nu_ext=5:6:0.5 Hz").values == Texts{"5 Hz", "5.5 Hz", "6 Hz"});
    CHECK(varied_parameter("nu_ext=5:6:0.5 Hz").key == "nu_ext");
    // Decimal steps are not exact in binary: neither the values nor the number of them may show it.
    CHECK(varied_parameter("g=3:3.6:0.1").values ==
          Texts{"3", "3.1", "3.2", "3.3", "3.4", "3.5", "3.6"});
    CHECK(varied_parameter("g=3:8:0.1").values.size() == 51);
    CHECK(varied_parameter("g=-0.3:0.3:0.1").values ==
          Texts{"-0.3", "-0.2", "-0.1", "0", "0.1", "0.2", "0.3"});
    CHECK(varied_parameter("g=3:3.55:0.1").values.back() == "3.5");
    CHECK(varied_parameter("g=5:4:-0.5").values == Texts{"5", "4.5", "4"});
    CHECK(varied_parameter("g=5:5:1").values == Texts{"5"});
    CHECK(varied_parameter(" d = 1,1.5 , 3 ms ").values == Texts{"1 ms", "1.5 ms", "3 ms"});
    CHECK(varied_parameter("d=900 us,1.5 ms").values == Texts{"900 us", "1.5 ms"});
    CHECK(varied_parameter("synapse=delta,exponential").values == Texts{"delta", "exponential"});
    CHECK(varied_parameter("J[E,I]=-1:-0.8:0.1 mV").key == "J[E,I]");
}

TEST_CASE("Numbers are values in SI units", "[io][scan]") {
    const auto times = varied_parameter("d", Vector{{1e-3, 0.1}});
    CHECK(parse_quantity(times.values[0], Dimension::time) == 1e-3);
    CHECK(parse_quantity(times.values[1], Dimension::time) == 0.1);
    CHECK(varied_parameter("g", Vector{{4.5}}).values == Texts{"4.5"});
    CHECK(varied_parameter("J[E,I]", Vector{{-0.5}}).values == Texts{"-0.5 V"});
    CHECK_THROWS_WITH(varied_parameter("gg", Vector{{4.5}}), ContainsSubstring("'g'"));
    CHECK_THROWS_AS(varied_parameter("g", Vector{{std::nan("")}}), InvalidParameter);
}

TEST_CASE("Texts that are no range or list are rejected with the reason", "[io][scan]") {
    const std::vector<std::pair<std::string, std::string>> cases{
        {"g", "there is no '='"},        {"=3", "there is no key"},
        {"g=", "there is no value"},     {"g=1:2", "a range has start, stop and step"},
        {"g=1:2:3:4", "a range has"},    {"g=1:x:1", "'x' is not a number"},
        {"g=1:2:-1", "the step must"},   {"g=2:1:1", "the step must"},
        {"g=1:2:0", "more than 1e6"},    {"g=1:1:0", "the step must"},
        {"g=0:1:1e-9", "more than 1e6"}, {"g=1,,2", "a value is missing"},
        {"g=1:nan:1", "is not a number"}};
    for (const auto& [text, reason] : cases) {
        CAPTURE(text);
        CHECK_THROWS_WITH(varied_parameter(text), ContainsSubstring(reason));
        CHECK_THROWS_AS(varied_parameter(text), InvalidParameter);
    }
}

TEST_CASE("A point of the grid is the network that a file with these values holds", "[io][scan]") {
    const NetworkFile file("d: 1.5 ms\n");
    const auto grid = file.grid({"tau_r=1:3:0.5 ms", "J[E,I]=-1,-0.7 mV"});
    CHECK(grid.shape == std::vector<Index>{5, 2});
    CHECK(std::get<std::vector<double>>(grid.values[0].values) ==
          std::vector<double>{0.001, 0.0015, 0.002, 0.0025, 0.003});
    CHECK(grid.values[0].unit == "s");
    CHECK(std::get<std::vector<double>>(grid.values[1].values) ==
          std::vector<double>{-1e-3, -7e-4});
    auto text = with_line(small_network() + "d: 1.5 ms\n", "tau_r", "tau_r: 2.5 ms");
    text = with_line(text, "J", "J: {val: [[0.2, -0.7], [0.3, -1.2]], unit: mV}");
    CHECK(to_yaml(grid.at({3, 1}).network) == to_yaml(network_from_yaml(text).network));
    CHECK(to_yaml(grid.first.network) == to_yaml(grid.at({0, 0}).network));
    CHECK(describe_point(grid, {3, 1}) == "tau_r = 2.5 ms, J[E,I] = -0.7 mV");
}

TEST_CASE("What is derived follows the varied parameter", "[io][scan]") {
    // Weights from j and g, and a key that the file does not have.
    auto text = with_line(small_network(), "J", "j: 0.1 mV");
    const TemporaryFolder folder;
    const auto path = folder.file("derived.yaml", text);
    const auto grid = parameter_grid(path, {{"g", {"4", "6"}}, {"d", {"1 ms", "2 ms"}}});
    CHECK(grid.at({1, 0}).network.J(0, 1) == Approx(-0.6e-3));
    CHECK(grid.at({0, 1}).network.Delay(1, 0) == 2e-3);
}

TEST_CASE("Entries are named by population or number", "[io][scan]") {
    const NetworkFile file("K_ext: [[700], [600]]\nJ_ext: 0.1 mV\nnu_ext: [8 Hz]\n");
    CHECK(file.grid({"N[I]=30,40"}).at({1}).network.N == Vector{{80.0, 40.0}});
    CHECK(file.grid({"N[0]=30,40"}).at({1}).network.N == Vector{{40.0, 20.0}});
    CHECK(file.grid({"tau_m[E]=5,7 ms"}).at({0}).network.tau_m == Vector{{5e-3, 10e-3}});
    CHECK(file.grid({"nu_ext[0]=5,7 Hz"}).at({1}).network.nu_ext == Vector{{7.0}});
    CHECK(file.grid({"K[I,E]=5,7"}).at({1}).network.K == Matrix{{10.0, 5.0}, {7.0, 6.0}});
    // One number in the file stands for all populations, until one is changed.
    CHECK(file.grid({"tau_r[I]=1,3 ms"}).at({1}).network.tau_r == Vector{{2e-3, 3e-3}});
}

TEST_CASE("Errors of a grid name parameter and value", "[io][scan]") {
    const NetworkFile file("d: 1.5 ms\n");
    const std::vector<std::pair<Texts, std::string>> cases{
        {{}, "at least one parameter"},
        {{"tau_mm=1,2 ms"}, "known key such as 'tau_m'"},
        {{"tau_m=1,2"}, "at tau_m = 1: "},
        {{"tau_m=1,2 mV"}, "expected a time"},
        {{"V_th_rel=20:1:-1 mV"}, "at V_th_rel = 3 mV: "},
        {{"tau_r=1,2 ms", "tau_r=1,2 ms"}, "tau_r must be varied once"},
        {{"populations=A,B"}, "expected a key with a single value"},
        {{"N[X]=1,2"}, "expected a population or a number from 0 to 1, found 'X'"},
        {{"N[2]=1,2"}, "found '2'"},
        {{"N[E,I]=1,2"}, "expected one entry in brackets"},
        {{"K[E]=1,2"}, "expected target and source in brackets"},
        {{"N[E=1,2"}, "expected ']'"},
        {{"d[E]=1,2 ms"}, "expected a list or a matrix"},
        {{"g=3,4"}, "g must have an effect"},  // J is given
        {{"tau_r=1:2:0.001 ms", "d=1:2:0.0005 ms"}, "at most 1e6 points"}};
    for (const auto& [texts, message] : cases) {
        CAPTURE(message);
        CHECK_THROWS_WITH(file.grid(texts), ContainsSubstring(message));
        CHECK_THROWS_AS(file.grid(texts), InvalidParameter);
    }
    CHECK_THROWS_AS(parameter_grid("/nowhere/net.yaml", {{"g", {"1", "2"}}}), FileError);
    CHECK_NOTHROW(file.grid({"tau_r=2 ms"}));  // one value has nothing to change
}

TEST_CASE("A Latin hypercube has one value in each part of each range", "[io][scan]") {
    const std::vector<ParameterRange> ranges{parameter_range("tau_r=1:2 ms"),
                                             parameter_range("J[E,I]=-0.7:-0.5 mV")};
    constexpr Index samples = 50;
    const auto parameters = latin_hypercube(ranges, samples, 3);
    REQUIRE(parameters.size() == 2);
    CHECK(latin_hypercube(ranges, samples, 3)[1].values == parameters[1].values);
    CHECK(latin_hypercube(ranges, samples, 4)[1].values != parameters[1].values);
    const NetworkFile file;
    const auto grid = file.samples(parameters);
    CHECK(are_samples(grid));
    CHECK(grid.shape == std::vector<Index>{samples});
    for (std::size_t p = 0; p < 2; ++p) {
        auto values = std::get<std::vector<double>>(grid.values[p].values);
        std::ranges::sort(values);
        for (Index k = 0; k < samples; ++k) {
            const double part = (values[static_cast<std::size_t>(k)] - ranges[p].from) /
                                (ranges[p].to - ranges[p].from);
            CHECK(std::floor(part * samples) == static_cast<double>(k));
        }
    }
    const auto tau_r = std::get<std::vector<double>>(grid.values[0].values);
    const auto J = std::get<std::vector<double>>(grid.values[1].values);
    const Network network = grid.at({7}).network;
    CHECK(network.tau_r(0) == tau_r[7]);
    CHECK(network.J(0, 1) == J[7]);
    auto uneven = parameters;
    uneven[1].values.pop_back();
    CHECK_THROWS_AS(file.samples(uneven), InvalidParameter);
    CHECK_THROWS_AS(latin_hypercube(ranges, 0, 1), InvalidParameter);
    CHECK_THROWS_AS(latin_hypercube({}, 3, 1), InvalidParameter);
}

TEST_CASE("Of a large grid every value is tried", "[io][scan]") {
    const NetworkFile file;
    CHECK(file.grid({"tau_r=1:2:0.005 ms", "tau_m=10:20:0.1 ms"}).shape ==
          std::vector<Index>{201, 101});
    CHECK_THROWS_WITH(file.grid({"tau_m=10:20:0.01 ms", "V_th_rel=20:1:-0.1 mV"}),
                      ContainsSubstring("at tau_m = 10 ms, V_th_rel = "));
}
