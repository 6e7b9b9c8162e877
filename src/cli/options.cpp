#include "cli/options.hpp"

#include "io/parameter_keys.hpp"
#include "lif/names.hpp"
#include "model/enumerators.hpp"

#include <siegert/error.hpp>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <iostream>
#include <string>
#include <vector>

namespace siegert::cli {
namespace {

const std::array formats{
    Named<Format>{Format::table, "table", "for people, with units"},
    Named<Format>{Format::json, "json", "for programs"},
    Named<Format>{Format::csv, "csv", "for spreadsheets"},
};

// How adaptation is treated, as the method that says so. By its distribution is `shift`, which
// unlike `galerkin` is a method of neurons that do not adapt, too.
constexpr std::array adaptations{
    Named<lif::exp::Method>{lif::exp::Method::shift, "galerkin", "by its distribution"},
    Named<lif::exp::Method>{lif::exp::Method::effective, "mean_field", "by its mean"},
};

const std::array models{
    Named<NetworkModel>{NetworkModel::automatic, "automatic", "told from the keys of the file"},
    Named<NetworkModel>{NetworkModel::plain, "plain", "matrices as they are"},
    Named<NetworkModel>{NetworkModel::basic, "basic", "NNMT's Basic"},
    Named<NetworkModel>{NetworkModel::microcircuit, "microcircuit", "NNMT's Microcircuit"},
};

// Declares an option that takes one of the names; `assign` receives the value it stands for.
template <class List, class Assign>
void add_choice(CLI::App& command, const std::string& option, const List& list,
                const std::string& description, Assign assign) {
    std::vector<std::string> choices;
    for (const auto& named : list) choices.emplace_back(named.name);
    command
        .add_option_function<std::string>(
            option,
            [&list, assign](const std::string& text) {
                for (const auto& named : list) {
                    if (named.name == text) assign(named.value);
                }
            },
            description)
        ->check(one_of(choices))
        ->type_name("");
}

}  // namespace

CLI::Validator one_of(const std::vector<std::string>& choices) {
    const auto complaint = [choices](const std::string& text) -> std::string {
        const std::vector<std::string_view> names(choices.begin(), choices.end());
        if (std::ranges::find(names, text) != names.end()) return {};
        const std::string meant = io::nearest(text, names);
        return fmt::format("expected {}, found '{}'{}", schema::alternatives(names), text,
                           meant.empty() ? "" : ", did you mean '" + meant + "'?");
    };
    return {complaint, fmt::format("{{{}}}", fmt::join(choices, ","))};
}

void add_common_options(CLI::App& command, CommonOptions& options) {
    add_choice(command, "--format", formats,
               fmt::format("how to print; default {}", name_in(formats, options.format)),
               [&options](Format format) { options.format = format; });
    add_choice(
        command, "--convention", lif::convention_names,
        fmt::format("linear response: {}; default {}. When: nnmt to reproduce a published number",
                    explained(lif::convention_names), lif::convention_name(options.convention)),
        [&options](lif::Convention convention) { options.convention = convention; });
}

void add_method_option(CLI::App& command, lif::exp::Method& method) {
    add_choice(
        command, "--method", lif::exp::method_names,
        fmt::format(
            "rate and response with exponential synapses: {}; default {}, of conductances "
            "galerkin. When: exact where spectra are to be right or tau_s is not small, shift "
            "where many networks are computed, taylor to reproduce a published number",
            explained(lif::exp::method_names), lif::method_name(method)),
        [&method](lif::exp::Method value) { method = value; });
}

void add_synaptic_filter_option(CLI::App& command, lif::SynapticFilter& filter) {
    add_choice(
        command, "--synaptic-filter", lif::filter_names,
        fmt::format("low-pass of exponential synapses in the transfer function; default {}. When: "
                    "without for the response to a current that is injected, not to spikes",
                    name_in(lif::filter_names, filter)),
        [&filter](lif::SynapticFilter value) { filter = value; });
}

void add_network_options(CLI::App& command, NetworkOptions& options) {
    command.add_option("NET.yaml", options.file, "parameter file of the network")
        ->required()
        ->type_name("");
    const auto& synapses = schema::Enumerators<SynapseType>::names;
    add_choice(command, "--synapse", synapses,
               fmt::format("shape of the synaptic current: {}; default: as in the file",
                           explained(synapses)),
               [&options](SynapseType synapse) { options.synapse = synapse; });
    add_method_option(command, options.method);
    add_choice(
        command, "--adaptation", adaptations,
        fmt::format("adaptation of neurons: {}; default galerkin. When: mean_field for speed "
                    "where adaptation_error of validity holds",
                    explained(adaptations)),
        [&options](lif::exp::Method value) { options.method = value; });
    command.get_option("--adaptation")->excludes("--method");
    add_choice(
        command, "--model", models,
        fmt::format("which derived parameters the file stands for: {}; default {}. When: the file "
                    "has keys of several models",
                    explained(models), name_in(models, options.model)),
        [&options](NetworkModel model) { options.model = model; });
}

LoadedNetwork load(const NetworkOptions& options) {
    auto loaded = load_network(options.file, {.model = options.model});
    if (options.synapse) {
        loaded.network.synapse = *options.synapse;
        validate(loaded.network);
    }
    print_warnings(loaded, options.file);
    return loaded;
}

void print_warnings(const LoadedNetwork& loaded, const std::string& file) {
    for (const auto& warning : loaded.warnings) {
        std::cerr << fmt::format("siegert: {}: warning: {}\n", file, warning);
    }
}

void require_delays(const LoadedNetwork& loaded, const std::string& file, std::string_view use) {
    const Network& network = loaded.network;
    const bool connected = (network.J.array() * network.K.array() != 0.0).any();
    if (!connected || network.Delay.size() > 0) return;
    throw ParameterFileError(
        file, 0, "d", fmt::format("expected delays, which {}, found none: add d: 1.5 ms", use));
}

}  // namespace siegert::cli
