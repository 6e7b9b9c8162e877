#include "catch.hpp"
#include "cli/run.hpp"

#include <siegert/lif/delta.hpp>
#include <siegert/lif/exp.hpp>

#include <nlohmann/json.hpp>

#include <sstream>
#include <vector>

using namespace siegert;
using tests::is_one_line;
using tests::TemporaryDirectory;
using Json = nlohmann::json;

namespace {

constexpr LifNeuron neuron{.tau_m = 0.02, .tau_r = 0.002, .V_th = 0.015, .V_0 = 0.001};
constexpr lif::Input input{.mu = 0.012, .sigma = 0.004};
const std::string header = "mu,sigma,V_0,V_th,tau_m,tau_r";
const std::string row = "0.012,0.004,0.001,0.015,0.02,0.002";

std::vector<std::string> lines(const std::string& text) {
    std::vector<std::string> list;
    std::istringstream in(text);
    for (std::string line; std::getline(in, line);) list.push_back(line);
    return list;
}

std::vector<double> last_cells(const std::string& line, std::size_t count) {
    std::vector<double> cells;
    std::istringstream in(line);
    for (std::string cell; std::getline(in, cell, ',');) {
        cells.push_back(std::strtod(cell.c_str(), nullptr));
    }
    return {cells.end() - static_cast<std::ptrdiff_t>(count), cells.end()};
}

std::string eval(const std::string& formula, const std::string& table) {
    const auto run = tests::run_siegert("eval " + formula, table);
    CAPTURE(run.err);
    REQUIRE(run.exit_code == 0);
    CHECK(run.err.empty());
    return run.out;
}

}  // namespace

TEST_CASE("siegert eval appends what the library calculates, to the last digit", "[cli][eval]") {
    const auto rate = lines(eval("rate", header + "\n" + row + "\n"));
    REQUIRE(rate.size() == 2);
    CHECK(rate[0] == header + ",nu,log_nu");
    CHECK(rate[1].starts_with(row + ","));
    CHECK(last_cells(rate[1], 2) == std::vector{lif::delta::firing_rate(neuron, input),
                                                lif::delta::log_firing_rate(neuron, input)});

    const auto derivatives = lines(eval("derivatives", header + "\n" + row + "\n"));
    const auto slope = lif::delta::rate_derivatives(neuron, input);
    CHECK(derivatives[0] == header + ",dnu_dmu,dnu_dsigma");
    CHECK(last_cells(derivatives[1], 2) == std::vector{slope.d_mu, slope.d_sigma});

    const auto cv = lines(eval("cv", header + "\n" + row + "\n"));
    CHECK(cv[0] == header + ",cv");
    CHECK(last_cells(cv[1], 1) == std::vector{lif::delta::cv(neuron, input)});
}

TEST_CASE("A column tau_s makes the synapses exponential", "[cli][eval]") {
    const std::string table = "tau_s," + header + "\n0.0005," + row + "\n";
    const auto expected = [](lif::exp::Method method) {
        return lif::exp::firing_rate(neuron, {.tau_s = 0.0005, .method = method}, input);
    };
    const auto first = [](const std::string& out) { return last_cells(lines(out)[1], 2).front(); };
    CHECK(first(eval("rate", table)) == expected(lif::exp::Method::shift));
    CHECK(first(eval("rate --method shift", table)) == expected(lif::exp::Method::shift));
    CHECK(first(eval("rate --method taylor", table)) == expected(lif::exp::Method::taylor));
    CHECK(first(eval("rate --method exact", table)) == expected(lif::exp::Method::exact));

    const auto slope = lif::exp::rate_derivatives(neuron, {.tau_s = 0.0005}, input);
    CHECK(last_cells(lines(eval("derivatives", table))[1], 2) ==
          std::vector{slope.d_mu, slope.d_sigma});
    CHECK(last_cells(lines(eval("cv", table))[1], 1).front() ==
          lif::exp::cv(neuron, {.tau_s = 0.0005}, input));
}

