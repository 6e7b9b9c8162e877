#pragma once

#include <siegert/dimension.hpp>
#include <siegert/model/network.hpp>

#include "model/neuron_kinds.hpp"

#include <cmath>
#include <limits>
#include <string_view>

/// What a row of the table of the fields of a network says.
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

}  // namespace siegert::schema
