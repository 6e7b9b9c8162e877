#include "cli/options.hpp"

#include <siegert/error.hpp>

#include <fmt/format.h>

#include <iostream>
#include <utility>
#include <vector>

namespace siegert::cli {
namespace {

template <class Value>
using Names = std::vector<std::pair<std::string, Value>>;

const Names<Format> formats{{"table", Format::table}, {"json", Format::json}, {"csv", Format::csv}};
const Names<lif::Convention> conventions{{"exact", lif::Convention::exact},
                                         {"nnmt", lif::Convention::nnmt}};
const Names<SynapseType> synapses{{"delta", SynapseType::delta},
                                  {"exponential", SynapseType::exponential}};
template <class List>
auto names_of(const List& list) {
    Names<decltype(list.front().value)> names;
    for (const auto& row : list) names.emplace_back(row.name, row.value);
    return names;
}

const auto methods = names_of(lif::exp::method_names);
const Names<lif::SynapticFilter> filters{{"with", lif::SynapticFilter::with},
                                         {"without", lif::SynapticFilter::without}};
const Names<NetworkModel> models{{"automatic", NetworkModel::automatic},
                                 {"plain", NetworkModel::plain},
                                 {"basic", NetworkModel::basic},
                                 {"microcircuit", NetworkModel::microcircuit}};

template <class Value>
std::string name_of(const Names<Value>& names, Value value) {
    for (const auto& [name, candidate] : names) {
        if (candidate == value) return name;
    }
    return "";
}

// Declares an option that takes one of the names; `assign` receives the value it stands for.
template <class Value, class Assign>
void add_choice(CLI::App& command, const std::string& option, const Names<Value>& names,
                const std::string& description, Assign assign) {
    std::vector<std::string> choices;
    for (const auto& [name, value] : names) choices.push_back(name);
    command
        .add_option_function<std::string>(
            option,
            [&names, assign](const std::string& text) {
                for (const auto& [name, value] : names) {
                    if (name == text) assign(value);
                }
            },
            description)
        ->check(CLI::IsMember(choices))
        ->type_name("");
}

}  // namespace

void add_common_options(CLI::App& command, CommonOptions& options) {
    add_choice(command, "--format", formats,
               "how to print; default " + name_of(formats, options.format),
               [&options](Format format) { options.format = format; });
    add_choice(command, "--convention", conventions,
               "linear response: exact (default), or as published and computed by NNMT",
               [&options](lif::Convention convention) { options.convention = convention; });
}

void add_method_option(CLI::App& command, lif::exp::Method& method) {
    std::vector<std::string> choices;
    for (const auto& row : lif::exp::method_names) {
        choices.push_back(fmt::format("{} ({})", row.name, row.meaning));
    }
    add_choice(command, "--method", methods,
               fmt::format("rate with exponential synapses: {}; default {}",
                           fmt::join(choices, ", "), name_of(methods, method)),
               [&method](lif::exp::Method value) { method = value; });
}

void add_synaptic_filter_option(CLI::App& command, lif::SynapticFilter& filter) {
    add_choice(command, "--synaptic-filter", filters,
               "low-pass of exponential synapses in the transfer function; default: with",
               [&filter](lif::SynapticFilter value) { filter = value; });
}

void add_network_options(CLI::App& command, NetworkOptions& options) {
    command.add_option("NET.yaml", options.file, "parameter file of the network")
        ->required()
        ->type_name("");
    add_choice(command, "--synapse", synapses,
               "shape of the synaptic current; default: as in the file",
               [&options](SynapseType synapse) { options.synapse = synapse; });
    add_method_option(command, options.method);
    add_choice(command, "--model", models,
               "which derived parameters the file stands for; default: told from the file",
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

std::string to_string(lif::exp::Method method) {
    return name_of(methods, method);
}

std::string to_string(lif::Convention convention) {
    return name_of(conventions, convention);
}

std::string to_string(SynapseType synapse) {
    return name_of(synapses, synapse);
}

}  // namespace siegert::cli
