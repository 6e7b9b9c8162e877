#include "cli/commands.hpp"
#include "cli/options.hpp"
#include "cli/start.hpp"

#include <siegert/theory/fixed_points.hpp>
#include <siegert/theory/working_point.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <iostream>
#include <memory>

namespace siegert::cli {
namespace {

using Json = nlohmann::ordered_json;
using theory::ValidityCheck;
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

std::string termination_name(theory::Termination termination) {
    switch (termination) {
        case theory::Termination::newton:
            return "newton";
        case theory::Termination::relaxation:
            return "relaxation";
        case theory::Termination::not_converged:
            break;
    }
    return "not_converged";
}

// The lines above every table: what was analysed, and what was taken for granted.
std::vector<std::string> network_notes(const LoadedNetwork& loaded, const RatesOptions& options) {
    const Network& network = loaded.network;
    const bool colored = network.synapse == SynapseType::exponential;
    std::vector<std::string> notes{
        fmt::format("{}: {} populations, {} synapses{}, model {}",
                    network.label.empty() ? options.network.file : network.label,
                    network.populations.size(), to_string(network.synapse),
                    colored ? fmt::format(" (method {})", to_string(options.network.method)) : "",
                    to_string(loaded.model))};
    for (const auto& warning : loaded.warnings) notes.push_back("warning: " + warning);
    return notes;
}

// The population in which an assumption comes closest to failing, or fails most.
const ValidityCheck& worst(const std::vector<ValidityCheck>& checks, const std::string& name) {
    const ValidityCheck* found = nullptr;
    for (const auto& check : checks) {
        if (check.name != name) continue;
        const bool worse = found == nullptr || (check.must_be_large ? check.value < found->value
                                                                    : check.value > found->value);
        if (worse) found = &check;
    }
    return *found;
}

std::vector<std::string> validity_notes(const std::vector<ValidityCheck>& checks) {
    std::vector<std::string> names;
    for (const auto& check : checks) {
        if (std::find(names.begin(), names.end(), check.name) == names.end()) {
            names.push_back(check.name);
        }
    }
    std::vector<std::string> notes;
    for (const auto& name : names) {
        const auto& check = worst(checks, name);
        const auto failing = std::count_if(checks.begin(), checks.end(), [&](const auto& other) {
            return other.name == name && !other.holds;
        });
        notes.push_back(fmt::format(
            "validity: {} {} {:g} {}; {} is {:.4g} (population {})", name,
            check.must_be_large ? ">=" : "<=", check.limit,
            failing == 0 ? std::string("holds") : fmt::format("fails in {} populations", failing),
            check.must_be_large ? "smallest" : "largest", check.value, check.population));
    }
    return notes;
}

Json validity_json(const std::vector<ValidityCheck>& checks) {
    Json list = Json::array();
    for (const auto& check : checks) {
        list.push_back({{"name", check.name},
                        {"population", check.population},
                        {"value", check.value},
                        {"limit", check.limit},
                        {"holds", check.holds},
                        {"assumption", check.assumption}});
    }
    return list;
}

Json network_json(const LoadedNetwork& loaded, const RatesOptions& options) {
    Json json{{"label", loaded.network.label},
              {"model", to_string(loaded.model)},
              {"synapse", to_string(loaded.network.synapse)}};
    if (loaded.network.synapse == SynapseType::exponential) {
        json["method"] = to_string(options.network.method);
    }
    json["populations"] = loaded.network.populations;
    if (!loaded.warnings.empty()) json["warnings"] = loaded.warnings;
    return json;
}

void add_state(Json& json, const WorkingPoint& point) {
    json["firing_rates"] = quantity(point.firing_rates, "Hz");
    json["mean_input"] = quantity(point.mean_input, "V");
    json["std_input"] = quantity(point.std_input, "V");
    json["cvs"] = quantity(point.cvs, "dimensionless");
    json["converged"] = theory::converged(point);
    json["residual"] = quantity(point.residual, "Hz");
    json["iterations"] = point.iterations;
    json["termination"] = termination_name(point.termination);
}

// The columns of one working point, or of several one below the other.
std::vector<Column> state_columns(const Network& network,
                                  const std::vector<const WorkingPoint*>& points) {
    std::vector<std::string> populations;
    std::vector<double> rates, means, deviations, cvs;
    const auto append = [](std::vector<double>& to, const Vector& values) {
        to.insert(to.end(), values.data(), values.data() + values.size());
    };
    for (const auto* point : points) {
        populations.insert(populations.end(), network.populations.begin(),
                           network.populations.end());
        append(rates, point->firing_rates);
        append(means, point->mean_input);
        append(deviations, point->std_input);
        append(cvs, point->cvs);
    }
    return {{"population", "", populations},
            {"firing_rates", "Hz", rates},
            {"mean_input", "V", means, "mV", 1e3},
            {"std_input", "V", deviations, "mV", 1e3},
            {"cvs", "", cvs}};
}

std::string solution_note(const WorkingPoint& point) {
    if (!theory::converged(point)) {
        return fmt::format("NOT CONVERGED: residual {:.2g} Hz after {} iterations", point.residual,
                           point.iterations);
    }
    return fmt::format("working point by {}: {} iterations, residual {:.2g} Hz",
                       termination_name(point.termination), point.iterations, point.residual);
}

ExitCode print_working_point(const LoadedNetwork& loaded, const RatesOptions& options) {
    const Network& network = loaded.network;
    const auto point = theory::working_point(
        network, {.method = options.network.method,
                  .start = starting_rates(network, options.start, options.seed),
                  .max_iterations = options.max_iterations});
    Output output{.notes = network_notes(loaded, options),
                  .columns = state_columns(network, {&point}),
                  .json = network_json(loaded, options)};
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
    Output output{.notes = network_notes(loaded, options),
                  .columns = {},
                  .json = network_json(loaded, options)};
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
