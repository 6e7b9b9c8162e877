#pragma once

#include "cli/commands.hpp"
#include "cli/simulate_options.hpp"

#include <siegert/simulation/network_simulation.hpp>

#include <nlohmann/json.hpp>

#include <string>
#include <vector>

/// What `siegert simulate` says of every simulation, whatever was recorded.
namespace siegert::cli {

[[nodiscard]] nlohmann::ordered_json cost_json(const SimulationCost& cost);

/// What the grid has changed.
[[nodiscard]] nlohmann::ordered_json rounding_json(const GridFit& fit);

/// The same for people, the first few of them.
[[nodiscard]] std::vector<std::string> rounding_notes(const GridFit& fit, double dt);

/// "name: 1000 neurons, 2e+05 synapses", without an end.
[[nodiscard]] std::string network_note(const Network& network, const SimulateOptions& options,
                                       const SimulationCost& cost);

/// "1.1 s of wall time per simulated second, 3 s to wire the network"
[[nodiscard]] std::string cost_note(const SimulationCost& cost);

/// What a simulation would cost, printed; with `speaks` only.
ExitCode estimate_and_print(const Network& network, const SimulateOptions& options, bool speaks);

/// Says so on the standard error.
ExitCode stopped_while_wiring(bool speaks);

}  // namespace siegert::cli
