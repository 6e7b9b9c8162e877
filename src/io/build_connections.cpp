#include "io/network_builder.hpp"
#include "model/enumerators.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace siegert::io {
namespace {

bool is_true(const Entry* entry) {
    return entry && entry->texts.front() == "true";
}

SynapseType synapse_type(const NetworkBuild& build) {
    const ParameterSet& parameters = build.parameters;
    if (find(parameters, "synapse")) return build.network.synapse;
    for (const std::string_view key : {"E_rev", "E_rev_rel"}) {
        if (const Entry* entry = find(parameters, key)) {
            fail(parameters, *entry, "this key with synapse: conductance", "it without synapse");
        }
    }
    if (const Entry* entry = find(parameters, "neuron_type")) {
        if (entry->texts.front() == "iaf_psc_delta") return SynapseType::delta;
    }
    const Entry* tau_s = find(parameters, "tau_s");
    if (!tau_s) fail_missing(parameters, "tau_s", "(or 'synapse: delta')");
    const auto all_zero = [](const Entry& entry) {
        return std::ranges::all_of(entry.numbers.values, [](double value) { return value == 0.0; });
    };
    const Entry* external = find(parameters, "tau_s_ext");
    return all_zero(*tau_s) && !(external && !all_zero(*external)) ? SynapseType::delta
                                                                   : SynapseType::exponential;
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
    const double g =
        relative_inhibition(build, fmt::format("for inhibitory weights -g {}", entry.key));
    return by_source(build.n(), weight, -g * weight);
}

// In-degrees of which p is the probability that a pair has at least one of the synapses, which are
// drawn with replacement between all pairs (Potjans & Diesmann 2014, equation 1).
Matrix indegrees_by_potjans_diesmann(const NetworkBuild& build, const Entry& entry,
                                     const Matrix& p) {
    if ((p.array() == 1.0).any()) {
        fail(build.parameters, entry, "probabilities below 1 for p_rule potjans_diesmann", "1");
    }
    const Vector& N = build.network.N;
    return Matrix::NullaryExpr(build.n(), build.n(), [&](Index i, Index j) {
        return std::log1p(-p(i, j)) / std::log1p(-1.0 / (N(i) * N(j))) / N(i);
    });
}

bool has_spread(const Matrix& sd) {
    return (sd.array() != 0.0).any();
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

void build_weight_spread(NetworkBuild& build, bool gaussianize) {
    const ParameterSet& parameters = build.parameters;
    Network& network = build.network;
    const Index n = build.n();
    if (const Entry* relative = optional(build, {"J_rel_sd"}, "J_sd")) {
        network.J_sd = matrix_of(parameters, *relative, n, n).cwiseProduct(network.J.cwiseAbs());
    } else if (gaussianize) {
        // As in the example of NNMT, the spread of all weights is that of the excitatory ones.
        const Entry& ratio = required(build, "j_std", "J_sd");
        const Entry& j = required(build, "j", "J_sd");
        build.origins["J_sd"] = "j_std";
        network.J_sd = Matrix::Constant(n, n, scalar(parameters, ratio) * scalar(parameters, j));
        build.notes.push_back("gaussianize: normal weights with standard deviation j_std j");
    } else if (network.weight_dist != WeightDistribution::none) {
        fail_missing(parameters, "J_sd", "(or J_rel_sd) for weight_dist");
    }
}

/// Keys that give a delay, or its standard deviation, as one matrix or by the kind of source.
struct DelayKeys {
    std::string_view member;
    std::initializer_list<std::string_view> matrix;
    std::string_view excitatory;
    std::string_view inhibitory;
    std::string_view alternatives;
};

Matrix delay_of(NetworkBuild& build, const DelayKeys& keys) {
    const ParameterSet& parameters = build.parameters;
    const Index n = build.n();
    if (const Entry* entry = optional(build, keys.matrix, keys.member)) {
        return matrix_of(parameters, *entry, n, n);
    }
    if (const Entry* excitatory = optional(build, {keys.excitatory}, keys.member)) {
        require_alternating(build, *excitatory);
        const Entry* inhibitory = find(parameters, keys.inhibitory);
        if (!inhibitory) {
            fail_missing(parameters, keys.inhibitory, fmt::format("beside {}", keys.excitatory));
        }
        return by_source(n, scalar(parameters, *excitatory), scalar(parameters, *inhibitory));
    }
    const DelayDistribution distribution = build.network.delay_dist;
    if (distribution == DelayDistribution::none) return {};
    fail_missing(
        parameters, keys.member,
        fmt::format("(or {}) for delay_dist {}", keys.alternatives, schema::name_of(distribution)));
}

}  // namespace

void build_synapses(NetworkBuild& build) {
    Network& network = build.network;
    network.synapse = synapse_type(build);
    const Entry* tau_s = find(build.parameters, "tau_s");
    if (!tau_s) {
        if (network.synapse != SynapseType::delta) {
            fail_missing(build.parameters, "tau_s",
                         network.synapse == SynapseType::exponential ? "for exponential synapses"
                                                                     : "for conductances");
        }
        network.tau_s = Vector::Zero(build.n());
        return;
    }
    const bool of_connections = network.tau_s.cols() > 1 || holds(build.parameters, "tau_s_ext");
    if (network.synapse == SynapseType::exponential && !of_connections &&
        (network.tau_s.array() == 0.0).any()) {
        fail(build.parameters, *tau_s, "positive time constants for exponential synapses", "0 ms");
    }
    if (network.synapse == SynapseType::delta && !holds(build.parameters, "synapse")) {
        build.notes.push_back("synapse: delta, as tau_s is 0 or neuron_type is iaf_psc_delta");
    }
}

namespace {

// Weights of conductances stand in the file as they are.
void build_conductances(NetworkBuild& build) {
    const ParameterSet& parameters = build.parameters;
    Network& network = build.network;
    for (const std::string_view key : {"J", "j", "w", "J_sd", "gaussianize"}) {
        if (const Entry* entry = find(parameters, key)) require_kind_of_weight(build, *entry);
    }
    const Entry* W = optional(build, {"W"}, "J");
    if (!W) fail_missing(parameters, "W", "as synapse is conductance");
    require_kind_of_weight(build, *W);
    network.J = matrix_of(parameters, *W, build.n(), build.n());
    network.E_rev = reversal_potentials(build, "E_rev", "E_rev", build.n());
    if (const Entry* sd = optional(build, {"W_sd"}, "J_sd")) {
        network.J_sd = matrix_of(parameters, *sd, build.n(), build.n());
    }
}

}  // namespace

void build_weights(NetworkBuild& build) {
    const ParameterSet& parameters = build.parameters;
    const Index n = build.n();
    if (build.network.synapse == SynapseType::conductance) return build_conductances(build);
    for (const std::string_view key : {"E_rev", "E_rev_rel", "W_sd"}) {
        if (const Entry* entry = find(parameters, key)) {
            fail(parameters, *entry, "this key with synapse: conductance only",
                 fmt::format("synapse: {}", schema::name_of(build.network.synapse)));
        }
    }
    Matrix& J = build.network.J;
    if (J.size() > 0) return;
    const bool may_use_W = build.model != NetworkModel::plain;
    const Entry* W = may_use_W ? optional(build, {"W"}, "J") : nullptr;
    if (W) {
        require_kind_of_weight(build, *W);
        J = weights_from_currents(build, *W, matrix_of(parameters, *W, n, n), build.network.tau_s);
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
    J = weights_from_currents(build, *w, weights_of_two_kinds(build, *w), build.network.tau_s);
    build.notes.push_back("J = tau_s w / C, times -g for inhibitory sources");
    if (build.model == NetworkModel::microcircuit) double_weight_4E_to_23E(build);
}

void build_indegrees(NetworkBuild& build) {
    const ParameterSet& parameters = build.parameters;
    const Index n = build.n();
    if (build.network.K.size() > 0) return;
    const Entry* p = optional(build, {"p"}, "K");
    if (!p) fail_missing(parameters, "K", "(or the connection probability p)");
    const Matrix probability = matrix_of(parameters, *p, n, n);
    if (!(probability.array() >= 0.0).all() || !(probability.array() <= 1.0).all()) {
        fail(parameters, *p, "probabilities from 0 to 1", "others");
    }
    const Entry* rule = find(parameters, "p_rule");
    if (rule && position_in(parameters, *rule, {"mean", "potjans_diesmann"}) == 1) {
        build.network.K = indegrees_by_potjans_diesmann(build, *p, probability);
        build.notes.push_back(
            "K = log(1 - p) / log(1 - 1 / (N_target N_source)) / N_target, as p is the probability "
            "of at least one synapse (p_rule: potjans_diesmann)");
        return;
    }
    build.network.K = probability * build.network.N.asDiagonal();
    build.notes.push_back("K = p N of the source");
    if (!rule && names_the_microcircuit(build.parameters)) {
        build.warnings.push_back(
            "K = p N of the source, as p is taken for the mean number of synapses of a pair; the "
            "probabilities of Potjans and Diesmann (2014) are those of at least one synapse: "
            "p_rule: potjans_diesmann (or mean)");
    }
}

void build_weight_distribution(NetworkBuild& build) {
    Network& network = build.network;
    const bool gaussianize = is_true(find(build.parameters, "gaussianize"));
    if (gaussianize && !holds(build.parameters, "weight_dist")) {
        network.weight_dist = WeightDistribution::normal;
    }
    if (network.J_sd.size() == 0) build_weight_spread(build, gaussianize);
    if (has_spread(network.J_sd) && network.weight_dist == WeightDistribution::none) {
        build.warnings.push_back("J_sd has no effect, as weight_dist is none");
    }
}

void build_delays(NetworkBuild& build) {
    Network& network = build.network;
    if (network.Delay.size() == 0) {
        network.Delay = delay_of(build, {.member = "Delay",
                                         .matrix = {"D_mean", "d"},
                                         .excitatory = "d_e",
                                         .inhibitory = "d_i",
                                         .alternatives = "d, or d_e and d_i"});
    }
    if (network.Delay_sd.size() == 0) {
        network.Delay_sd = delay_of(build, {.member = "Delay_sd",
                                            .matrix = {"D_std", "d_sd"},
                                            .excitatory = "d_e_sd",
                                            .inhibitory = "d_i_sd",
                                            .alternatives = "d_sd, or d_e_sd and d_i_sd"});
    }
    if (has_spread(network.Delay_sd) && network.delay_dist == DelayDistribution::none) {
        build.warnings.push_back(
            fmt::format("{} has no effect, as delay_dist is none", build.origins.at("Delay_sd")));
    }
}

}  // namespace siegert::io
