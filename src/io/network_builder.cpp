#include "io/network_builder.hpp"

#include "io/unit.hpp"
#include "model/enumerators.hpp"
#include "model/network_check.hpp"
#include "model/network_fields.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace siegert::io {
namespace {

constexpr std::array<std::string_view, 8> microcircuit_populations{"23E", "23I", "4E", "4I",
                                                                   "5E",  "5I",  "6E", "6I"};

// Dimension of a member of Network, for messages.
Dimension dimension_of(const Network& network, const std::string& member) {
    Dimension dimension = Dimension::dimensionless;
    schema::for_each_field([&](const auto& field) {
        if (field.name == member) dimension = schema::dimension_in(network, field.about);
    });
    return dimension;
}

void require_no_fault(const NetworkBuild& build) {
    const auto fault = find_fault(build.network);
    if (!fault) return;
    const auto origin = build.origins.find(fault->field);
    const std::string key = origin == build.origins.end() ? fault->field : origin->second;
    const Entry* entry = find(build.parameters, key);
    const std::string found =
        fault->value ? format_quantity(*fault->value, dimension_of(build.network, fault->field))
                     : fault->found;
    throw ParameterFileError(
        build.parameters.file, entry ? entry->line : 0, key,
        fmt::format("expected {} to {}, found {}", fault->subject, fault->demand, found));
}

// Texts below a key of which nothing is known, such as "user.author".
void append_texts(const std::string& name, const YamlNode& node, std::vector<Parameter>& result) {
    if (node.kind == YamlNode::Kind::scalar) {
        result.push_back({.name = name, .values = std::vector{node.text}, .shape = {}, .unit = {}});
    }
    for (std::size_t k = 0; k < node.items.size(); ++k) {
        const bool has_name = node.kind == YamlNode::Kind::map;
        append_texts(name + '.' + (has_name ? node.keys[k] : std::to_string(k)), node.items[k],
                     result);
    }
}

// Bare text values as they stand, numbers in SI.
std::vector<Parameter> as_parameters(const ParameterSet& parameters) {
    std::vector<Parameter> result;
    for (const auto& entry : parameters.entries) {
        if (entry.specification->kind == ValueKind::mappings) continue;
        const ValueKind kind = entry.specification->kind;
        if (kind == ValueKind::anything || kind == ValueKind::choices) {
            append_texts(entry.key, entry.node, result);
            continue;
        }
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

void warn_of_model(NetworkBuild& build) {
    if (build.model == NetworkModel::microcircuit) {
        build.warnings.push_back(
            "the populations are those of the microcircuit, so that the weight from 4E to 23E is "
            "2 w: 'model: microcircuit' says so, 'model: plain' leaves it at w");
    } else if (build.network.label == "microcircuit" && holds(build.parameters, "w")) {
        build.warnings.push_back(
            "the label chooses no model: 'model: microcircuit' doubles the weight from the third "
            "population to the first");
    }
}

}  // namespace

bool names_the_microcircuit(const ParameterSet& parameters) {
    const auto populations = std::ranges::find(parameters.entries, "populations", &Entry::key);
    return populations != parameters.entries.end() &&
           std::ranges::equal(populations->texts, microcircuit_populations);
}

NetworkModel detect_model(const ParameterSet& parameters) {
    if (const Entry* model = find(parameters, "model")) {
        constexpr std::array models{NetworkModel::plain, NetworkModel::basic,
                                    NetworkModel::microcircuit};
        return models[position_in(parameters, *model, {"plain", "basic", "microcircuit"})];
    }
    if (holds(parameters, "J")) return NetworkModel::plain;
    if (holds(parameters, "W")) return NetworkModel::basic;
    if (holds(parameters, "w") && names_the_microcircuit(parameters)) {
        return NetworkModel::microcircuit;
    }
    return NetworkModel::plain;
}

LoadedNetwork build_network(const ParameterSet& parameters, NetworkModel model) {
    const bool by_names = model == NetworkModel::automatic && !holds(parameters, "model");
    if (model == NetworkModel::automatic) model = detect_model(parameters);
    NetworkBuild build{.parameters = parameters,
                       .model = model,
                       .network = {},
                       .origins = {},
                       .notes = {},
                       .warnings = parameters.warnings};
    for (const auto& entry : parameters.entries) entry.used = entry.key == "model";
    build_fields(build);
    build_neurons(build);
    build_synapses(build);
    build_weights(build);
    build_indegrees(build);
    build_weight_distribution(build);
    build_delays(build);
    build_external_input(build);
    require_no_fault(build);
    Analysis analysis = build_analysis(parameters);
    if (by_names) warn_of_model(build);
    warn_of_doubts(build);
    return {.network = std::move(build.network),
            .analysis = std::move(analysis),
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

double relative_inhibition(const NetworkBuild& build, const std::string& purpose) {
    const Entry* entry = find(build.parameters, "g");
    if (!entry) fail_missing(build.parameters, "g", purpose);
    const double g = scalar(build.parameters, *entry);
    if (g < 0.0) {
        fail(build.parameters, *entry,
             fmt::format("a value that is not negative, as inhibitory weights are -g times the "
                         "excitatory ones (g = {:g} of NEST's scripts is g: {:g} here)",
                         g, -g),
             fmt::format("{:g}", g));
    }
    return g;
}

void require_kind_of_weight(const NetworkBuild& build, const Entry& entry) {
    const bool wanted = build.network.synapse == SynapseType::conductance;
    if (wanted == (entry.dimension == Dimension::conductance)) return;
    fail(build.parameters, entry,
         wanted ? "conductances (W and W_ext in nS), as synapse is conductance"
                : fmt::format("no conductances, as synapse is {}",
                              schema::name_of(build.network.synapse)),
         fmt::format("{} in {}", entry.key, si_unit(entry.dimension)));
}

Matrix reversal_potentials(NetworkBuild& build, std::string_view key, std::string_view member,
                           Index cols) {
    const ParameterSet& parameters = build.parameters;
    const std::string relative = std::string(key) + "_rel";
    if (const Entry* entry = optional(build, {relative}, member)) {
        return matrix_of(parameters, *entry, build.n(), cols);
    }
    const Entry* entry = optional(build, {key}, member);
    if (!entry) {
        if (build.network.synapse != SynapseType::conductance) return {};
        fail_missing(parameters, key, "as synapse is conductance");
    }
    if (build.network.E_L.size() == 0) {
        fail_missing(parameters, "E_L", fmt::format("to use {}", key));
    }
    Matrix potentials = matrix_of(parameters, *entry, build.n(), cols);
    for (Index j = 0; j < cols; ++j) {
        potentials.col(j) = potential_difference(potentials.col(j), build.network.E_L);
    }
    return potentials;
}

Matrix weights_from_currents(const NetworkBuild& build, const Entry& entry, const Matrix& W,
                             const Matrix& tau_s) {
    const Network& network = build.network;
    if (network.C.size() == 0) {
        fail_missing(build.parameters, "C", fmt::format("to turn {} into a potential", entry.key));
    }
    if ((tau_s.array() == 0.0).any()) {
        fail(build.parameters, entry,
             "weights in mV (J, j, J_ext) for delta synapses, as a current of no duration has no "
             "effect",
             "weights in pA and tau_s = 0");
    }
    return Matrix::NullaryExpr(W.rows(), W.cols(), [&](Index i, Index j) {
        return tau_s(i, tau_s.cols() == 1 ? 0 : j) / network.C(i) * W(i, j);
    });
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
