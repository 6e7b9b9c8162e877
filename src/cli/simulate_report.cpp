#include "cli/simulate_report.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iostream>
#include <utility>

namespace siegert::cli {

using Json = nlohmann::ordered_json;

Json cost_json(const SimulationCost& cost) {
    return {{"neurons", cost.neurons},
            {"synapses", cost.synapses},
            {"synapse_memory", quantity(static_cast<double>(cost.synapse_bytes), "byte")},
            {"synaptic_events", cost.synaptic_events},
            {"build_time", quantity(cost.build_seconds, "s")},
            {"run_time", quantity(cost.run_seconds, "s")}};
}

std::vector<std::string> rounding_notes(const GridFit& fit, double dt) {
    constexpr std::size_t most = 5;
    std::vector<std::string> notes;
    for (const RoundedTime& time : fit.rounded) {
        if (notes.size() == most) {
            notes.push_back(fmt::format("and {} more", fit.rounded.size() - most));
            break;
        }
        notes.push_back(time.simulated == 0.0
                            ? fmt::format("{} = {:g} ms is shorter than the step of {:g} ms",
                                          time.parameter, 1e3 * time.value, 1e3 * dt)
                            : fmt::format("{} = {:g} ms is simulated as {:.4g} ms", time.parameter,
                                          1e3 * time.value, 1e3 * time.simulated));
    }
    if (!notes.empty() && fit.dt > 0.0) {
        notes.push_back(fmt::format("a step that fits: --dt \"{:.12g} ms\"", 1e3 * fit.dt));
    }
    return notes;
}

Json rounding_json(const GridFit& fit) {
    Json rounded = Json::array();
    for (const RoundedTime& time : fit.rounded) {
        rounded.push_back({{"parameter", time.parameter},
                           {"value", quantity(time.value, "s")},
                           {"simulated", quantity(time.simulated, "s")}});
    }
    return {{"rounded", std::move(rounded)},
            {"fitting_dt", fit.dt > 0.0 ? quantity(fit.dt, "s") : Json(nullptr)}};
}

std::string network_note(const Network& network, const SimulateOptions& options,
                         const SimulationCost& cost) {
    return fmt::format("{}: {} neurons, {:.4g} synapses",
                       network.label.empty() ? options.network.file : network.label, cost.neurons,
                       static_cast<double>(cost.synapses));
}

std::string cost_note(const SimulationCost& cost) {
    return fmt::format("{:.3g} s of wall time per simulated second, {:.3g} s to wire the network",
                       cost.run_seconds / std::max(cost.simulated_seconds, 1e-300),
                       cost.build_seconds);
}

ExitCode stopped_while_wiring(bool speaks) {
    if (speaks) std::cerr << "stopped while the network was being wired\n";
    return ExitCode::answer_is_no;
}

}  // namespace siegert::cli
