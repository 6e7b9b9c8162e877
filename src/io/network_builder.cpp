#include "io/network_builder.hpp"

#include "io/unit.hpp"
#include "model/network_check.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace siegert::io {
namespace {

constexpr std::array<std::string_view, 8> microcircuit_populations{"23E", "23I", "4E", "4I",
                                                                   "5E",  "5I",  "6E", "6I"};

bool names_the_microcircuit(const ParameterSet& parameters) {
    const Entry* label = find(parameters, "label");
    if (label) return label->texts.front() == "microcircuit";
    const Entry* populations = find(parameters, "populations");
    return populations &&
           std::equal(populations->texts.begin(), populations->texts.end(),
                      microcircuit_populations.begin(), microcircuit_populations.end());
}

// Dimension of a member of Network, for messages.
Dimension dimension_of(const std::string& member) {
    if (member == "J_sd") return Dimension::voltage;
    const std::string key = member == "V_th" || member == "V_0" ? member + "_rel" : member;
    const KeySpecification* specification = find_key(key);
    return specification ? specification->dimension : Dimension::dimensionless;
}

void require_no_fault(const NetworkBuild& build) {
    const auto fault = find_fault(build.network);
    if (!fault) return;
    const auto origin = build.origins.find(fault->field);
    const std::string key = origin == build.origins.end() ? fault->field : origin->second;
    const Entry* entry = find(build.parameters, key);
    const std::string found =
        fault->value ? format_quantity(*fault->value, dimension_of(fault->field)) : fault->found;
    throw ParameterFileError(
        build.parameters.file, entry ? entry->line : 0, key,
        fmt::format("expected {} to {}, found {}", fault->subject, fault->demand, found));
}

// Bare text values as they stand, numbers in SI.
std::vector<Parameter> as_parameters(const ParameterSet& parameters) {
    std::vector<Parameter> result;
    for (const auto& entry : parameters.entries) {
        if (entry.specification->kind == ValueKind::adaptation) continue;
        Parameter parameter{.name = entry.key, .values = {}, .shape = {}, .unit = {}};
        if (entry.specification->kind == ValueKind::number) {
            parameter.values = entry.numbers.values;
            parameter.shape = entry.numbers.shape;
            parameter.unit = entry.numbers.unit;
        } else {
            parameter.values = entry.texts;
            if (entry.specification->kind == ValueKind::names) {
                parameter.shape = {static_cast<Index>(entry.texts.size())};
            }
        }
        result.push_back(std::move(parameter));
    }
    return result;
}

}  // namespace

NetworkModel detect_model(const ParameterSet& parameters) {
    if (find(parameters, "J")) return NetworkModel::plain;
    if (find(parameters, "W")) return NetworkModel::basic;
    if (find(parameters, "w") && names_the_microcircuit(parameters)) {
        return NetworkModel::microcircuit;
    }
    return NetworkModel::plain;
}

LoadedNetwork build_network(const ParameterSet& parameters, NetworkModel model) {
    if (model == NetworkModel::automatic) model = detect_model(parameters);
    NetworkBuild build{.parameters = parameters,
                       .model = model,
                       .network = {},
                       .origins = {},
                       .notes = {},
                       .warnings = {}};
    build_populations(build);
    build_neurons(build);
    build_adaptation(build);
    build_synapses(build);
    build_weights(build);
    build_indegrees(build);
    build_connection_rule(build);
    build_weight_distribution(build);
    build_delays(build);
    build_external_input(build);
    require_no_fault(build);
    return {.network = std::move(build.network),
            .analysis = build_analysis(parameters),
            .model = model,
            .notes = std::move(build.notes),
            .warnings = std::move(build.warnings),
            .parameters = as_parameters(parameters)};
}

const Entry& required(NetworkBuild& build, std::string_view key, std::string_view member) {
    const Entry* entry = optional(build, {key}, member);
    if (!entry) fail_missing(build.parameters, key);
    return *entry;
}

const Entry* optional(NetworkBuild& build, std::initializer_list<std::string_view> keys,
                      std::string_view member) {
    const Entry* entry = find_first(build.parameters, keys);
    if (entry) build.origins[std::string(member)] = entry->key;
    return entry;
}

Matrix weights_from_currents(const NetworkBuild& build, const Entry& entry, const Matrix& W) {
    const Network& network = build.network;
    if (network.C.size() == 0) {
        fail_missing(build.parameters, "C", fmt::format("to turn {} into a potential", entry.key));
    }
    if ((network.tau_s.array() == 0.0).any()) {
        fail(build.parameters, entry,
             "weights in mV (J, j, J_ext) for delta synapses, as a current of no duration has no "
             "effect",
             "weights in pA and tau_s = 0");
    }
    return (network.tau_s.array() / network.C.array()).matrix().asDiagonal() * W;
}

void require_alternating(const NetworkBuild& build, const Entry& entry) {
    for (Index j = 0; j < build.n(); ++j) {
        const std::string& name = build.network.populations[static_cast<std::size_t>(j)];
        if (name.back() != (is_inhibitory(j) ? 'E' : 'I')) continue;
        fail(build.parameters, entry,
             "excitatory and inhibitory populations by turns, or explicit matrices (J, Delay, "
             "Delay_sd)",
             fmt::format("'{}' as population {}", name, j + 1));
    }
}

}  // namespace siegert::io
