#pragma once

#include <siegert/convert/simulator_script.hpp>

#include <optional>
#include <string>
#include <vector>

/// The scripts, one function for each simulator, and what they have in common. They take a network
/// that `simulator_script` has checked.
namespace siegert::convert {

[[nodiscard]] std::string nest_script(const Network& network, const ScriptOptions& options);
[[nodiscard]] std::string brian2_script(const Network& network, const ScriptOptions& options);
[[nodiscard]] std::string pynn_script(const Network& network, const ScriptOptions& options);

/// How a script writes quantities.
enum class Units {
    in_comments,  ///< numbers, in ms, mV, pF, pA and Hz
    in_values,    ///< numbers times the units of Brian
};

/// The parameters of a network as Python assignments, one line or matrix for each.
[[nodiscard]] std::string assignments(const Network& network, Units units);

/// One assignment with the unit of its values and what it means.
struct Assigned {
    std::string name;
    std::string literal;
    std::string unit;  ///< "ms", "mV", ...; empty: none
    std::string meaning;
};
[[nodiscard]] std::string assignment(const Assigned& assigned, Units units);

/// "brunel_2000", or "a network" where it has no label; fit for a comment.
[[nodiscard]] std::string title(const Network& network);

/// duration, warmup, dt and seed.
[[nodiscard]] std::string settings(const ScriptOptions& options, Units units);

/// Whether all synapses onto a neuron, external ones included, have the time constant `tau_s(i)`.
[[nodiscard]] bool has_one_time_constant(const Network& network);

/// Time constant of synapses from j onto i, and from an external population [s], n x n and n x m.
[[nodiscard]] Matrix time_constants_of_connections(const Network& network);
[[nodiscard]] Matrix time_constants_of_external_connections(const Network& network);

/// The distinct time constants of the synapses that a neuron of population i has, ascending.
[[nodiscard]] std::vector<double> time_constants(const Network& network, Index i);

/// Time constants [s] of the excitatory and of the inhibitory synapses onto each population, n.
struct TimeConstantsBySign {
    Vector excitatory;
    Vector inhibitory;
};

/// Empty where synapses of one sign differ. A sign without synapses has the time constant of the
/// other one.
[[nodiscard]] std::optional<TimeConstantsBySign> time_constants_by_sign(const Network& network);

/// Whether some entry of K is no whole number.
[[nodiscard]] bool has_fractional_indegree(const Network& network);

}  // namespace siegert::convert
