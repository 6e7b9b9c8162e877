#include "cli/commands.hpp"
#include "cli/output.hpp"

#include <siegert/error.hpp>
#include <siegert/version.hpp>

#include <algorithm>
#include <csignal>
#include <iostream>
#include <string>

namespace {

using siegert::cli::ExitCode;

// One line, whatever the message contains.
int fail(ExitCode code, std::string message) {
    std::replace(message.begin(), message.end(), '\n', ' ');
    std::cerr << "siegert: " << message << '\n';
    return static_cast<int>(code);
}

int fail_to_parse(const CLI::App& app, const CLI::ParseError& error) {
    const bool asked_for_help = error.get_exit_code() == static_cast<int>(CLI::ExitCodes::Success);
    if (!asked_for_help) {
        const auto unknown = app.remaining();
        const bool no_such_command = app.get_subcommands().empty() && !unknown.empty();
        if (no_such_command) {
            return fail(ExitCode::bad_input,
                        "no command or option '" + unknown.front() + "' (see siegert --help)");
        }
        return fail(ExitCode::bad_input, std::string(error.what()) + " (see siegert --help)");
    }
    app.exit(error);
    siegert::cli::flush_or_throw(std::cout);
    return static_cast<int>(ExitCode::done);
}

// As it can be typed again: arguments with spaces in quotes.
std::string command_line(int argc, char** argv) {
    std::string line = "siegert";
    for (int i = 1; i < argc; ++i) {
        const std::string argument = argv[i];
        const bool is_plain = argument.find_first_of(" \"'$&|;<>()*?") == std::string::npos;
        line += is_plain ? " " + argument : " '" + argument + "'";
    }
    return line;
}

int run(int argc, char** argv) {
    CLI::App app{"Mean-field analysis of networks of leaky integrate-and-fire neurons"};
    app.name("siegert");
    app.set_version_flag("--version", std::string("siegert ") + siegert::version);
    app.require_subcommand(1);
    app.footer(
        "Example:\n  siegert rates examples/networks/microcircuit.yaml\n\n"
        "Exit codes: 0 done, 1 the answer is no (not converged, check failed), 2 bad input,\n"
        "3 cannot read or write. Each command explains itself: siegert rates --help");

    auto status = ExitCode::done;
    siegert::cli::add_rates_command(app, status);
    siegert::cli::add_transfer_command(app);
    siegert::cli::add_spectra_command(app);
    siegert::cli::add_sensitivity_command(app);
    siegert::cli::add_analyze_command(app, command_line(argc, argv));
    siegert::cli::add_scan_command(app, status);
    siegert::cli::add_eval_command(app);
    siegert::cli::add_simulate_command(app, status);
    siegert::cli::add_crosscheck_command(app, command_line(argc, argv), status);
    try {
        app.parse(argc, argv);
    } catch (const CLI::ParseError& error) {
        return fail_to_parse(app, error);
    }
    return static_cast<int>(status);
}

}  // namespace

int main(int argc, char** argv) {
    std::ios::sync_with_stdio(false);
#ifdef SIGPIPE
    std::signal(SIGPIPE, SIG_IGN);  // a closed pipe is reported as an error of writing
#endif
    try {
        return run(argc, argv);
    } catch (const siegert::AccuracyNotReached& error) {
        return fail(ExitCode::answer_is_no, error.what());
    } catch (const siegert::FileError& error) {
        return fail(ExitCode::cannot_read_or_write, error.what());
    } catch (const std::exception& error) {
        return fail(ExitCode::bad_input, error.what());
    }
}
