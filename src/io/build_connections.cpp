#include "io/network_builder.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace siegert::io {
namespace {

constexpr std::array synapse_types{SynapseType::delta, SynapseType::exponential};
constexpr std::array delay_distributions{
    DelayDistribution::none, DelayDistribution::gaussian, DelayDistribution::truncated_gaussian,
    DelayDistribution::truncated_gaussian, DelayDistribution::lognormal};
constexpr std::array weight_distributions{WeightDistribution::none, WeightDistribution::normal,
                                          WeightDistribution::lognormal};
constexpr std::array connection_rules{ConnectionRule::fixed_indegree,
                                      ConnectionRule::fixed_total_number,
                                      ConnectionRule::pairwise_bernoulli};

bool is_true(const Entry* entry) {
    return entry && entry->texts.front() == "true";
}

SynapseType synapse_type(const NetworkBuild& build) {
    const ParameterSet& parameters = build.parameters;
    if (const Entry* entry = find(parameters, "synapse")) {
        return synapse_types[position_in(parameters, *entry, {"delta", "exponential"})];
    }
    if (const Entry* entry = find(parameters, "neuron_type")) {
        if (entry->texts.front() == "iaf_psc_delta") return SynapseType::delta;
    }
    const Entry* tau_s = find(parameters, "tau_s");
    if (!tau_s) fail_missing(parameters, "tau_s", "(or 'synapse: delta')");
    const auto& values = tau_s->numbers.values;
    const bool all_zero =
        std::all_of(values.begin(), values.end(), [](double value) { return value == 0.0; });
    return all_zero ? SynapseType::delta : SynapseType::exponential;
}

// Row of weights or delays of which each excitatory source has one value, each inhibitory one the
// other, the same for every target.
Matrix by_source(Index n, double excitatory, double inhibitory) {
    Matrix matrix(n, n);
    for (Index j = 0; j < n; ++j)
        matrix.col(j).setConstant(is_inhibitory(j) ? inhibitory : excitatory);
    return matrix;
}

// From the weight of excitatory synapses (j or w) and g: inhibitory ones are -g times as strong.
Matrix weights_of_two_kinds(const NetworkBuild& build, const Entry& entry) {
    require_alternating(build, entry);
    const double weight = scalar(build.parameters, entry);
    if (build.n() == 1) return Matrix::Constant(1, 1, weight);
    const Entry* g = find(build.parameters, "g");
    if (!g)
        fail_missing(build.parameters, "g", fmt::format("for inhibitory weights -g {}", entry.key));
    return by_source(build.n(), weight, -scalar(build.parameters, *g) * weight);
}

void double_weight_4E_to_23E(NetworkBuild& build) {
    if (build.n() < 3) {
        build.warnings.push_back(
            "model microcircuit: no weight is doubled, as there is no population 4E");
        return;
    }
    const auto& names = build.network.populations;
    build.network.J(0, 2) *= 2.0;
    build.notes.push_back(
        fmt::format("weight from {} to {} doubled (model microcircuit)", names[2], names[0]));
}

void build_delay_spread(NetworkBuild& build, const char* distribution) {
    const ParameterSet& parameters = build.parameters;
    Network& network = build.network;
    if (const Entry* entry = optional(build, {"Delay_sd", "D_std", "d_sd"}, "Delay_sd")) {
        network.Delay_sd = matrix_of(parameters, *entry, build.n(), build.n());
    } else if (const Entry* excitatory = optional(build, {"d_e_sd"}, "Delay_sd")) {
        require_alternating(build, *excitatory);
        const Entry* inhibitory = find(parameters, "d_i_sd");
        if (!inhibitory) fail_missing(parameters, "d_i_sd", "beside d_e_sd");
        network.Delay_sd =
            by_source(build.n(), scalar(parameters, *excitatory), scalar(parameters, *inhibitory));
    } else if (network.delay_dist != DelayDistribution::none) {
        fail_missing(
            parameters, "Delay_sd",
            fmt::format("(or d_sd, or d_e_sd and d_i_sd) for delay_dist {}", distribution));
    }
}

}  // namespace

void build_synapses(NetworkBuild& build) {
    Network& network = build.network;
    network.synapse = synapse_type(build);
    const Entry* tau_s = optional(build, {"tau_s"}, "tau_s");
    if (!tau_s) {
        if (network.synapse == SynapseType::exponential) {
            fail_missing(build.parameters, "tau_s", "for exponential synapses");
        }
        network.tau_s = Vector::Zero(build.n());
        return;
    }
    network.tau_s = vector_of(build.parameters, *tau_s, build.n());
    if (network.synapse == SynapseType::exponential && (network.tau_s.array() == 0.0).any()) {
        fail(build.parameters, *tau_s, "positive time constants for exponential synapses", "0 ms");
    }
    if (network.synapse == SynapseType::delta && !find(build.parameters, "synapse")) {
        build.notes.push_back("synapse: delta, as tau_s is 0 or neuron_type is iaf_psc_delta");
    }
}

