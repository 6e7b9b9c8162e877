#include "catch.hpp"
#include "cli/run.hpp"

#include <siegert/io/results_file.hpp>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>
#include <limits>

using namespace siegert;
using siegert::tests::is_one_line;
using siegert::tests::network_yaml;
using siegert::tests::read_file;
using siegert::tests::run_siegert;
using siegert::tests::TemporaryDirectory;

namespace {

const std::string grid = " --vary nu_ext='9:12:0.5 Hz' --vary J[E,I]=-0.5,-0.6,-0.7mV";
const std::string frequencies = " --frequencies 1:400:4";

// The file as if the scan had been interrupted when only some points were done.
void forget_points(const std::string& path, const std::vector<std::size_t>& missing) {
    ResultsFile file = read_results(path);
    auto& data = file.results.datasets;
    auto& done = std::get<std::vector<std::int64_t>>(data.at("done").values);
    for (const std::size_t k : missing) {
        done.at(k) = 0;
        for (const char* name : {"firing_rates", "mean_input", "std_input", "cvs"}) {
            auto& values = std::get<std::vector<double>>(data.at(name).values);
            values[2 * k] = values[2 * k + 1] = std::numeric_limits<double>::quiet_NaN();
        }
    }
    write_results(file, path);
}

// NaN, which stands where there is nothing, is equal to NaN.
template <class Values>
bool equal(const Values& a, const Values& b) {
    return std::visit(
        [&](const auto& x) {
            const auto* y = std::get_if<std::decay_t<decltype(x)>>(&b);
            return y != nullptr &&
                   std::ranges::equal(x, *y, [](const auto& one, const auto& other) {
                       return one == other || (one != one && other != other);
                   });
        },
        a);
}

bool same(const ResultsTree& a, const ResultsTree& b) {
    const auto equal_data = [](const auto& x, const auto& y) {
        return x.first == y.first && equal(x.second.values, y.second.values) &&
               x.second.shape == y.second.shape && x.second.unit == y.second.unit;
    };
    const auto equal_group = [](const auto& x, const auto& y) {
        return x.first == y.first && same(x.second, y.second);
    };
    return std::equal(a.datasets.begin(), a.datasets.end(), b.datasets.begin(), b.datasets.end(),
                      equal_data) &&
           std::equal(a.groups.begin(), a.groups.end(), b.groups.begin(), b.groups.end(),
                      equal_group);
}

}  // namespace

TEST_CASE("siegert scan prints a row for each point of the grid", "[cli][scan]") {
    const TemporaryDirectory directory;
    const auto net = directory.file("net.yaml", network_yaml());
    const auto table = run_siegert("scan " + net + grid + frequencies);
    CAPTURE(table.err);
    CHECK(table.exit_code == 0);
    CHECK_THAT(table.out, ContainsSubstring("nu_ext [Hz]  J[E,I] [mV]  nu_E [Hz]  nu_I [Hz]"));
    CHECK_THAT(table.out, ContainsSubstring("stable"));
    const auto run = run_siegert("scan " + net + grid + frequencies + " --format json");
    const auto json = nlohmann::json::parse(run.out);
    CHECK(json["complete"] == true);
    CHECK(json["varied"] == nlohmann::json{"nu_ext", "J[E,I]"});
    CHECK(json["parameters"]["nu_ext"]["val"] ==
          nlohmann::json{9.0, 9.5, 10.0, 10.5, 11.0, 11.5, 12.0});
    CHECK(json["parameters"]["J[E,I]"]["unit"] == "V");
    const auto& rates = json["firing_rates"]["val"];
    REQUIRE(rates.size() == 7);
    REQUIRE(rates[0].size() == 3);
    // The point of the file itself: nu_ext = 11 Hz, J = -0.5 mV.
    const auto alone = nlohmann::json::parse(run_siegert("rates " + net + " --format json").out);
    for (const std::size_t i : {0, 1}) {
        CHECK(rates[4][0][i].get<double>() ==
              Approx(alone["firing_rates"]["val"][i].get<double>()).epsilon(1e-10));
    }
    CHECK(json["stability"]["unstable_modes"][4][0] == 0);
    const auto csv = run_siegert("scan " + net + grid + " --no-stability --format csv");
    CHECK(std::count(csv.out.begin(), csv.out.end(), '\n') == 21 + 4);  // three notes, a heading
    CHECK_THAT(csv.out, ContainsSubstring("\nnu_ext [Hz],\"J[E,I] [V]\",firing_rates_E [Hz],"));
}

