#include "io/network_builder.hpp"
#include "io/unit.hpp"
#include "model/neuron_kinds.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace siegert::io {
namespace {

// A potential given absolute together with E_L.
Vector from_absolute(NetworkBuild& build, std::string_view member) {
    const std::string key = std::string(member) + "_abs";
    const Entry* entry = optional(build, {key}, member);
    if (!entry) {
        fail_missing(build.parameters, std::string(member) + "_rel", fmt::format("or {}", key));
    }
    if (build.network.E_L.size() == 0) {
        fail_missing(build.parameters, "E_L", fmt::format("to use {}", key));
    }
    return potential_difference(vector_of(build.parameters, *entry, build.n()), build.network.E_L);
}

void build_leak_potential(NetworkBuild& build) {
    const ParameterSet& parameters = build.parameters;
    const bool all_absolute = holds(parameters, "V_0_abs") && holds(parameters, "V_th_abs") &&
                              !holds(parameters, "V_0_rel") && !holds(parameters, "V_th_rel");
    if (!all_absolute) return;
    build.network.E_L = vector_of(parameters, *optional(build, {"V_0_abs"}, "E_L"), build.n());
    build.notes.push_back("E_L = V_0_abs: the leak potential is taken to be the reset potential");
}

AdaptationCurrent read_current(const ParameterSet& parameters, const YamlNode& node) {
    constexpr std::array<std::string_view, 3> keys{"tau", "a", "b"};
    const bool is_complete = node.kind == YamlNode::Kind::map && node.keys.size() == keys.size() &&
                             std::all_of(keys.begin(), keys.end(), [&](auto key) {
                                 return find(node, std::string(key)) != nullptr;
                             });
    if (!is_complete) {
        throw ParameterFileError(
            parameters.file, node.line, "adaptation",
            "expected a mapping with the keys tau, a and b, found " +
                (node.kind == YamlNode::Kind::map ? "other keys" : describe(node)));
    }
    return {.tau = quantity_of(parameters, "adaptation", *find(node, "tau"), Dimension::time),
            .a = quantity_of(parameters, "adaptation", *find(node, "a"), Dimension::dimensionless),
            .b = quantity_of(parameters, "adaptation", *find(node, "b"), Dimension::voltage)};
}

std::vector<AdaptationCurrent> read_currents(const ParameterSet& parameters, const YamlNode& node) {
    if (node.kind != YamlNode::Kind::sequence) {
        throw ParameterFileError(
            parameters.file, node.line, "adaptation",
            "expected a list of mappings {tau, a, b}, found " + describe(node));
    }
    std::vector<AdaptationCurrent> currents;
    for (const auto& item : node.items) currents.push_back(read_current(parameters, item));
    return currents;
}

// Only some neurons have a soft threshold.
Vector soft_threshold(NetworkBuild& build) {
    const Vector V_T = from_absolute(build, "V_T");
    Vector of_some = Vector::Zero(build.n());
    for (Index i = 0; i < build.n(); ++i) {
        if (runs_away(neuron_type(build.network, i))) of_some(i) = V_T(i);
    }
    return of_some;
}

}  // namespace

Vector potential_difference(const Vector& a, const Vector& b) {
    return a.binaryExpr(b, [](double x, double y) {
        constexpr int milli = -3;
        return scaled(scaled(x, -milli) - scaled(y, -milli), milli);
    });
}

std::size_t population_index(const NetworkBuild& build, const std::string& key,
                             const std::string& name, int line) {
    const auto& names = build.network.populations;
    const auto position = std::find(names.begin(), names.end(), name);
    if (position == names.end()) {
        throw ParameterFileError(
            build.parameters.file, line, key,
            fmt::format("expected the name of a population, found '{}'", name));
    }
    return static_cast<std::size_t>(position - names.begin());
}

void build_neurons(NetworkBuild& build) {
    Network& network = build.network;
    if (network.label.empty()) {
        if (const Entry* name = find(build.parameters, "name")) network.label = name->texts.front();
    }
    if (network.E_L.size() == 0) build_leak_potential(build);
    if (network.V_0.size() == 0) network.V_0 = from_absolute(build, "V_0");
    if (network.V_th.size() == 0) network.V_th = from_absolute(build, "V_th");
    const bool has_soft_threshold = has(network, runs_away);
    if (network.V_T.size() == 0 && (has_soft_threshold || holds(build.parameters, "V_T_abs"))) {
        network.V_T = soft_threshold(build);
    }
}

// One list for all populations, one list for each, or lists by the names of populations.
std::vector<std::vector<AdaptationCurrent>> adaptation_of(const NetworkBuild& build,
                                                          const Entry& entry) {
    const ParameterSet& parameters = build.parameters;
    const auto n = build.network.populations.size();
    std::vector<std::vector<AdaptationCurrent>> adaptation;
    const YamlNode& node = entry.node;

    if (node.kind == YamlNode::Kind::map) {
        adaptation.resize(n);
        for (std::size_t k = 0; k < node.keys.size(); ++k) {
            adaptation[population_index(build, "adaptation", node.keys[k], node.items[k].line)] =
                read_currents(parameters, node.items[k]);
        }
        return adaptation;
    }
    const bool is_list_of_lists =
        !node.items.empty() && node.items.front().kind == YamlNode::Kind::sequence;
    if (!is_list_of_lists) {
        adaptation.assign(n, read_currents(parameters, node));
        return adaptation;
    }
    for (const auto& item : node.items) adaptation.push_back(read_currents(parameters, item));
    return adaptation;
}

}  // namespace siegert::io
