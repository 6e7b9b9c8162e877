#include "cli/command_line.hpp"

#include "cli/commands.hpp"
#include "cli/output.hpp"

#include <siegert/error.hpp>
#include <siegert/version.hpp>

#include "io/parameter_keys.hpp"

#include <algorithm>
#include <iostream>
#include <string>
#include <string_view>
#include <vector>

namespace siegert::cli {
namespace {

// One line, whatever the message contains.
int fail(ExitCode code, std::string message) {
    std::replace(message.begin(), message.end(), '\n', ' ');
    std::cerr << "siegert: " << message << '\n';
    return static_cast<int>(code);
}

// The command that the words before the mistake name.
const CLI::App& innermost(const CLI::App& app) {
    const auto given = app.get_subcommands();
    return given.empty() ? app : innermost(*given.front());
}

// "siegert eval"
std::string full_name(const CLI::App& app) {
    const CLI::App* parent = app.get_parent();
    return parent == nullptr ? app.get_name() : full_name(*parent) + " " + app.get_name();
}

std::string hint(const CLI::App& app, const std::string& unknown) {
    std::vector<std::string> names;
    for (const auto* command : app.get_subcommands({})) names.push_back(command->get_name());
    for (const auto* option : app.get_options()) names.push_back(option->get_name());
    const auto nearest =
        io::nearest(unknown, std::vector<std::string_view>(names.begin(), names.end()));
    return nearest.empty() ? "" : ", did you mean '" + nearest + "'?";
}

int fail_to_parse(const CLI::App& app, const CLI::ParseError& error) {
    const bool asked_for_help = error.get_exit_code() == static_cast<int>(CLI::ExitCodes::Success);
    if (!asked_for_help) {
        const CLI::App& command = innermost(app);
        const auto unknown = command.remaining();
        const bool wants_a_name = command.get_require_subcommand_min() > 0;
        const std::string see = " (see " + full_name(command) + " --help)";
        if (unknown.empty()) return fail(ExitCode::bad_input, error.what() + see);
        const std::string what =
            wants_a_name || unknown.front().starts_with('-')
                ? "no command or option '" + unknown.front() + "'" + hint(command, unknown.front())
                : "one argument too many: '" + unknown.front() + "'";
        return fail(ExitCode::bad_input, what + see);
    }
    app.exit(error);
    flush_or_throw(std::cout);
    return static_cast<int>(ExitCode::done);
}

// What is empty is a variable that a script forgot to set, never a wish for the default; and what
// counts or numbers something has no sign, which conversion to an unsigned integer would lose.
void check_values(CLI::App& app) {
    const CLI::Validator not_empty(
        [](const std::string& text) {
            return std::string(text.empty() ? "must not be empty" : "");
        },
        "");
    const CLI::Validator not_negative(
        [](const std::string& text) {
            return text.starts_with('-') ? "must not be negative, got " + text : std::string();
        },
        "");
    for (CLI::Option* option : app.get_options()) {
        if (option->get_items_expected_max() > 0) option->check(not_empty);
        for (const char* name : {"--seed", "--threads", "--record"}) {
            if (option->check_name(name)) option->check(not_negative);
        }
    }
    for (CLI::App* command : app.get_subcommands({})) check_values(*command);
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
    app.set_version_flag("--version", std::string("siegert ") + version);
    app.require_subcommand(1);
    app.footer(
        "Example:\n  siegert rates examples/networks/microcircuit.yaml\n\n"
        "Exit codes: 0 done, 1 the answer is no (not converged, check failed), 2 bad input,\n"
        "3 cannot read or write. Each command explains itself: siegert rates --help");

    auto status = ExitCode::done;
    add_question_commands(app, command_line(argc, argv));
    add_scan_command(app, status);
    add_eval_command(app);
    add_simulate_command(app, status);
    add_statistics_command(app);
    add_crosscheck_command(app, command_line(argc, argv), status);
#ifdef SIEGERT_WITH_EXPLORER
    add_explore_command(app);
#endif
    add_convert_command(app);
    check_values(app);
    try {
        app.parse(argc, argv);
    } catch (const CLI::ParseError& error) {
        return fail_to_parse(app, error);
    }
    return static_cast<int>(status);
}

}  // namespace

int run_command_line(int argc, char** argv) {
    try {
        return run(argc, argv);
    } catch (const AccuracyNotReached& error) {
        return fail(ExitCode::answer_is_no, error.what());
    } catch (const FileError& error) {
        return fail(ExitCode::cannot_read_or_write, error.what());
    } catch (const std::exception& error) {
        return fail(ExitCode::bad_input, error.what());
    }
}

}  // namespace siegert::cli
