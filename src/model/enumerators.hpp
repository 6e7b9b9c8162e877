#pragma once

#include <siegert/model/neuron.hpp>
#include <siegert/model/synapse.hpp>

#include <array>
#include <string>
#include <string_view>
#include <vector>

/// The names of enumerators, the same in parameter files, on the command line and in Python.
namespace siegert::schema {

template <class E>
struct Enumerator {
    std::string_view name;
    E value;
};

/// What an enumeration of the model is called in messages, and its enumerators.
template <class E>
struct Enumerators;

template <class E>
concept Named = requires {
    Enumerators<E>::names;
};

/// Whether it is an enumeration, or an enumerator for each population.
template <class Value>
struct Choice {
    using type = Value;
};
template <class E>
struct Choice<std::vector<E>> {
    using type = E;
};
template <class Value>
concept NamedChoice = Named<typename Choice<Value>::type>;

template <>
struct Enumerators<NeuronType> {
    using E = NeuronType;
    static constexpr std::string_view what = "neuron";
    static constexpr std::array names{Enumerator<E>{"lif", E::lif}, Enumerator<E>{"eif", E::eif}};
};

template <>
struct Enumerators<SynapseType> {
    using E = SynapseType;
    static constexpr std::string_view what = "synapse";
    static constexpr std::array names{Enumerator<E>{"delta", E::delta},
                                      Enumerator<E>{"exponential", E::exponential}};
};

template <>
struct Enumerators<DelayDistribution> {
    using E = DelayDistribution;
    static constexpr std::string_view what = "delay_dist";
    static constexpr std::array names{Enumerator<E>{"none", E::none},
                                      Enumerator<E>{"gaussian", E::gaussian},
                                      Enumerator<E>{"truncated_gaussian", E::truncated_gaussian},
                                      Enumerator<E>{"lognormal", E::lognormal}};
};

template <>
struct Enumerators<WeightDistribution> {
    using E = WeightDistribution;
    static constexpr std::string_view what = "weight_dist";
    static constexpr std::array names{Enumerator<E>{"none", E::none},
                                      Enumerator<E>{"normal", E::normal},
                                      Enumerator<E>{"lognormal", E::lognormal}};
};

template <>
struct Enumerators<ConnectionRule> {
    using E = ConnectionRule;
    static constexpr std::string_view what = "connection_rule";
    static constexpr std::array names{Enumerator<E>{"fixed_indegree", E::fixed_indegree},
                                      Enumerator<E>{"fixed_total_number", E::fixed_total_number},
                                      Enumerator<E>{"pairwise_bernoulli", E::pairwise_bernoulli}};
};

template <>
struct Enumerators<ExternalDrive> {
    using E = ExternalDrive;
    static constexpr std::string_view what = "external_drive";
    static constexpr std::array names{Enumerator<E>{"poisson", E::poisson},
                                      Enumerator<E>{"gaussian_white", E::gaussian_white}};
};

template <Named E>
[[nodiscard]] constexpr std::string_view name_of(E value) {
    for (const auto& enumerator : Enumerators<E>::names) {
        if (enumerator.value == value) return enumerator.name;
    }
    return {};
}

/// "'a', 'b' or 'c'", of a range of texts.
template <class Names>
[[nodiscard]] std::string alternatives(const Names& names) {
    std::string text;
    std::size_t k = 0;
    for (const std::string_view name : names) {
        text += k == 0 ? "" : k + 1 == names.size() ? " or " : ", ";
        text += '\'';
        text += name;
        text += '\'';
        ++k;
    }
    return text;
}

/// "'none', 'normal' or 'lognormal'"
template <Named E>
[[nodiscard]] std::string alternatives() {
    constexpr auto& enumerators = Enumerators<E>::names;
    std::array<std::string_view, enumerators.size()> names;
    for (std::size_t k = 0; k < names.size(); ++k) names[k] = enumerators[k].name;
    return alternatives(names);
}

}  // namespace siegert::schema
