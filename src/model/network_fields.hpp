#pragma once

#include <siegert/dimension.hpp>
#include <siegert/model/network.hpp>

#include "model/neuron_kinds.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <string_view>
#include <tuple>

/// The table of the fields of a network. From it follow the keys of parameter files and the hints
/// at them, the checks of shapes and ranges, what is written to files, the fingerprint of
/// checkpoints, what a theory refuses, the attributes in Python with their stubs, and the table in
/// docs/parameter_files.md.
namespace siegert::schema {

/// The part of a parameter file to which a field belongs.
enum class Section { populations, neurons, synapses, connections, delays, external_input };

/// What has an entry of its own.
enum class Shape {
    network,                        ///< a single value
    population,                     ///< n
    connection,                     ///< n x n
    external_population,            ///< m
    external_connection,            ///< n x m
    target_or_connection,           ///< n x 1 (in files and in Python n) or n x n
    target_or_external_connection,  ///< n x 1 (in files and in Python n) or n x m
};

[[nodiscard]] constexpr std::string_view symbols(Shape shape) {
    constexpr std::string_view names[]{"", "n", "n x n", "m", "n x m", "n or n x n", "n or n x m"};
    return names[static_cast<int>(shape)];
}

/// Whether a matrix of this shape may have a single column instead: of all sources.
[[nodiscard]] constexpr bool may_be_of_targets(Shape shape) {
    return shape == Shape::target_or_connection || shape == Shape::target_or_external_connection;
}

/// The values that an entry may have, NaN never.
struct Range {
    bool (*contains)(double);
    std::string_view demand;
    std::string_view symbols;  ///< as in "n x n, > 0"
};

inline constexpr Range finite{[](double x) { return std::isfinite(x); }, "be finite", ""};
inline constexpr Range positive{[](double x) { return x > 0.0 && std::isfinite(x); },
                                "be positive and finite", "> 0"};
inline constexpr Range not_negative{[](double x) { return x >= 0.0 && std::isfinite(x); },
                                    "be finite and not negative", ">= 0"};
inline constexpr Range count{
    [](double x) { return x > 0.0 && std::isfinite(x) && x == std::floor(x); },
    "be a positive whole number", "> 0, whole"};

/// Where values are found in practice [SI]: what lies outside is probably a unit or a sign gone
/// wrong.
struct Interval {
    double low = -std::numeric_limits<double>::infinity();
    double high = std::numeric_limits<double>::infinity();
};

/// What the theory makes of a field that is set.
enum class InTheory {
    used,
    irrelevant,  ///< what the theory computes does not depend on it
    averaged,    ///< a spread of which the theory has the mean only: a row of `validity` says what
                 ///< that costs
    refused,     ///< the answer would be another one: an error
};

/// What there is to say about a field besides its name and its type.
struct About {
    std::string_view key = "";                  ///< in parameter files; empty: the name
    std::string_view key_of_conductances = "";  ///< where synapses are conductances: a weight [S]
    Section section = Section::populations;
    Shape shape = Shape::network;
    Dimension dimension = Dimension::dimensionless;
    Range range = finite;
    Interval usual = {};
    std::string_view if_unusual = "";
    bool (*needed)(const Network&) = [](const Network&) { return false; };
    OfNeuron only_of = nullptr;  ///< the kinds of neurons that have it; others: 0 or empty
    bool derived = false;        ///< other keys give it too: src/io/build_*.cpp
    InTheory in_theory = InTheory::used;
    bool in_simulation = true;  ///< whether spikes depend on it
    std::string_view meaning = "";
    std::string_view if_absent = "";
};

template <class Value>
struct NetworkField {
    using value_type = Value;
    std::string_view name;  ///< member of Network, attribute in Python
    Value Network::*member;
    About about;
};

/// Weights of conductances are conductances and have a key of their own.
[[nodiscard]] inline std::string_view key_in(const Network& network, const About& about) {
    const bool of_conductance =
        !about.key_of_conductances.empty() && network.synapse == SynapseType::conductance;
    return of_conductance ? about.key_of_conductances : about.key;
}
[[nodiscard]] inline Dimension dimension_in(const Network& network, const About& about) {
    return key_in(network, about) == about.key ? about.dimension : Dimension::conductance;
}

template <class Value>
[[nodiscard]] constexpr NetworkField<Value> field(std::string_view name, Value Network::*member,
                                                  const About& about) {
    NetworkField<Value> row{.name = name, .member = member, .about = about};
    if (about.key.empty()) row.about.key = name;
    return row;
}

[[nodiscard]] constexpr bool always(const Network&) {
    return true;
}

[[nodiscard]] inline bool with_soft_threshold(const Network& network) {
    return has(network, runs_away);
}

[[nodiscard]] constexpr bool with_distributed_weights(const Network& network) {
    return network.weight_dist != WeightDistribution::none;
}

[[nodiscard]] constexpr bool with_distributed_delays(const Network& network) {
    return network.delay_dist != DelayDistribution::none;
}

[[nodiscard]] constexpr bool with_conductances(const Network& network) {
    return network.synapse == SynapseType::conductance;
}

[[nodiscard]] inline bool with_external_conductances(const Network& network) {
    return with_conductances(network) && network.K_ext.cols() > 0;
}

[[nodiscard]] inline bool with_time_constants_of_connections(const Network& network) {
    return network.tau_s.cols() > 1 && network.K_ext.cols() > 0;
}

inline constexpr std::tuple network_fields{
    field("label", &Network::label,
          {.section = Section::populations,
           .in_theory = InTheory::irrelevant,
           .in_simulation = false,
           .meaning = "name of the network",
           .if_absent = "none"}),
    field("populations", &Network::populations,
          {.section = Section::populations,
           .shape = Shape::population,
           .needed = always,
           .in_theory = InTheory::irrelevant,
           .in_simulation = false,
           .meaning = "names, distinct"}),
    field("N", &Network::N,
          {.section = Section::populations,
           .shape = Shape::population,
           .range = count,
           .needed = always,
           .meaning = "neurons in each population"}),

    field("neuron", &Network::neuron,
          {.section = Section::neurons,
           .shape = Shape::population,
           .meaning = "kind of neuron: one for all, a list, or by name (`{E: eif, I: lif}`)",
           .if_absent = "`lif`"}),
    field("C", &Network::C,
          {.section = Section::neurons,
           .shape = Shape::population,
           .dimension = Dimension::capacitance,
           .range = positive,
           .usual = {1e-13, 1e-8},
           .needed = with_conductances,
           .meaning = "membrane capacitance",
           .if_absent = "needed with currents and conductances (`w`, `W`, `I_ext`)"}),
    field("tau_m", &Network::tau_m,
          {.section = Section::neurons,
           .shape = Shape::population,
           .dimension = Dimension::time,
           .range = positive,
           .usual = {1e-4, 1.0},
           .needed = always,
           .meaning = "membrane time constant"}),
    field("tau_r", &Network::tau_r,
          {.section = Section::neurons,
           .shape = Shape::population,
           .dimension = Dimension::time,
           .range = not_negative,
           .usual = {0.0, 0.1},
           .needed = always,
           .meaning = "refractory period"}),
    field("V_0", &Network::V_0,
          {.key = "V_0_rel",
           .section = Section::neurons,
           .shape = Shape::population,
           .dimension = Dimension::voltage,
           .usual = {-0.05, 0.1},
           .if_unusual = "absolute potentials belong to V_0_abs and V_th_abs, with E_L",
           .needed = always,
           .derived = true,
           .meaning = "reset potential relative to the leak potential"}),
    field("V_th", &Network::V_th,
          {.key = "V_th_rel",
           .section = Section::neurons,
           .shape = Shape::population,
           .dimension = Dimension::voltage,
           .usual = {0.0, 0.1},
           .if_unusual = "below the leak potential, neurons fire without input; absolute "
                         "potentials belong to V_th_abs and V_0_abs, with E_L",
           .needed = always,
           .derived = true,
           .meaning = "threshold relative to the leak potential, above the reset"}),
    field("V_th_sd", &Network::V_th_sd,
          {.section = Section::neurons,
           .shape = Shape::population,
           .dimension = Dimension::voltage,
           .range = not_negative,
           .usual = {0.0, 0.02},
           .only_of = has_sharp_threshold,
           .in_theory = InTheory::averaged,
           .meaning = "standard deviation of the threshold between the neurons of a population, "
                      "see Neurons that differ; 0 for `eif` and `qif`",
           .if_absent = "0"}),
    field("tau_m_sd", &Network::tau_m_sd,
          {.section = Section::neurons,
           .shape = Shape::population,
           .dimension = Dimension::time,
           .range = not_negative,
           .usual = {0.0, 0.1},
           .only_of = has_sharp_threshold,
           .in_theory = InTheory::averaged,
           .meaning = "standard deviation of the membrane time constant between the neurons of a "
                      "population, see Neurons that differ; 0 for `eif` and `qif`",
           .if_absent = "0"}),
    field("Delta_T", &Network::Delta_T,
          {.section = Section::neurons,
           .shape = Shape::population,
           .dimension = Dimension::voltage,
           .range = not_negative,
           .usual = {0.0, 0.02},
           .needed = with_soft_threshold,
           .only_of = runs_away,
           .meaning = "slope factor of `eif` and `qif` neurons, > 0; 0 for others",
           .if_absent = "needed by `eif` and `qif`"}),
    field("V_T", &Network::V_T,
          {.key = "V_T_rel",
           .section = Section::neurons,
           .shape = Shape::population,
           .dimension = Dimension::voltage,
           .usual = {0.0, 0.1},
           .if_unusual = "absolute potentials belong to V_T_abs, with E_L",
           .needed = with_soft_threshold,
           .only_of = runs_away,
           .derived = true,
           .meaning =
               "soft threshold of `eif` and `qif` neurons relative to the leak potential, below "
               "V_th, where a spike is cut; 0 for others",
           .if_absent = "needed by `eif` and `qif`"}),
    field("E_L", &Network::E_L,
          {.section = Section::neurons,
           .shape = Shape::population,
           .dimension = Dimension::voltage,
           .usual = {-0.15, 0.05},
           .derived = true,
           .in_theory = InTheory::irrelevant,
           .in_simulation = false,
           .meaning = "leak potential, only to read and report absolute potentials",
           .if_absent = "V_0_abs where that is given, so that the reset is at 0"}),
    field("adaptation", &Network::adaptation,
          {.section = Section::neurons,
           .shape = Shape::population,
           .meaning = "adaptation currents `{tau, a, b}` of each population",
           .if_absent = "none"}),

    field("synapse", &Network::synapse,
          {.section = Section::synapses,
           .derived = true,
           .meaning = "shape of the synaptic current",
           .if_absent = "`delta` if tau_s is 0 or `neuron_type: iaf_psc_delta`"}),
    field("tau_s", &Network::tau_s,
          {.section = Section::synapses,
           .shape = Shape::target_or_connection,
           .dimension = Dimension::time,
           .range = not_negative,
           .usual = {0.0, 1.0},
           .needed = always,
           .derived = true,
           .meaning = "synaptic time constant: one for all, a list (one for all synapses onto each "
                      "target) or a matrix (target, source; 0: a delta synapse)",
           .if_absent = "needed for exponential synapses and conductances"}),
    field("J", &Network::J,
          {.key_of_conductances = "W",
           .section = Section::synapses,
           .shape = Shape::connection,
           .dimension = Dimension::voltage,
           .usual = {-0.1, 0.1},
           .needed = always,
           .derived = true,
           .meaning = "weight: peak of the PSP of a delta synapse, or tau_s w / C (`W` for "
                      "conductances)",
           .if_absent = "derived"}),
    field("E_rev", &Network::E_rev,
          {.key = "E_rev_rel",
           .section = Section::synapses,
           .shape = Shape::connection,
           .dimension = Dimension::voltage,
           .usual = {-0.05, 0.2},
           .if_unusual = "absolute potentials belong to E_rev, with E_L",
           .needed = with_conductances,
           .derived = true,
           .meaning = "reversal potential of conductances relative to the leak potential of the "
                      "target: one for all, a list (sources) or a matrix",
           .if_absent = "needed by `synapse: conductance`"}),
    field("weight_dist", &Network::weight_dist,
          {.section = Section::synapses,
           .derived = true,
           .meaning = "distribution of the weights",
           .if_absent = "`none`"}),
    field("J_sd", &Network::J_sd,
          {.key_of_conductances = "W_sd",
           .section = Section::synapses,
           .shape = Shape::connection,
           .dimension = Dimension::voltage,
           .range = not_negative,
           .usual = {0.0, 0.1},
           .needed = with_distributed_weights,
           .derived = true,
           .meaning = "standard deviation of the weights",
           .if_absent = "0"}),

    field("K", &Network::K,
          {.section = Section::connections,
           .shape = Shape::connection,
           .range = not_negative,
           .needed = always,
           .derived = true,
           .meaning = "in-degree: synapses from all of the source onto one neuron of the target",
           .if_absent = "derived from `p`"}),
    field("connection_rule", &Network::connection_rule,
          {.section = Section::connections,
           .in_theory = InTheory::averaged,
           .meaning = "how synapses are drawn",
           .if_absent = "`fixed_indegree`"}),
    field("multapses", &Network::multapses,
          {.section = Section::connections,
           .in_theory = InTheory::irrelevant,
           .meaning = "may two neurons be connected more than once?",
           .if_absent = "true"}),
    field("autapses", &Network::autapses,
          {.section = Section::connections,
           .in_theory = InTheory::irrelevant,
           .meaning = "may a neuron be connected to itself?",
           .if_absent = "true"}),

    field("Delay", &Network::Delay,
          {.section = Section::delays,
           .shape = Shape::connection,
           .dimension = Dimension::time,
           .range = not_negative,
           .usual = {0.0, 0.5},
           .needed = with_distributed_delays,
           .derived = true,
           .meaning = "mean delay",
           .if_absent = "unknown; needed for spectra, stability and simulation"}),
    field("Delay_sd", &Network::Delay_sd,
          {.section = Section::delays,
           .shape = Shape::connection,
           .dimension = Dimension::time,
           .range = not_negative,
           .usual = {0.0, 0.5},
           .needed = with_distributed_delays,
           .derived = true,
           .meaning = "standard deviation of the delay",
           .if_absent = "0"}),
    field("delay_dist", &Network::delay_dist,
          {.section = Section::delays,
           .meaning = "distribution of the delays",
           .if_absent = "`none`"}),

    field("tau_s_ext", &Network::tau_s_ext,
          {.section = Section::external_input,
           .shape = Shape::target_or_external_connection,
           .dimension = Dimension::time,
           .range = not_negative,
           .usual = {0.0, 1.0},
           .needed = with_time_constants_of_connections,
           .derived = true,
           .meaning = "time constant of external synapses: one for all, a list (targets) or a "
                      "matrix (target, external source; 0: a delta synapse)",
           .if_absent = "`tau_s` of the target; needed where that is a matrix"}),
    field("J_ext", &Network::J_ext,
          {.key_of_conductances = "W_ext",
           .section = Section::external_input,
           .shape = Shape::external_connection,
           .dimension = Dimension::voltage,
           .usual = {-0.1, 0.1},
           .needed = always,
           .derived = true,
           .meaning = "weight of external synapses (`W_ext` for conductances)",
           .if_absent = "j or w"}),
    field("E_rev_ext", &Network::E_rev_ext,
          {.key = "E_rev_ext_rel",
           .section = Section::external_input,
           .shape = Shape::external_connection,
           .dimension = Dimension::voltage,
           .usual = {-0.05, 0.2},
           .if_unusual = "absolute potentials belong to E_rev_ext, with E_L",
           .needed = with_external_conductances,
           .derived = true,
           .meaning = "reversal potential of external conductances relative to the leak potential "
                      "of the target: one for all, a list (external sources) or a matrix",
           .if_absent = "needed by external conductances"}),
    field("K_ext", &Network::K_ext,
          {.section = Section::external_input,
           .shape = Shape::external_connection,
           .range = not_negative,
           .needed = always,
           .derived = true,
           .meaning = "external in-degree",
           .if_absent = "no external input"}),
    field("nu_ext", &Network::nu_ext,
          {.section = Section::external_input,
           .shape = Shape::external_population,
           .dimension = Dimension::frequency,
           .range = not_negative,
           .usual = {0.0, 1e6},
           .derived = true,
           .meaning = "rate of one neuron of each external population",
           .if_absent = "0, with a warning"}),
    field("I_ext", &Network::I_ext,
          {.section = Section::external_input,
           .shape = Shape::population,
           .dimension = Dimension::current,
           .usual = {-1e-7, 1e-7},
           .meaning = "constant current, needs C",
           .if_absent = "none"}),
    field("external_drive", &Network::external_drive,
          {.section = Section::external_input,
           .in_theory = InTheory::irrelevant,
           .meaning = "source of the external input",
           .if_absent = "`poisson`"}),
    field("stimulus", &Network::stimulus,
          {.section = Section::external_input,
           .in_theory = InTheory::refused,
           .meaning = "input that changes in time, see Stimuli",
           .if_absent = "none"}),
};

/// Calls visit(field) for each row of the table.
template <class Visit>
constexpr void for_each_field(Visit&& visit) {
    std::apply([&](const auto&... fields) { (visit(fields), ...); }, network_fields);
}

}  // namespace siegert::schema
