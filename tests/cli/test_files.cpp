#include "catch.hpp"
#include "cli/run.hpp"

#include <siegert/io/results_file.hpp>
#include <siegert/io/spike_file.hpp>

#include <filesystem>

using namespace siegert;
using siegert::tests::is_one_line;
using siegert::tests::network_yaml;
using siegert::tests::read_file;
using siegert::tests::replaced;
using siegert::tests::run_siegert;
using siegert::tests::TemporaryDirectory;
namespace fs = std::filesystem;

namespace {

/// A network of two files, under several names.
struct Files {
    TemporaryDirectory directory;
    std::string net = directory.file(
        "net.yaml", replaced(network_yaml(), "[[400, 100], [400, 100]]", "{file: K.csv}"));
    std::string K = directory.file("K.csv", "400,100\n400,100\n");
    std::string analysis = directory.file("analysis.yaml", "omegas: {val: [1, 2], unit: Hz}\n");

    Files() {
        fs::create_symlink(net, directory.path("link.yaml"));
        fs::create_hard_link(net, directory.path("hard.yaml"));
        fs::create_symlink(K, directory.path("link.csv"));
        fs::create_directory(directory.path("folder"));
    }
};

}  // namespace

TEST_CASE("Nothing is written over what the command reads", "[cli][files]") {
    const Files files;
    const auto& directory = files.directory;
    const std::string net_before = read_file(files.net);
    const std::string K_before = read_file(files.K);
    const auto complains = [&](const std::string& arguments, const std::string& output) {
        const std::string quoted = " '" + output + "'";
        CAPTURE(arguments, output);
        const auto run = run_siegert(arguments + quoted);
        CHECK(run.exit_code == 2);
        CHECK(run.out.empty());
        CHECK(is_one_line(run.err));
        CHECK_THAT(run.err, ContainsSubstring("must not be the file of"));
        CHECK(read_file(files.net) == net_before);
        CHECK(read_file(files.K) == K_before);
    };
    const std::string few = " " + files.net + " --frequencies 1,2 ";
    const std::string brief = " " + files.net + " --duration '5 ms' --warmup '1 ms' ";
    for (const std::string& name :
         {files.net, directory.path("link.yaml"), directory.path("hard.yaml"),
          directory.path("folder/../net.yaml"), files.K, directory.path("link.csv")}) {
        for (const char* command : {"transfer", "spectra", "sensitivity", "analyze"}) {
            complains(command + few + "--save", name);
        }
        complains("analyze" + few + "--report", name);
        complains("scan" + few + "--vary nu_ext='5,6 Hz' --save", name);
        complains("scan" + few + "--vary nu_ext='5,6 Hz' --resume --save", name);
        complains("simulate" + brief + "--save", name);
        complains("simulate" + brief + "--checkpoint", name);
        complains("crosscheck " + files.net + " --duration '1 s' --report", name);
    }
    complains("spectra " + files.net + " --analysis " + files.analysis + " --save", files.analysis);
}

TEST_CASE("Two outputs of a command are two files", "[cli][files]") {
    const Files files;
    const auto out = files.directory.path("out");
    for (const std::string& arguments :
         {"analyze " + files.net + " --frequencies 1,2 --save " + out + " --report " + out,
          "simulate " + files.net + " --duration '5 ms' --save " + out + " --checkpoint " +
              files.directory.path("folder/../out")}) {
        CAPTURE(arguments);
        const auto run = run_siegert(arguments);
        CHECK(run.exit_code == 2);
        CHECK_THAT(run.err, ContainsSubstring("must not be the file of --save"));
        CHECK_FALSE(fs::exists(out));
    }
}

TEST_CASE("A checkpoint that a simulation begins with is kept", "[cli][files]") {
    const Files files;
    const auto state = files.directory.path("state.h5");
    const std::string simulate =
        "simulate " + files.net + " --duration '5 ms' --warmup '1 ms' --threads 1";
    REQUIRE(run_siegert(simulate + " --checkpoint " + state).exit_code == 0);
    const auto before = read_file(state);
    for (const char* option : {" --checkpoint ", " --save "}) {
        const auto run = run_siegert(simulate + " --resume " + state + option + state);
        CHECK(run.exit_code == 2);
        CHECK_THAT(run.err, ContainsSubstring("must not be the file of --resume"));
        CHECK((read_file(state) == before));
    }
}

TEST_CASE("A file that cannot be written is noticed before any work", "[cli][files]") {
    const Files files;
    const auto& directory = files.directory;
    for (const std::string& output :
         {directory.path("no/out"), directory.path("folder"), std::string("/dev/full")}) {
        for (const std::string& arguments :
             {"simulate " + files.net + " --duration '1e9 s' --checkpoint ",
              "simulate " + files.net + " --duration '1e9 s' --save ",
              "crosscheck " + files.net + " --duration '1e9 s' --report ",
              "analyze " + files.net + " --report ", "transfer " + files.net + " --save "}) {
            CAPTURE(arguments, output);
            const auto run = run_siegert(arguments + output);
            CHECK(run.exit_code == 3);
            CHECK(is_one_line(run.err));
            CHECK_THAT(run.err, ContainsSubstring("cannot write " + output));
        }
    }
}

TEST_CASE("Populations whose names differ only in a slash keep their spikes", "[cli][files]") {
    const TemporaryDirectory directory;
    const auto net =
        directory.file("net.yaml", replaced(network_yaml(), "[E, I]", "['a/b', 'a|b']"));
    const auto path = directory.path("spikes.h5");
    REQUIRE(run_siegert("simulate " + net +
                        " --duration '100 ms' --warmup '10 ms' --statistics --save " + path)
                .exit_code == 0);
    const auto recorded = read_spike_file(path).spikes;
    CHECK(recorded.populations == std::vector<std::string>{"a/b", "a|b"});
    CHECK(recorded.spikes[0].times.size() > 2 * recorded.spikes[1].times.size());

    const auto scan = directory.path("scan.h5");
    const std::string vary = " --vary 'J[a/b,a|b]=-0.5,-0.6 mV' --frequencies 1:100:9 --save ";
    REQUIRE(run_siegert("scan " + net + vary + scan).exit_code == 0);
    CHECK(read_results(scan).results.groups.at("parameters").datasets.contains("J[a/b,a|b]"));
    CHECK(run_siegert("scan " + net + vary + scan + " --resume").exit_code == 0);
}