void build_weights(NetworkBuild& build) {
    const ParameterSet& parameters = build.parameters;
    const Index n = build.n();
    Matrix& J = build.network.J;
    if (const Entry* entry = optional(build, {"J"}, "J")) {
        J = matrix_of(parameters, *entry, n, n);
        return;
    }
    const bool may_use_W = build.model != NetworkModel::plain;
    const Entry* W = may_use_W ? optional(build, {"W"}, "J") : nullptr;
    if (W) {
        J = weights_from_currents(build, *W, matrix_of(parameters, *W, n, n));
        build.notes.push_back("J = tau_s W / C");
        return;
    }
    if (build.model == NetworkModel::basic) fail_missing(parameters, "W", "(or J) by model basic");

    const Entry* j = build.model == NetworkModel::plain ? optional(build, {"j"}, "J") : nullptr;
    if (j) {
        J = weights_of_two_kinds(build, *j);
        build.notes.push_back("J = j, times -g for inhibitory sources");
        return;
    }
    const Entry* w = optional(build, {"w"}, "J");
    if (!w) {
        const bool is_plain = build.model == NetworkModel::plain;
        fail_missing(
            parameters, is_plain ? "J" : "w",
            is_plain ? "(or j or w, with g) by model plain" : "(or J or W) by model microcircuit");
    }
    J = weights_from_currents(build, *w, weights_of_two_kinds(build, *w));
    build.notes.push_back("J = tau_s w / C, times -g for inhibitory sources");
    if (build.model == NetworkModel::microcircuit) double_weight_4E_to_23E(build);
}

void build_indegrees(NetworkBuild& build) {
    const ParameterSet& parameters = build.parameters;
    const Index n = build.n();
    if (const Entry* entry = optional(build, {"K"}, "K")) {
        build.network.K = matrix_of(parameters, *entry, n, n);
        return;
    }
    const Entry* p = optional(build, {"p"}, "K");
    if (!p) fail_missing(parameters, "K", "(or the connection probability p)");
    const Matrix probability = matrix_of(parameters, *p, n, n);
    if (!(probability.array() >= 0.0).all() || !(probability.array() <= 1.0).all()) {
        fail(parameters, *p, "probabilities from 0 to 1", "others");
    }
    build.network.K = probability * build.network.N.asDiagonal();
    build.notes.push_back("K = p N of the source");
}

void build_connection_rule(NetworkBuild& build) {
    const ParameterSet& parameters = build.parameters;
    Network& network = build.network;
    if (const Entry* entry = find(parameters, "connection_rule")) {
        network.connection_rule = connection_rules[position_in(
            parameters, *entry, {"fixed_indegree", "fixed_total_number", "pairwise_bernoulli"})];
    }
    if (const Entry* entry = find(parameters, "multapses")) network.multapses = is_true(entry);
    if (const Entry* entry = find(parameters, "autapses")) network.autapses = is_true(entry);
}

void build_weight_distribution(NetworkBuild& build) {
    const ParameterSet& parameters = build.parameters;
    Network& network = build.network;
    const Index n = build.n();
    if (is_true(find(parameters, "gaussianize"))) network.weight_dist = WeightDistribution::normal;
    if (const Entry* entry = find(parameters, "weight_dist")) {
        network.weight_dist =
            weight_distributions[position_in(parameters, *entry, {"none", "normal", "lognormal"})];
    }
    if (const Entry* entry = optional(build, {"J_sd"}, "J_sd")) {
        network.J_sd = matrix_of(parameters, *entry, n, n);
    } else if (const Entry* relative = optional(build, {"J_rel_sd"}, "J_sd")) {
        network.J_sd = matrix_of(parameters, *relative, n, n).cwiseProduct(network.J.cwiseAbs());
    } else if (is_true(find(parameters, "gaussianize"))) {
        // As in the example of NNMT, the spread of all weights is that of the excitatory ones.
        const Entry& ratio = required(build, "j_std", "J_sd");
        const Entry& j = required(build, "j", "J_sd");
        build.origins["J_sd"] = "j_std";
        network.J_sd = Matrix::Constant(n, n, scalar(parameters, ratio) * scalar(parameters, j));
        build.notes.push_back("gaussianize: normal weights with standard deviation j_std j");
    } else if (network.weight_dist != WeightDistribution::none) {
        fail_missing(parameters, "J_sd", "(or J_rel_sd) for weight_dist");
    }
    if (network.J_sd.size() > 0 && network.weight_dist == WeightDistribution::none) {
        build.warnings.push_back("J_sd has no effect, as weight_dist is none");
    }
}

void build_delays(NetworkBuild& build) {
    const ParameterSet& parameters = build.parameters;
    Network& network = build.network;
    std::string distribution = "none";
    if (const Entry* entry = optional(build, {"delay_dist"}, "delay_dist")) {
        distribution = entry->texts.front();
        network.delay_dist = delay_distributions[position_in(
            parameters, *entry,
            {"none", "gaussian", "truncated_gaussian", "truncated gaussian", "lognormal"})];
    }
    if (const Entry* entry = optional(build, {"Delay", "D_mean", "d"}, "Delay")) {
        network.Delay = matrix_of(parameters, *entry, build.n(), build.n());
    } else if (const Entry* excitatory = optional(build, {"d_e"}, "Delay")) {
        require_alternating(build, *excitatory);
        const Entry* inhibitory = find(parameters, "d_i");
        if (!inhibitory) fail_missing(parameters, "d_i", "beside d_e");
        network.Delay =
            by_source(build.n(), scalar(parameters, *excitatory), scalar(parameters, *inhibitory));
    } else if (network.delay_dist != DelayDistribution::none) {
        fail_missing(parameters, "Delay",
                     fmt::format("(or d, or d_e and d_i) for delay_dist {}", distribution));
    }
    build_delay_spread(build, distribution.c_str());
}

}  // namespace siegert::io
