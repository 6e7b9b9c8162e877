#include "cli/simulate_report.hpp"

#include "cli/output.hpp"

#include <siegert/simulation/cost_estimate.hpp>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>
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

namespace {

/// A number of an estimate: its key, unit, and how many of that unit people see it in.
struct Price {
    const char* key;
    const char* unit;
    double value;
    const char* table_unit;
    double table_scale;
};

std::vector<Price> prices_of(const CostEstimate& cost) {
    constexpr double giga = 1e-9;
    return {{"memory_needed", "byte", cost.memory_needed, "GB", giga},
            {"memory_available", "byte", cost.memory_available, "GB", giga},
            {"build_time", "s", cost.build_seconds, "seconds", 1.0},
            {"run_time", "s", cost.run_seconds, "seconds", 1.0},
            {"real_time_factor", "", cost.real_time_factor, "", 1.0}};
}

Output output_of(const CostEstimate& cost, const Network& network, const SimulateOptions& options) {
    const SimulationOptions& settings = options.settings;
    Output output{
        .notes = {network_note(
                      network, options,
                      {.neurons = static_cast<std::uint64_t>(std::llround(cost.neurons)),
                       .synapses = static_cast<std::uint64_t>(std::llround(cost.synapses))}) +
                      fmt::format(", {:g} s after {:g} s, {} threads", settings.duration,
                                  settings.warmup, settings.threads),
                  (cost.scale < 1.0
                       ? fmt::format("estimated from a piece of scale {:.3g}", cost.scale)
                       : "estimated from a short simulation") +
                      fmt::format(" that fires at {:.3g} Hz", fmt::join(cost.rates, ", "))},
        .columns = {},
        .json = {{"label", network.label}, {"neurons", cost.neurons}, {"synapses", cost.synapses}}};
    for (const auto& [key, unit, value, table_unit, table_scale] : prices_of(cost)) {
        output.columns.push_back({.name = key,
                                  .unit = unit,
                                  .cells = std::vector<double>{value},
                                  .table_unit = table_unit,
                                  .table_scale = table_scale});
        output.json[key] = quantity(value, unit);
    }
    output.json["firing_rates"] = quantity(cost.rates, "Hz");
    output.json["scale"] = cost.scale;
    return output;
}

}  // namespace

ExitCode estimate_and_print(const Network& network, const SimulateOptions& options, bool speaks) {
    const CostEstimate cost = estimate_cost(network, options.settings);
    if (speaks) print(output_of(cost, network, options), options.format, std::cout);
    return ExitCode::done;
}

ExitCode stopped_while_wiring(bool speaks) {
    if (speaks) std::cerr << "stopped while the network was being wired\n";
    return ExitCode::answer_is_no;
}

}  // namespace siegert::cli
