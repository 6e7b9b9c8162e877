#include "catch.hpp"
#include "cli/delayed_network.hpp"
#include "cli/run.hpp"

#include <nlohmann/json.hpp>

using siegert::tests::delayed_network_yaml;
using siegert::tests::is_one_line;
using siegert::tests::replaced;
using siegert::tests::Run;
using siegert::tests::run_siegert;
using siegert::tests::TemporaryDirectory;

namespace {

nlohmann::json json_of(const std::string& arguments) {
    const Run run = run_siegert(arguments + " --format json");
    INFO(run.err);
    REQUIRE(run.exit_code == 0);
    return nlohmann::json::parse(run.out);
}

// Times in text have 12 digits; what they decide may change the last ones.
void check_same(const nlohmann::json& found, const nlohmann::json& expected) {
    for (const std::string key :
         {"firing_rates", "cvs", "local_variations", "fano_factors", "count_variances"}) {
        for (const std::string& name : {key, key + "_error"}) {
            const std::vector<double> values = found[name]["val"];
            const std::vector<double> wanted = expected[name]["val"];
            REQUIRE(values.size() == wanted.size());
            for (std::size_t p = 0; p < values.size(); ++p) {
                CHECK(values[p] == Approx(wanted[p]).epsilon(1e-8));
            }
        }
    }
}

}  // namespace

TEST_CASE("statistics of spikes in every format are those of the simulation", "[cli][statistics]") {
    const TemporaryDirectory directory;
    const std::string simulate = "simulate " + directory.file("net.yaml", delayed_network_yaml()) +
                                 " --duration '2 s' --warmup '0 s' --seed 5 --statistics ";
    const std::string ranges = " --population E=1:800 --population I=801:1000 --end '2 s'";
    for (const std::string name : {"s.h5", "s.dat", "s.sonata.h5"}) {
        CAPTURE(name);
        const std::string file = directory.path(name);
        const auto expected = json_of(simulate + "--save " + file);
        std::string options;
        if (name == "s.dat") options = ranges;
        if (name == "s.sonata.h5") {
            options = replaced(replaced(ranges, "1:800", "0:799"), "801:1000", "0:199");
        }
        const auto found = json_of("statistics " + file + options);
        CHECK(found["populations"] == expected["populations"]);
        CHECK(found["N"] == expected["N"]);
        CHECK(found["left_out"] == 0);
        check_same(found, expected);
    }
}

TEST_CASE("statistics says what it cannot read and what it leaves out", "[cli][statistics]") {
    const TemporaryDirectory directory;
    const std::string file =
        directory.file("spikes.dat", "# head\nsender\ttime_ms\n3\t10\n4\t700.5\n9\t1500\n");
    const Run some = run_siegert("statistics " + file + " --population E=1:4 --end '1 s'");
    CHECK(some.exit_code == 0);
    CHECK_THAT(some.out, ContainsSubstring("2 spikes from 0 s to 1 s") &&
                             ContainsSubstring("1 spikes of other neurons or times are left out"));
    CHECK_THAT(run_siegert("statistics " + file).out,
               ContainsSubstring("the recording is taken to end with its last spike"));
    const auto complaint = [&](const std::string& arguments, int exit_code) {
        const Run run = run_siegert("statistics " + arguments);
        CHECK(run.exit_code == exit_code);
        CHECK(is_one_line(run.err));
        return run.err;
    };
    CHECK_THAT(complaint(file + " --population E=1", 2), ContainsSubstring("such as E=1:800"));
    CHECK_THAT(complaint(file + " --end '-1 s'", 2), ContainsSubstring("lie after its start"));
    CHECK_THAT(complaint(directory.file("net.yaml", delayed_network_yaml()), 3),
               ContainsSubstring("found '"));
    CHECK_THAT(complaint("no_such_file.dat", 3),
               ContainsSubstring("cannot read no_such_file.dat: No such file"));
}
