#include "cli/simulate_trials.hpp"

#include "cli/results.hpp"
#include "cli/simulate_report.hpp"
#include "cli/simulation_watch.hpp"

#include <siegert/io/results_file.hpp>
#include <siegert/simulation/trials.hpp>

#include <fmt/format.h>

#include <functional>
#include <iostream>
#include <utility>

namespace siegert::cli {
namespace {

constexpr Index bins_in_table = 50;

ResultsTree results_of(const TrialRates& found) {
    ResultsTree results;
    results.datasets["times"] = dataset(found.times, "s");
    results.datasets["firing_rates"] = dataset(found.rates, "Hz");
    results.datasets["firing_rates_error"] = dataset(found.rates_error, "Hz");
    results.datasets["trials"] = dataset(static_cast<std::int64_t>(found.trials));
    return results;
}

// `rows` of the bins, from the first to the last.
std::vector<Column> columns_of(const TrialRates& found, const Network& network, Index rows) {
    const Index bins = found.rates.rows();
    const auto column = [&](const auto& value_at) {
        std::vector<double> values;
        for (Index r = 0; r < rows; ++r) {
            values.push_back(value_at(rows == 1 ? 0 : r * (bins - 1) / (rows - 1)));
        }
        return values;
    };
    std::vector<Column> columns{
        {"time", "s", column([&](Index k) { return found.times[static_cast<std::size_t>(k)]; })}};
    for (std::size_t p = 0; p < network.populations.size(); ++p) {
        const auto i = static_cast<Index>(p);
        const std::string& name = network.populations[p];
        columns.push_back({name, "Hz", column([&](Index k) { return found.rates(k, i); })});
        columns.push_back(
            {name + "_error", "Hz", column([&](Index k) { return found.rates_error(k, i); })});
    }
    return columns;
}

Output output_of(const TrialRates& found, const Network& network, const SimulateOptions& options) {
    const SimulationOptions& settings = options.settings;
    const Index bins = found.rates.rows();
    const bool some = options.format == Format::table && bins > bins_in_table;
    Output output{
        .notes = {network_note(network, options, found.cost) +
                      fmt::format(", {} trials of {:g} s after {:g} s, step {:g} ms, seed {}",
                                  found.trials, settings.duration, settings.warmup,
                                  1e3 * settings.dt, settings.seed),
                  cost_note(found.cost)},
        .columns = columns_of(found, network, some ? bins_in_table : bins),
        .json = {{"label", network.label},
                 {"populations", network.populations},
                 {"trials", found.trials},
                 {"warmup", quantity(settings.warmup, "s")},
                 {"duration", quantity(settings.duration, "s")},
                 {"rate_bin", quantity(settings.record.rate_bin, "s")},
                 {"dt", quantity(settings.dt, "s")},
                 {"seed", settings.seed},
                 {"scale", settings.scale},
                 {"complete", found.complete},
                 {"grid_fit", rounding_json(found.grid_fit)},
                 {"cost", cost_json(found.cost)}},
        .tables = {},
        .columns_title = fmt::format(
            "Rates in bins of {:g} ms, by the time since the trial began at which a bin ends{}",
            1e3 * settings.record.rate_bin,
            some ? fmt::format(", {} of {}; --format csv prints all", bins_in_table, bins) : "")};
    for (std::string& note : rounding_notes(found.grid_fit, settings.dt)) {
        output.notes.push_back(std::move(note));
    }
    if (!found.complete) output.notes.emplace_back("stopped before the last trial");
    if (!options.save.empty()) output.notes.push_back("rates written to " + options.save);
    if (options.format == Format::json) add_results(output.json, results_of(found));
    return output;
}

}  // namespace

ExitCode simulate_trials(const Network& network, const SimulateOptions& options, bool speaks) {
    const SimulationOptions& settings = options.settings;
    SimulationWatch watch(
        speaks, static_cast<double>(options.trials) * (settings.warmup + settings.duration));
    SimulationOptions watched = settings;
    watched.progress = std::ref(watch);
    const TrialRates found = siegert::simulate_trials(network, watched, options.trials);
    if (found.trials < 2) {
        if (speaks) std::cerr << "stopped before two trials were over\n";
        return ExitCode::answer_is_no;
    }
    if (!speaks) return ExitCode::done;
    if (!options.save.empty()) {
        write_results(
            {.network = network, .analysis = {}, .results = results_of(found), .version = {}},
            options.save);
    }
    print(output_of(found, network, options), options.format, std::cout);
    return ExitCode::done;
}

}  // namespace siegert::cli