TEST_CASE("Columns may be in any order, absolute or relative in name, among others",
          "[cli][eval]") {
    const auto out = lines(eval("rate",
                                "region,V_th_rel,tau_r,f,V_0_rel,tau_m,sigma,mu\n"
                                "cortex,0.015,0.002,50,0.001,0.02,0.004,0.012\n"));
    CHECK(out[0] == "region,V_th_rel,tau_r,f,V_0_rel,tau_m,sigma,mu,nu,log_nu");
    CHECK(out[1].starts_with("cortex,0.015,0.002,50,0.001,0.02,0.004,0.012,"));
    CHECK(last_cells(out[1], 2).front() == lif::delta::firing_rate(neuron, input));
}

TEST_CASE("A name that is taken is prefixed", "[cli][eval]") {
    const auto once = lines(eval("rate", header + ",nu\n" + row + ",7\n"));
    CHECK(once[0] == header + ",nu,siegert_nu,log_nu");
    const auto twice = lines(eval("rate", header + ",siegert_nu,nu\n" + row + ",8,7\n"));
    CHECK(twice[0] == header + ",siegert_nu,nu,siegert_siegert_nu,log_nu");
    // What was appended by one run is passed through by the next.
    const auto again = lines(eval("cv", eval("cv", header + "\n" + row + "\n")));
    CHECK(again[0] == header + ",cv,siegert_cv");
}

TEST_CASE("Comments and empty lines are skipped", "[cli][eval]") {
    const auto out = lines(eval("cv", "# made by hand\n\n" + header + "\n# a note, with a comma\n" +
                                          row + "\n\n" + row + "\n#end"));
    REQUIRE(out.size() == 3);
    CHECK(out[0] == header + ",cv");
    CHECK(out[1] == out[2]);
}

TEST_CASE("Other columns pass through as they are written", "[cli][eval]") {
    const std::string note = "\"a, \"\"quoted\"\"\nnote\"";
    const auto out = eval("cv", "note,empty," + header + "\n" + note + ",," + row + "\n");
    CHECK_THAT(out, ContainsSubstring(note + ",," + row + ","));
    SECTION("numbers may be quoted and padded") {
        const auto padded =
            lines(eval("cv", header + "\n\"0.012\", 4e-3 ,+0.001,.015,20e-3,0.002\n"));
        CHECK(last_cells(padded[1], 1).front() == lif::delta::cv(neuron, input));
    }
    SECTION("a byte order mark is ignored") {
        CHECK(lines(eval("cv", "\xEF\xBB\xBF" + header + "\n" + row + "\n"))[0] == header + ",cv");
    }
    SECTION("lines end as those of the input do") {
        const auto crlf = eval("cv", header + "\r\n" + row + "\r\n");
        CHECK(crlf.starts_with(header + ",cv\r\n" + row + ","));
        CHECK(crlf.ends_with("\r\n"));
        CHECK(std::count(crlf.begin(), crlf.end(), '\n') ==
              std::count(crlf.begin(), crlf.end(), '\r'));
    }
    SECTION("the last line need not end") {
        CHECK(lines(eval("cv", header + "\n" + row)).size() == 2);
    }
    SECTION("a header alone gives a header alone") {
        CHECK(eval("cv", header + "\n") == header + ",cv\n");
    }
}

TEST_CASE("siegert eval reads files and long tables", "[cli][eval]") {
    const TemporaryDirectory directory;
    std::string table = header + "\n";
    for (int i = 0; i < 5000; ++i) table += row + "\n";
    const auto path = directory.file("table.csv", table);
    const auto from_file = tests::run_siegert("eval rate " + path);
    CHECK(from_file.exit_code == 0);
    CHECK(from_file.out == eval("rate", table));
    CHECK(lines(from_file.out).size() == 5001);

    const auto missing = tests::run_siegert("eval rate " + directory.path("no.csv"));
    CHECK(missing.exit_code == 3);
    CHECK(is_one_line(missing.err));
    CHECK_THAT(missing.err, ContainsSubstring("no.csv"));
    CHECK(tests::run_siegert("eval rate " + directory.path("")).exit_code == 3);  // a directory
}

