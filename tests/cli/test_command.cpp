#include "catch.hpp"
#include "cli/run.hpp"

#include <siegert/version.hpp>

using siegert::tests::is_one_line;
using siegert::tests::run_siegert;
using siegert::tests::TemporaryDirectory;

TEST_CASE("Help names every command, and each command shows an example", "[cli]") {
    const auto help = run_siegert("--help");
    CHECK(help.exit_code == 0);
    CHECK(help.err.empty());
    for (const char* command : {"rates", "eval"}) CHECK_THAT(help.out, ContainsSubstring(command));
    for (const char* command : {"rates", "eval", "eval rate", "eval derivatives", "eval cv"}) {
        CAPTURE(command);
        const auto own = run_siegert(std::string(command) + " --help");
        CHECK(own.exit_code == 0);
        CHECK_THAT(own.out, ContainsSubstring("Example:\n  siegert "));
    }
}

TEST_CASE("Every command takes the common options", "[cli]") {
    for (const char* command : {"rates", "eval rate", "eval derivatives", "eval cv"}) {
        CAPTURE(command);
        const auto help = run_siegert(std::string(command) + " --help").out;
        CHECK_THAT(help, ContainsSubstring("--format"));
        CHECK_THAT(help, ContainsSubstring("--convention"));
    }
}

TEST_CASE("The version is that of the project", "[cli]") {
    const auto version = run_siegert("--version");
    CHECK(version.exit_code == 0);
    CHECK(version.out == std::string("siegert ") + siegert::version + "\n");
}

TEST_CASE("A command line that makes no sense is bad input, said in one line", "[cli][error]") {
    struct Case {
        const char* arguments;
        const char* message;
    };
    for (const auto& [arguments, message] :
         {Case{"", "A subcommand is required"}, Case{"rate", "no command or option 'rate'"},
          Case{"--frobnicate", "no command or option '--frobnicate'"},
          Case{"rates", "NET.yaml is required"},
          Case{"rates net.yaml --format xml", "--format: xml not in {table,json,csv}"},
          Case{"rates net.yaml --method exact", "--method: exact not in {shift,taylor}"},
          Case{"rates net.yaml --frobnicate", "--frobnicate"},
          Case{"rates net.yaml --max-iterations many", "--max-iterations"}}) {
        CAPTURE(arguments);
        const auto run = run_siegert(arguments);
        CHECK(run.exit_code == 2);
        CHECK(run.out.empty());
        CHECK(is_one_line(run.err));
        CHECK_THAT(run.err, ContainsSubstring(message));
    }
}

TEST_CASE("Output that cannot be written is an error of its own", "[cli][error]") {
    const TemporaryDirectory directory;
    const auto net = directory.file("net.yaml", siegert::tests::network_yaml());
    // The redirection here comes before the one of run_siegert, which then applies to a group.
    const auto into = [](const std::string& arguments, const std::string& sink) {
        const std::string inner = std::string("'") + SIEGERT_COMMAND + "' " + arguments + sink;
        return inner;
    };
    const auto run = [&](const std::string& script) {
        const int status = std::system(("{ " + script + "; } 2>" + directory.path("err")).c_str());
        return WEXITSTATUS(status);
    };
    if (std::filesystem::exists("/dev/full")) {
        CHECK(run(into("rates " + net, " >/dev/full")) == 3);
        CHECK_THAT(siegert::tests::read_file(directory.path("err")),
                   ContainsSubstring("No space left"));
        CHECK(run(into("--help", " >/dev/full")) == 3);
    }
    // A reader that has gone: the status of the first command in the pipe.
    const auto status = directory.path("status");
    run("{ sleep 0.2; " + into("rates " + net, "") + "; echo $? >" + status + "; } | true");
    CHECK(siegert::tests::read_file(status) == "3\n");
    CHECK(is_one_line(siegert::tests::read_file(directory.path("err"))));
}
