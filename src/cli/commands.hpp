#pragma once

#include <CLI/CLI.hpp>

#include <string>

/// One function for each command: it declares the command's options and what runs when it is given.
/// A command reports trouble by throwing (`run_command_line` turns exceptions into exit codes) or,
/// where the answer is no, by ExitCode.
namespace siegert::cli {

/// Meaning of the exit status of every command.
enum class ExitCode : int {
    done = 0,
    answer_is_no = 1,  ///< not converged, or a cross-check failed
    bad_input = 2,
    cannot_read_or_write = 3,
};

/// `siegert rates`, `transfer`, `spectra`, ...: every question of `questions::all_questions()`.
/// `command_line` is printed at the foot of reports.
void add_question_commands(CLI::App& app, const std::string& command_line);

/// `siegert scan`: the working point on a grid of parameters. Sets `status`.
void add_scan_command(CLI::App& app, ExitCode& status);

/// `siegert eval`: the formulas for one neuron, row by row.
void add_eval_command(CLI::App& app);

/// `siegert simulate`: a direct simulation of a network.
void add_simulate_command(CLI::App& app, ExitCode& status);

/// `siegert statistics`: of spikes in a file.
void add_statistics_command(CLI::App& app);

/// `siegert explore`: a page in the browser. Only where SIEGERT_WITH_EXPLORER is defined.
void add_explore_command(CLI::App& app);

/// `siegert crosscheck`: theory beside simulation. `command_line` is printed at the foot of
/// reports. Sets `status`.
void add_crosscheck_command(CLI::App& app, const std::string& command_line, ExitCode& status);

/// `siegert convert`: a network in the formats of other programs.
void add_convert_command(CLI::App& app);

}  // namespace siegert::cli
