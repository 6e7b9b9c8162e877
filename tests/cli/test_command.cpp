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
    for (const char* command : {"rates", "transfer", "spectra", "sensitivity", "analyze", "eval"}) {
        CHECK_THAT(help.out, ContainsSubstring(command));
    }
    for (const char* command : {"rates", "transfer", "spectra", "sensitivity", "analyze", "eval",
                                "eval rate", "eval derivatives", "eval cv", "eval transfer"}) {
        CAPTURE(command);
        const auto own = run_siegert(std::string(command) + " --help");
        CHECK(own.exit_code == 0);
        CHECK_THAT(own.out, ContainsSubstring("Example:\n  siegert "));
    }
}

TEST_CASE("Every command takes the common options", "[cli]") {
    for (const char* command : {"rates", "transfer", "spectra", "sensitivity", "analyze",
                                "eval rate", "eval derivatives", "eval cv", "eval transfer"}) {
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
          Case{"rate", "did you mean 'rates'?"}, Case{"eval rates", "did you mean 'rate'?"},
          Case{"eval rates", "(see siegert eval --help)"},
          Case{"spectra net.yaml --frequency 1", "did you mean '--frequencies'?"},
          Case{"rates net.yaml more.yaml", "one argument too many: 'more.yaml'"},
          Case{"rates", "NET.yaml is required"},
          Case{"rates net.yaml --format xml",
               "--format: expected 'table', 'json' or 'csv', found 'xml'"},
          Case{"rates net.yaml --method boundary", "'galerkin' or 'effective', found 'boundary'"},
          Case{"rates net.yaml --method exakt", "did you mean 'exact'?"},
          Case{"rates net.yaml --frobnicate", "--frobnicate"},
          Case{"rates net.yaml --max-iterations many", "--max-iterations"},
          Case{"rates net.yaml --starts 5", "--starts requires --all-fixed-points"},
          Case{"rates net.yaml --start zero --all-fixed-points", "excludes"}}) {
        CAPTURE(arguments);
        const auto run = run_siegert(arguments);
        CHECK(run.exit_code == 2);
        CHECK(run.out.empty());
        CHECK(is_one_line(run.err));
        CHECK_THAT(run.err, ContainsSubstring(message));
    }
}

TEST_CASE("What cannot be read as frequencies or rates is answered by what can", "[cli][error]") {
    const TemporaryDirectory directory;
    const auto net = directory.file("net.yaml", siegert::tests::network_yaml());
    for (const std::string text : {"1-10", "1:10", "'1 Hz:10 Hz:1 Hz'", "abc", ":"}) {
        const auto run = run_siegert("spectra " + net + " --frequencies " + text);
        CHECK(run.exit_code == 2);
        CHECK_THAT(run.err, ContainsSubstring("--frequencies: expected start:stop:step, as in 1:"));
    }
    const auto run = run_siegert("rates " + net + " --start fast");
    CHECK(run.exit_code == 2);
    CHECK_THAT(run.err, ContainsSubstring("(or 'zero' or 'random'; rates as in \"5 Hz\""));
}

TEST_CASE("What is empty, negative or not a number is no wish for a default", "[cli][error]") {
    const TemporaryDirectory directory;
    const auto net = directory.file("net.yaml", siegert::tests::network_yaml());
    const std::string crosscheck = " --duration '2 s' --replicates 2";
    for (const std::string& arguments : {"rates " + net + " --start ''",
                                         "rates " + net + " --format ''",
                                         "rates " + net + " --seed -1",
                                         "rates " + net + " --seed nan",
                                         "rates " + net + " --seed 1.5",
                                         "rates " + net + " --max-iterations -1",
                                         "rates " + net + " --max-iterations ''",
                                         "rates " + net + " --all-fixed-points --starts -1",
                                         "spectra " + net + " --frequencies ''",
                                         "spectra " + net + " --frequencies nan",
                                         "spectra " + net + " --analysis ''",
                                         "spectra " + net + " --save ''",
                                         "spectra " + net + " --seed -1",
                                         "spectra " + net + " --threads -1",
                                         "analyze " + net + " --report ''",
                                         "sensitivity " + net + " --frequency ''",
                                         "sensitivity " + net + " --frequency 'nan Hz'",
                                         "sensitivity " + net + " --frequency '-5 Hz'",
                                         "sensitivity " + net + " --modes -1",
                                         "scan " + net + " --vary ''",
                                         "scan " + net + " --vary nu_ext='5,6 Hz' --save ''",
                                         "simulate " + net + " --duration ''",
                                         "simulate " + net + " --duration '10 ms' --seed -1",
                                         "simulate " + net + " --duration '10 ms' --warmup ''",
                                         "simulate " + net + " --duration '10 ms' --record -5",
                                         "simulate " + net + " --duration '10 ms' --threads -5",
                                         "simulate " + net + " --duration '10 ms' --scale nan",
                                         "simulate " + net + " --duration '10 ms' --checkpoint ''",
                                         "simulate " + net + " --duration '10 ms' --resume ''",
                                         "crosscheck " + net + crosscheck + " --seed -3",
                                         "crosscheck " + net + crosscheck + " --threads -1",
                                         "crosscheck " + net + crosscheck + " --family-error nan",
                                         "crosscheck " + net + crosscheck + " --report ''",
                                         "crosscheck " + net + crosscheck + " --quantities ''",
                                         std::string("rates ''")}) {
        CAPTURE(arguments);
        const auto run = run_siegert(arguments);
        CHECK(run.exit_code == 2);
        CHECK(run.out.empty());
        CHECK(is_one_line(run.err));
    }
}

TEST_CASE("Output that cannot be written is an error of its own", "[cli][error]") {
    const TemporaryDirectory directory;
    const auto net = directory.file("net.yaml", siegert::tests::network_yaml());
    const std::string err = directory.path("err");
    const std::string command = std::string("'") + SIEGERT_COMMAND + "' ";
    const auto status_of = [&err](const std::string& script) {
        const int status = std::system(("{ " + script + "; } 2>" + err).c_str());
        return WEXITSTATUS(status);
    };
    if (std::filesystem::exists("/dev/full")) {
        CHECK(status_of(command + "rates " + net + " >/dev/full") == 3);
        CHECK_THAT(siegert::tests::read_file(err), ContainsSubstring("No space left"));
        CHECK(status_of(command + "--help >/dev/full") == 3);
    }
    // A reader that has gone: what counts is the status of the first command of the pipe.
    const auto status = directory.path("status");
    (void)status_of("{ sleep 0.2; " + command + "rates " + net + "; echo $? >" + status +
                    "; } | true");
    CHECK(siegert::tests::read_file(status) == "3\n");
    CHECK(is_one_line(siegert::tests::read_file(err)));
}
