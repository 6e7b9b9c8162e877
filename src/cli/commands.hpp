#pragma once

#include <CLI/CLI.hpp>

/// One function for each command: it declares the command's options and what runs when it is given.
/// A command reports trouble by throwing (main turns exceptions into exit codes) or, where the
/// answer is no, by ExitCode.
namespace siegert::cli {

/// Meaning of the exit status of every command.
enum class ExitCode : int {
    done = 0,
    answer_is_no = 1,  ///< not converged, or a cross-check failed
    bad_input = 2,
    cannot_read_or_write = 3,
};

}  // namespace siegert::cli
