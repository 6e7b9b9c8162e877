#pragma once

#include "cli/output.hpp"

#include <siegert/crosscheck/crosscheck.hpp>

#include <string>
#include <vector>

namespace siegert::cli {

/// A cross-check as it is printed: a row for each comparison. `notes` say what was compared;
/// `spikes_file` was simulated by something else, unless it is empty.
[[nodiscard]] Output crosscheck_output(const crosscheck::Crosscheck& result, const Network& network,
                                       const std::string& label,
                                       const crosscheck::CrosscheckOptions& options,
                                       const std::vector<std::string>& notes,
                                       const std::string& spikes_file);

}  // namespace siegert::cli