TEST_CASE("A scan that is resumed has the results of one that was not interrupted", "[cli][scan]") {
    const TemporaryDirectory directory;
    const auto net = directory.file("net.yaml", network_yaml());
    const auto path = directory.path("scan.h5");
    const auto command = "scan " + net + grid + frequencies + " --format csv --save " + path;
    const auto whole = run_siegert(command + " --resume");  // nothing to resume: from the start
    CAPTURE(whole.err);
    REQUIRE(whole.exit_code == 0);
    const auto saved = read_results(path).results;
    forget_points(path, {0, 4, 5, 13, 20});
    CHECK_FALSE(same(read_results(path).results, saved));
    const auto resumed = run_siegert(command + " --resume --threads 3");
    CHECK(resumed.exit_code == 0);
    CHECK(resumed.out == whole.out);
    CHECK(same(read_results(path).results, saved));
    const auto other_way = run_siegert(command + " --threads 1");
    CHECK(other_way.out == whole.out);
}

TEST_CASE("A signal keeps what was done, and --resume completes it", "[cli][scan]") {
    const TemporaryDirectory directory;
    const auto net = directory.file("net.yaml", network_yaml());
    const auto path = directory.path("scan.h5");
    const std::string arguments = "scan " + net +
                                  " --vary nu_ext='9:12:0.02 Hz' --vary tau_r=1,2ms "
                                  "--frequencies 1:1500:1 --threads 1 --format csv";
    int exit_code = -1;
    // The signal is sent later and later until the scan has begun to handle it.
    for (double seconds = 0.2; !std::filesystem::exists(path) && seconds < 60.0; seconds *= 1.4) {
        const auto line =
            fmt::format("timeout --preserve-status -s TERM {} '{}' {} --save {} > {} 2>&1", seconds,
                        SIEGERT_COMMAND, arguments, path, directory.path("out"));
        const int status = std::system(line.c_str());
        exit_code = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
    }
    REQUIRE(std::filesystem::exists(path));
    CHECK(exit_code == 1);
    CHECK_THAT(read_file(directory.path("out")), ContainsSubstring("--resume goes on"));
    const auto partial = read_results(path);
    const auto& done =
        std::get<std::vector<std::int64_t>>(partial.results.datasets.at("done").values);
    const auto count = std::count(done.begin(), done.end(), 1);
    CHECK(count > 0);
    CHECK(count < static_cast<std::ptrdiff_t>(done.size()));
    const auto resumed = run_siegert(arguments + " --resume --save " + path);
    CHECK(resumed.exit_code == 0);
    const auto saved = read_results(path).results;
    CHECK(run_siegert(arguments + " --save " + path).out == resumed.out);
    CHECK(same(read_results(path).results, saved));
}

TEST_CASE("Another scan is not resumed, and the error says what differs", "[cli][scan]") {
    const TemporaryDirectory directory;
    const auto net = directory.file("net.yaml", network_yaml());

    const auto path = directory.path("scan.h5");
    const std::string options = " --resume --save " + path;
    const std::string vary = " --vary nu_ext='9:10:0.5 Hz'";
    REQUIRE(run_siegert("scan " + net + vary + frequencies + options).exit_code == 0);
    const auto saved = read_file(path);
    auto text = network_yaml();
    const auto changed =
        directory.file("changed.yaml", text.replace(text.find("K: [[400"), 8, "K: [[401"));
    const std::vector<std::pair<std::string, std::string>> cases{
        {net + " --vary nu_ext='9:11:0.5 Hz'" + frequencies, "range of nu_ext"},
        {net + " --vary tau_r='2:3:0.5 ms'" + frequencies, "set or order of varied parameters"},
        {net + vary + " --frequencies 1:400:5", "setting of omegas"},
        {net + vary + frequencies + " --convention nnmt", "setting of convention"},
        {net + vary + frequencies + " --method taylor", "setting of method"},
        {net + vary + frequencies + " --start '5 Hz'", "setting of start"},
        {net + vary + " --no-stability", "setting of omegas"},
        {changed + vary + frequencies, "network"}};
    for (const auto& [arguments, what] : cases) {
        CAPTURE(arguments);
        const auto run = run_siegert("scan " + arguments + options);
        CHECK(run.exit_code == 2);
        CHECK(is_one_line(run.err));
        CHECK_THAT(run.err, ContainsSubstring("found another " + what));
    }
    CHECK((read_file(path) == saved));
    REQUIRE(run_siegert("analyze " + net + frequencies + " --save " + path).exit_code == 0);
    const auto wrong = run_siegert("scan " + net + vary + frequencies + options);
    CHECK(wrong.exit_code == 2);
    CHECK_THAT(wrong.err, ContainsSubstring("expected a file of siegert scan"));
    directory.file("scan.h5", "no HDF5");
    CHECK(run_siegert("scan " + net + vary + frequencies + options).exit_code == 3);
}

