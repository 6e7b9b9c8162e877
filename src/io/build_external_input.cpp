#include "io/network_builder.hpp"
#include "model/enumerators.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace siegert::io {
namespace {

/// The keys that say how the external populations contact the network.
struct ExternalKeys {
    const Entry* K_ext;
    const Entry* weight;  ///< J_ext, W_ext, w_ext, or what stands in for it: j or w
    const Entry* nu_ext;
};

bool is_matrix(const Entry* entry) {
    return entry && entry->numbers.shape.size() == 2;
}

Index length_of(const Entry* entry) {
    return entry ? static_cast<Index>(entry->numbers.values.size()) : 0;
}

bool is_list(const Entry* entry) {
    return entry && entry->numbers.shape.size() == 1;
}

// A matrix n x m as it is; a list of m beside a matrix of several columns is for the m sources, a
// list of n beside a single column for the targets.
Matrix expand(const NetworkBuild& build, const Entry& entry, Index m) {
    const Index n = build.n();
    if (is_list(&entry) && m == 1 && length_of(&entry) == n) {
        return vector_of(build.parameters, entry, n);
    }
    return matrix_of(build.parameters, entry, n, m);
}

// Or in S, of conductances.
Matrix weights_in_volts(const NetworkBuild& build, const Entry& entry, const Matrix& values) {
    require_kind_of_weight(build, entry);
    if (entry.dimension != Dimension::current) return values;
    const Network& network = build.network;
    const bool as_network = network.tau_s_ext.size() == 0;
    return weights_from_currents(build, entry, values,
                                 as_network ? network.tau_s : network.tau_s_ext);
}

// Of synapses from m external populations.
void build_time_constants(NetworkBuild& build, Index m) {
    const Entry* entry = optional(build, {"tau_s_ext"}, "tau_s_ext");
    if (entry) {
        build.network.tau_s_ext = matrix_or_targets(build.parameters, *entry, build.n(), m);
    } else if (build.network.tau_s.cols() > 1) {
        fail_missing(build.parameters, "tau_s_ext", "for external synapses, as tau_s is a matrix");
    }
}

// Matrices say how many external populations there are.
void build_from_matrices(NetworkBuild& build, const ExternalKeys& keys) {
    const Entry& matrix = is_matrix(keys.weight) ? *keys.weight : *keys.K_ext;
    const Index m = matrix.numbers.shape[1];
    build_time_constants(build, m);
    build.network.K_ext = expand(build, *keys.K_ext, m);
    build.network.J_ext = weights_in_volts(build, *keys.weight, expand(build, *keys.weight, m));
    build.network.nu_ext =
        keys.nu_ext ? vector_of(build.parameters, *keys.nu_ext, m) : Vector::Zero(m);
}

// Numbers or lists with one entry for each target: one external population for all, or, where
// nu_ext is a list, one for each target.
void build_from_lists(NetworkBuild& build, const ExternalKeys& keys) {
    const Index n = build.n();
    Network& network = build.network;
    const Vector K_ext = vector_of(build.parameters, *keys.K_ext, n);
    build_time_constants(build, std::max<Index>(length_of(keys.nu_ext), 1));
    const Vector J_ext =
        weights_in_volts(build, *keys.weight, vector_of(build.parameters, *keys.weight, n));
    if (!keys.nu_ext || length_of(keys.nu_ext) == 1) {
        network.K_ext = K_ext;
        network.J_ext = J_ext;
        network.nu_ext =
            keys.nu_ext ? vector_of(build.parameters, *keys.nu_ext, 1) : Vector::Zero(1);
        return;
    }
    if (length_of(keys.nu_ext) != n) {
        fail(build.parameters, *keys.K_ext,
             fmt::format("a {} x {} matrix, as there are {} external populations (nu_ext)", n,
                         length_of(keys.nu_ext), length_of(keys.nu_ext)),
             describe_shape(keys.K_ext->numbers));
    }
    network.K_ext = K_ext.asDiagonal();
    network.J_ext = J_ext.asDiagonal();
    network.nu_ext = vector_of(build.parameters, *keys.nu_ext, n);
    build.warnings.push_back(
        "nu_ext and K_ext have one entry for each population: each has an external population of "
        "its own (for sources shared by all, give K_ext and J_ext as matrices, one column for each "
        "source)");
}

// Only rates: each stands for a population like one of the network's, of which every neuron
// receives one synapse.
void build_from_rates(NetworkBuild& build, const Entry& nu_ext) {
    const Index n = build.n();
    build.network.K_ext = Matrix::Ones(n, n);
    build.network.J_ext = build.network.J;
    build.network.nu_ext = vector_of(build.parameters, nu_ext, n);
    if (holds(build.parameters, "tau_s_ext")) {
        build_time_constants(build, n);
    } else if (build.network.tau_s.cols() > 1) {
        build.network.tau_s_ext = build.network.tau_s;
    }
    build.notes.push_back(
        "no K_ext: one external synapse for each entry of nu_ext, with the weight of synapses "
        "from the population at that place (J_ext = J, K_ext = 1)");
}

const Entry* external_weight(NetworkBuild& build) {
    if (const Entry* entry = optional(build, {"J_ext", "W_ext", "w_ext"}, "J_ext")) return entry;
    if (build.network.synapse == SynapseType::conductance) {
        fail_missing(build.parameters, "W_ext", "as there is K_ext");
    }
    const Entry* stand_in = optional(build, {"j", "w"}, "J_ext");
    if (!stand_in) {
        fail_missing(build.parameters, "J_ext", "(or W_ext or w_ext), as there is K_ext");
    }
    build.notes.push_back(fmt::format(
        "no J_ext: external synapses are as strong as excitatory ones ({})", stand_in->key));
    return stand_in;
}

void build_sources(NetworkBuild& build) {
    const ParameterSet& parameters = build.parameters;
    const Entry* K_ext = optional(build, {"K_ext"}, "K_ext");
    const Entry* nu_ext = optional(build, {"nu_ext"}, "nu_ext");
    if (!K_ext) {
        const bool has_weight =
            holds(parameters, "J_ext") || holds(parameters, "W_ext") || holds(parameters, "w_ext");
        const bool like_the_network = holds(parameters, "j") && !has_weight && is_list(nu_ext) &&
                                      length_of(nu_ext) == build.n();
        if (like_the_network) return build_from_rates(build, *nu_ext);
        if (nu_ext || has_weight || holds(parameters, "tau_s_ext")) {
            fail_missing(parameters, "K_ext", "as there is external input");
        }
        build.network.K_ext.resize(build.n(), 0);
        build.network.J_ext.resize(build.n(), 0);
        return;
    }
    const ExternalKeys keys{.K_ext = K_ext, .weight = external_weight(build), .nu_ext = nu_ext};
    if (!nu_ext) {
        build.warnings.push_back("no nu_ext: the external populations are taken to be silent");
    }
    if (is_matrix(K_ext) || is_matrix(keys.weight)) {
        build_from_matrices(build, keys);
    } else {
        build_from_lists(build, keys);
    }
}

void build_external_reversal(NetworkBuild& build) {
    const ParameterSet& parameters = build.parameters;
    const bool conductances = build.network.synapse == SynapseType::conductance;
    for (const std::string_view key : {"E_rev_ext", "E_rev_ext_rel"}) {
        const Entry* entry = conductances ? nullptr : find(parameters, key);
        if (!entry) continue;
        fail(parameters, *entry, "this key with synapse: conductance only",
             fmt::format("synapse: {}", schema::name_of(build.network.synapse)));
    }
    const Index m = build.network.K_ext.cols();
    if (!conductances || m == 0) return;
    build.network.E_rev_ext = reversal_potentials(build, "E_rev_ext", "E_rev_ext", m);
}

// Appends one external population with a single synapse onto every neuron of population i.
void append_source(Network& network, Index i, double weight, double rate) {
    const Index n = network.J_ext.rows();
    const Index m = network.nu_ext.size();
    network.J_ext.conservativeResize(n, m + 1);
    network.K_ext.conservativeResize(n, m + 1);
    network.nu_ext.conservativeResize(m + 1);
    network.J_ext.col(m).setZero();
    network.K_ext.col(m).setZero();
    network.J_ext(i, m) = weight;
    network.K_ext(i, m) = 1.0;
    network.nu_ext(m) = rate;
}

// Poisson input on top of nu_ext, one rate for each population, by a synapse like those of the
// network: excitatory (nu_e_ext) or inhibitory (nu_i_ext).
void build_additional_input(NetworkBuild& build, const char* key, bool inhibitory) {
    const ParameterSet& parameters = build.parameters;
    const Entry* entry = find(parameters, key);
    if (!entry) return;
    const Vector rates = vector_of(parameters, *entry, build.n());
    if ((rates.array() == 0.0).all()) return;
    if ((rates.array() < 0.0).any())
        fail(parameters, *entry, "rates that are not negative", "others");

    const Network& network = build.network;
    if (network.synapse == SynapseType::conductance) {
        fail(parameters, *entry,
             "external populations (K_ext, W_ext, E_rev_ext, nu_ext), as synapse is conductance",
             key);
    }
    if (network.tau_s.cols() > 1 || network.tau_s_ext.size() > 0) {
        fail(parameters, *entry,
             "external populations (K_ext, J_ext, nu_ext) where synapses have time constants of "
             "their own (tau_s as a matrix, tau_s_ext)",
             key);
    }
    const Entry* weight = find_first(parameters, {"j", "w"});
    if (!weight) fail_missing(parameters, "w", fmt::format("(or j), the weight of {}", key));
    const double factor =
        inhibitory ? -relative_inhibition(build, "for the weight of nu_i_ext") : 1.0;
    const Matrix weights = weights_in_volts(
        build, *weight, Vector::Constant(build.n(), factor * scalar(parameters, *weight)));
    for (Index i = 0; i < build.n(); ++i) {
        if (rates(i) > 0.0) append_source(build.network, i, weights(i), rates(i));
    }
    build.notes.push_back(fmt::format(
        "{}: an additional external population for each population with a rate, with one synapse "
        "of weight {} onto every neuron",
        key, inhibitory ? "-g " + weight->key : weight->key));
}

}  // namespace

void build_external_input(NetworkBuild& build) {
    const ParameterSet& parameters = build.parameters;
    build_sources(build);
    build_external_reversal(build);
    build_additional_input(build, "nu_e_ext", false);
    build_additional_input(build, "nu_i_ext", true);
    if (build.network.I_ext.size() > 0 && build.network.C.size() == 0) {
        fail_missing(parameters, "C", "to use I_ext");
    }
}

}  // namespace siegert::io
