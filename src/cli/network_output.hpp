#pragma once

#include "cli/options.hpp"
#include "cli/output.hpp"

#include <siegert/io/parameter_file.hpp>
#include <siegert/theory/working_point.hpp>

#include <nlohmann/json.hpp>

#include <string>
#include <vector>

/// What every command about a network says of the network and its working point.
namespace siegert::cli {

/// "newton", "relaxation" or "not_converged".
[[nodiscard]] std::string termination_name(theory::Termination termination);

/// The lines above every table: what was analysed, and what was taken for granted.
[[nodiscard]] std::vector<std::string> network_notes(const LoadedNetwork& loaded,
                                                     const NetworkOptions& options);

/// How the working point was found.
[[nodiscard]] std::string solution_note(const theory::WorkingPoint& point);

/// One line for each assumption of the theory.
[[nodiscard]] std::vector<std::string> validity_notes(
    const std::vector<theory::ValidityCheck>& checks);
[[nodiscard]] nlohmann::ordered_json validity_json(
    const std::vector<theory::ValidityCheck>& checks);

/// Label, model, synapses and populations.
[[nodiscard]] nlohmann::ordered_json network_json(const LoadedNetwork& loaded,
                                                  const NetworkOptions& options);

/// Adds rates, input statistics and how they were found.
void add_state(nlohmann::ordered_json& json, const theory::WorkingPoint& point);

/// The columns of one working point, or of several one below the other.
[[nodiscard]] std::vector<Column> state_columns(
    const Network& network, const std::vector<const theory::WorkingPoint*>& points);

}  // namespace siegert::cli