TEST_CASE("siegert scan rejects what it cannot vary", "[cli][scan][error]") {
    const TemporaryDirectory directory;
    const auto net = directory.file("net.yaml", network_yaml());
    const std::vector<std::pair<std::string, std::string>> cases{
        {"", "--vary is required"},
        {" --vary g", "--vary: expected key=start:stop:step"},
        {" --vary nu_extt=1:2:1", "known key such as 'nu_ext'"},
        {" --vary V_th_rel='20:5:-5 mV'", "at V_th_rel = 10 mV: "},
        {" --vary nu_ext=1:2:1", "at nu_ext = 1: value given: nu_ext: expected a frequency"},
        {" --vary g=4,5", "g must have an effect"},
        {" --vary synapse=delta,exponential --synapse delta", "--synapse must not be given"},
        {" --vary nu_ext='5,6 Hz' --resume", "--resume requires --save"},
        {" --vary nu_ext='5,6 Hz' --frequencies 5:1:1", "--frequencies: stop must exceed start"}};
    for (const auto& [arguments, message] : cases) {
        CAPTURE(arguments);
        const auto run = run_siegert("scan " + net + arguments);
        CHECK(run.exit_code == 2);
        CHECK(is_one_line(run.err));
        CHECK_THAT(run.err, ContainsSubstring(message));
    }
    const auto nowhere =
        run_siegert("scan " + net + " --vary nu_ext='5,6 Hz' --save /nowhere/scan.h5");
    CHECK(nowhere.exit_code == 3);
}

TEST_CASE("siegert scan takes samples of a Latin hypercube", "[cli][scan]") {
    const TemporaryDirectory directory;
    const auto net = directory.file("net.yaml", network_yaml());
    const std::string ask =
        "scan " + net + " --vary nu_ext='9:12 Hz' --vary J[E,I]='-0.7:-0.5 mV' --samples 8";
    const auto run = run_siegert(ask + " --no-stability --format json");
    CAPTURE(run.err);
    CHECK(run.exit_code == 0);
    const auto json = nlohmann::json::parse(run.out);
    auto values = json.at("parameters").at("nu_ext").at("val").get<std::vector<double>>();
    REQUIRE(values.size() == 8);
    std::ranges::sort(values);
    for (std::size_t k = 0; k < 8; ++k) {  // one in each part of the range
        CHECK(values[k] >= 9.0 + 3.0 * static_cast<double>(k) / 8.0);
        CHECK(values[k] <= 9.0 + 3.0 * static_cast<double>(k + 1) / 8.0);
    }
    CHECK(json.at("firing_rates").at("val").size() == 8);
    CHECK(run_siegert(ask + " --no-stability --format json").out == run.out);
    CHECK(run_siegert(ask + " --no-stability --seed 2 --format json").out != run.out);
    CHECK(run_siegert("scan " + net + " --vary nu_ext='9:12:1 Hz' --samples 8").exit_code == 2);
}

TEST_CASE("siegert scan asks a question at every point", "[cli][scan]") {
    const TemporaryDirectory directory;
    const auto net = directory.file("net.yaml", network_yaml());
    const std::string scan = "scan " + net + " --vary nu_ext='9:11:1 Hz' --frequencies 1:101:20 ";
    const std::string file = directory.path("scan.h5");
    const auto run = run_siegert(scan + "--ask spectra --format json --save " + file);
    CAPTURE(run.err);
    REQUIRE(run.exit_code == 0);
    const auto spectra = nlohmann::json::parse(run.out)["answer"]["power_spectra"]["val"];
    REQUIRE(spectra.size() == 3);
    // The last point is the network of the file.
    const auto alone = run_siegert("spectra " + net + " --frequencies 1:101:20 --format json");
    const auto expected = nlohmann::json::parse(alone.out)["power_spectra"]["val"];
    for (std::size_t k = 0; k < expected.size(); ++k) {
        for (const std::size_t i : {0, 1}) {
            CHECK(spectra[2][k][i].get<double>() ==
                  Approx(expected[k][i].get<double>()).epsilon(1e-8));
        }
    }

    // Stopped and resumed, it is the same.
    const ResultsFile whole = read_results(file);
    forget_points(file, {1});
    REQUIRE(run_siegert(scan + "--ask spectra --resume --save " + file).exit_code == 0);
    CHECK(same(read_results(file).results, whole.results));
    const auto other = run_siegert(scan + "--ask rates --resume --save " + file);
    CHECK(other.exit_code == 2);
    CHECK_THAT(other.err, ContainsSubstring("another setting of asked"));

    const auto csv = run_siegert(scan + "--ask 'rates --distribution --neurons 50' --format csv");
    CAPTURE(csv.out);
    CHECK_THAT(csv.out, ContainsSubstring("firing_rates_sd_E"));
    CHECK(run_siegert(scan + "--ask echo").exit_code == 2);
    const auto unknown = run_siegert(scan + "--ask 'rates --frequency 3 Hz'");
    CHECK(unknown.exit_code == 2);
    CHECK_THAT(unknown.err, ContainsSubstring("frequency must be an option of rates"));
}
