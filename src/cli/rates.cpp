#include "cli/commands.hpp"
#include "cli/network_output.hpp"
#include "cli/options.hpp"
#include "cli/start.hpp"

#include <siegert/theory/fixed_points.hpp>
#include <siegert/theory/working_point.hpp>

#include <fmt/format.h>

#include <iostream>
#include <memory>

namespace siegert::cli {
namespace {

using Json = nlohmann::ordered_json;
using theory::WorkingPoint;

struct RatesOptions {
    CommonOptions common;
    NetworkOptions network;
    bool all_fixed_points = false;
    std::string start = "zero";
    std::uint64_t seed = 1;
    int max_iterations = theory::WorkingPointOptions{}.max_iterations;
    int starts = theory::FixedPointsOptions{}.starts;
};

ExitCode print_working_point(const LoadedNetwork& loaded, const RatesOptions& options) {
    const Network& network = loaded.network;
    const auto point = theory::working_point(
        network, {.method = options.network.method,
                  .start = starting_rates(network, options.start, options.seed),
                  .max_iterations = options.max_iterations});
    Output output{.notes = network_notes(loaded, options.network),
                  .columns = state_columns(network, {&point}),
                  .json = network_json(loaded, options.network)};
    output.notes.push_back(solution_note(point));
    for (auto& note : validity_notes(point.validity)) output.notes.push_back(std::move(note));
    add_state(output.json, point);
    output.json["validity"] = validity_json(point.validity);
    print(output, options.common.format, std::cout);
    theory::require_converged(point);
    return ExitCode::done;
}

ExitCode print_fixed_points(const LoadedNetwork& loaded, const RatesOptions& options) {
    const Network& network = loaded.network;
    const auto found = theory::fixed_points(
        network,
        {.method = options.network.method, .starts = options.starts, .seed = options.seed});
    Output output{.notes = network_notes(loaded, options.network),
                  .columns = {},
                  .json = network_json(loaded, options.network)};
    output.notes.push_back(
        fmt::format("{} fixed points from {} starts; their indices add up to {}{}",
                    found.points.size(), found.starts, found.index_sum,
                    found.index_sum == 1 ? "" : ", not to 1: at least one is missing"));
    output.json["index_sum"] = found.index_sum;
    output.json["starts"] = found.starts;
    Json& list = output.json["fixed_points"] = Json::array();

    std::vector<const WorkingPoint*> states;
    std::vector<double> numbers;
    std::vector<std::string> stability;
    for (const auto& point : found.points) {
        const auto number = states.size() + 1;
        states.push_back(&point.working_point);
        numbers.insert(numbers.end(), network.populations.size(), static_cast<double>(number));
        stability.insert(stability.end(), network.populations.size(),
                         point.stable ? "stable" : "unstable");
        output.notes.push_back(fmt::format(
            "fixed point {}: {}, growth rate {:.4g}, residual {:.2g} Hz", number,
            point.stable ? "stable" : "unstable", point.growth_rate, point.working_point.residual));
        Json state;
        add_state(state, point.working_point);
        state["stable"] = point.stable;
        state["growth_rate"] = point.growth_rate;
        state["index"] = point.index;
        list.push_back(std::move(state));
    }
    output.columns = state_columns(network, states);
    output.columns.insert(output.columns.begin(),
                          {{"fixed_point", "", numbers}, {"stability", "", stability}});
    const auto checks = theory::validity(network);
    for (auto& note : validity_notes(checks)) output.notes.push_back(std::move(note));
    output.json["validity"] = validity_json(checks);
    print(output, options.common.format, std::cout);
    return found.points.empty() ? ExitCode::answer_is_no : ExitCode::done;
}

}  // namespace

void add_rates_command(CLI::App& app, ExitCode& status) {
    auto* command = app.add_subcommand(
        "rates", "Firing rates and input statistics of a network at its working point");
    auto options = std::make_shared<RatesOptions>();
    add_network_options(*command, options->network);
    add_common_options(*command, options->common);
    auto* all = command->add_flag("--all-fixed-points", options->all_fixed_points,
                                  "search for every self-consistent state, stable or not");
    command
        ->add_option("--start", options->start,
                     "rates to start from: zero (default), random, or as in \"5 Hz\", \"5,3 Hz\"")
        ->type_name("")
        ->excludes(all);
    command->add_option("--max-iterations", options->max_iterations, "of the solver; default 300")
        ->type_name("")
        ->excludes(all);
    command
        ->add_option("--starts", options->starts, "of the search for all fixed points; default 100")
        ->type_name("")
        ->needs(all);
    command->add_option("--seed", options->seed, "of random starts; default 1")->type_name("");
    command->footer(
        "Example:\n"
        "  siegert rates examples/networks/microcircuit.yaml\n"
        "  siegert rates net.yaml --synapse delta --all-fixed-points --format json");
    command->callback([options, &status] {
        const auto loaded = load(options->network);
        status = options->all_fixed_points ? print_fixed_points(loaded, *options)
                                           : print_working_point(loaded, *options);
    });
}

}  // namespace siegert::cli
