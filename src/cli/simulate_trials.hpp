#pragma once

#include "cli/commands.hpp"
#include "cli/simulate_options.hpp"

namespace siegert::cli {

/// `siegert simulate --trials`: rates of the populations after the beginning of a trial, printed
/// and, with `--save`, written to a results file. Only the first of several processes does that.
[[nodiscard]] ExitCode simulate_trials(const Network& network, const SimulateOptions& options,
                                       bool speaks);

}  // namespace siegert::cli
