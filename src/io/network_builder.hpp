#pragma once

#include <siegert/io/parameter_file.hpp>

#include "io/parameter_set.hpp"

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace siegert::io {

/// A network on its way from the keys of a file to the members of `Network`.
struct NetworkBuild {
    const ParameterSet& parameters;
    NetworkModel model;
    Network network;
    std::map<std::string, std::string> origins;  ///< member of Network -> key that it comes from
    std::vector<std::string> notes;
    std::vector<std::string> warnings;

    [[nodiscard]] Index n() const { return static_cast<Index>(network.populations.size()); }
};

/// Whether the populations are the eight of Potjans & Diesmann (2014), in their order.
[[nodiscard]] bool names_the_microcircuit(const ParameterSet& parameters);

/// The model that the file names, or that its keys of the file speak for.
[[nodiscard]] NetworkModel detect_model(const ParameterSet& parameters);

/// Everything of a parameter file: the steps below in this order, then the check of the result.
[[nodiscard]] LoadedNetwork build_network(const ParameterSet& parameters, NetworkModel model);

/// What the keys of fields say; the steps that follow derive what other keys give.
void build_fields(NetworkBuild& build);
void build_neurons(NetworkBuild& build);
void build_synapses(NetworkBuild& build);
void build_weights(NetworkBuild& build);
void build_indegrees(NetworkBuild& build);
void build_weight_distribution(NetworkBuild& build);
void build_delays(NetworkBuild& build);
void build_external_input(NetworkBuild& build);

/// Warns of what is valid but probably not meant, as soon as the network is complete.
void warn_of_doubts(NetworkBuild& build);

/// a - b, free of the rounding of mV to V: -50 mV and -65 mV are 15 mV apart.
[[nodiscard]] Vector potential_difference(const Vector& a, const Vector& b);

/// The position of a population that the value of `key` names in this line.
[[nodiscard]] std::size_t population_index(const NetworkBuild& build, const std::string& key,
                                           const std::string& name, int line);

/// One list of currents for all populations, one list for each, or lists by name.
[[nodiscard]] std::vector<std::vector<AdaptationCurrent>> adaptation_of(const NetworkBuild& build,
                                                                        const Entry& entry);

/// A list of stimuli, each a mapping.
[[nodiscard]] std::vector<Stimulus> stimuli_of(const NetworkBuild& build, const Entry& entry);

[[nodiscard]] Analysis build_analysis(const ParameterSet& parameters);

/// The entry of a key that must be there; remembers that `member` comes from it.
const Entry& required(NetworkBuild& build, std::string_view key, std::string_view member);

/// The first of these keys that is there, or nullptr; remembers that `member` comes from it.
const Entry* optional(NetworkBuild& build, std::initializer_list<std::string_view> keys,
                      std::string_view member);

/// g, by which inhibitory synapses are stronger than excitatory ones; not negative.
[[nodiscard]] double relative_inhibition(const NetworkBuild& build, const std::string& purpose);

/// The entry's numbers are conductances where synapses are, and otherwise not. Throws
/// ParameterFileError if that is not so.
void require_kind_of_weight(const NetworkBuild& build, const Entry& entry);

/// Reversal potentials, absolute (`key`, E_L of the target is subtracted) or relative to it, rows x
/// cols; empty where there are none.
[[nodiscard]] Matrix reversal_potentials(NetworkBuild& build, std::string_view key,
                                         std::string_view member, Index cols);

/// Weights in V from currents in A: J(i, j) = tau_s(i, j) W(i, j) / C(i). tau_s may have a single
/// column.
[[nodiscard]] Matrix weights_from_currents(const NetworkBuild& build, const Entry& entry,
                                           const Matrix& W, const Matrix& tau_s);

/// Populations 0, 2, ... are excitatory and 1, 3, ... inhibitory wherever a file tells them apart
/// (w, j and g, d_e and d_i). Throws ParameterFileError if the names say otherwise.
void require_alternating(const NetworkBuild& build, const Entry& entry);

[[nodiscard]] inline bool is_inhibitory(Index j) {
    return j % 2 == 1;
}

}  // namespace siegert::io