TEST_CASE("Rows are answered as they come", "[cli][eval]") {
    // The second row is written only after the answer to the first has arrived.
    const TemporaryDirectory directory;
    const auto out = directory.path("out");
    const std::string script = "{ printf '%s\\n%s\\n' '" + header + "' '" + row + "'; " +
                               "for i in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do " +
                               "test $(wc -l <" + out + ") -ge 2 && break; sleep 0.1; done; " +
                               "wc -l <" + out + "; } | { '" + SIEGERT_COMMAND + "' eval rate >" +
                               out + " 2>/dev/null; }";
    (void)std::system(script.c_str());
    // The line count that was fed back as a row is bad input, after both good lines.
    CHECK(lines(tests::read_file(out)).size() == 2);
}

TEST_CASE("siegert eval prints JSON and tables, too", "[cli][eval]") {
    const auto json =
        Json::parse(eval("rate --format json", "name," + header + "\nx," + row + "\n"));
    REQUIRE(json.size() == 1);
    CHECK(json[0]["name"] == "x");
    CHECK(json[0]["mu"] == 0.012);
    CHECK(json[0]["nu"] == lif::delta::firing_rate(neuron, input));
    const auto table = eval("cv --format table", "name," + header + "\nx," + row + "\n");
    CHECK_THAT(table, ContainsSubstring("cv\n"));
}

TEST_CASE("Extreme rows give numbers", "[cli][eval]") {
    const std::string extreme = header + "\n" +
                                "-5,0.001,0,0.015,0.02,0.002\n"
                                "1e5,1e-12,0,0.015,0.02,0\n"
                                "0.01,0,0,0.015,0.02,0.002\n";
    for (const char* formula : {"rate", "derivatives", "cv"}) {
        CAPTURE(formula);
        const auto out = eval(formula, extreme);
        CHECK(lines(out).size() == 4);
        CHECK(out.find("nan") == std::string::npos);
        CHECK(out.find("inf") == std::string::npos);
    }
}

TEST_CASE("siegert eval names row and column of what it rejects", "[cli][eval][error]") {
    struct Case {
        std::string table;
        std::string message;
    };
    const std::vector<Case> cases{
        {"", "standard input: expected a header"},
        {"# only\n", "expected a header"},
        {"mu,sigma,V_0,V_th,tau_m\n", "the header has no column tau_r"},
        {"mu,sigma,V_th,tau_m,tau_r\n", "the header has no column V_0 or V_0_rel"},
        {header + ",mu\n", "columns mu and mu both give mu"},
        {header + ",V_th_rel\n", "columns V_th and V_th_rel both give V_th"},
        {header + "\n# c\n" + row + "\n" + row + ",1\n",
         "standard input:4: row 2: number of fields must be that of the header, 6, got 7"},
        {header + "\n0.012,few,0.001,0.015,0.02,0.002\n",
         "standard input:2: row 1: column sigma: expected a finite number, found 'few'"},
        {header + "\n0.012,,0.001,0.015,0.02,0.002\n", "column sigma: expected a finite number"},
        {header + "\n0.012,nan,0.001,0.015,0.02,0.002\n", "column sigma"},
        {header + "\n0.012,0.004 V,0.001,0.015,0.02,0.002\n", "column sigma"},
        {header + "\n0.012,-0.004,0.001,0.015,0.02,0.002\n",
         "row 1: sigma must be finite and not negative, got -0.004"},
        {header + "\n0.012,0.004,0.015,0.015,0.02,0.002\n", "row 1: V_0 must lie below V_th"},
        {header + "\n0.012,0.004,0.001,0.015,0,0.002\n", "row 1: tau_m must be positive"},
        {header + ",tau_s\n" + row + ",-1\n", "row 1: tau_s must be"},
        {header + ",note\n" + row + ",\"open\n", "standard input:2: a quoted field is not closed"},
    };
    for (const auto& [table, message] : cases) {
        CAPTURE(table);
        const auto run = tests::run_siegert("eval rate", table);
        CHECK(run.exit_code == 2);
        CHECK(is_one_line(run.err));
        CHECK_THAT(run.err, ContainsSubstring(message));
    }
}
