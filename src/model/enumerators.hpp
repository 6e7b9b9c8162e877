#pragma once

#include "named_list.hpp"

#include <siegert/model/neuron.hpp>
#include <siegert/model/stimulus.hpp>
#include <siegert/model/synapse.hpp>

#include <array>
#include <string>
#include <string_view>
#include <vector>

/// The names of enumerations of the model, the same in parameter files, on the command line and in
/// Python.
namespace siegert::schema {

/// What an enumeration of the model is called in messages, and its enumerators.
template <class E>
struct Enumerators;

template <class E>
concept Listed = requires {
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
concept ListedChoice = Listed<typename Choice<Value>::type>;

template <>
struct Enumerators<NeuronType> {
    using E = NeuronType;
    static constexpr std::string_view what = "neuron";
    static constexpr std::array names{
        Named<E>{E::lif, "lif", "leaky: a spike at V_th"},
        Named<E>{E::eif, "eif", "exponential: runs away beyond V_T, cut at V_th"},
        Named<E>{E::qif, "qif", "quadratic: the same with a parabola"},
    };
};

template <>
struct Enumerators<SynapseType> {
    using E = SynapseType;
    static constexpr std::string_view what = "synapse";
    static constexpr std::array names{
        Named<E>{E::delta, "delta", "each spike moves the potential by J at once"},
        Named<E>{E::exponential, "exponential", "a current that jumps and decays with tau_s"},
        Named<E>{E::conductance, "conductance", "a conductance that does, and drives V to E_rev"},
    };
};

template <>
struct Enumerators<DelayDistribution> {
    using E = DelayDistribution;
    static constexpr std::string_view what = "delay_dist";
    static constexpr std::array names{
        Named<E>{E::none, "none", "every delay equals its mean"},
        Named<E>{E::gaussian, "gaussian", "normal, negative delays not excluded"},
        Named<E>{E::truncated_gaussian, "truncated_gaussian", "normal, positive delays only"},
        Named<E>{E::lognormal, "lognormal", "of the given mean and standard deviation"},
    };
};

template <>
struct Enumerators<WeightDistribution> {
    using E = WeightDistribution;
    static constexpr std::string_view what = "weight_dist";
    static constexpr std::array names{
        Named<E>{E::none, "none", "every weight equals its mean"},
        Named<E>{E::normal, "normal", "cut at zero, so that the sign of J is kept"},
        Named<E>{E::lognormal, "lognormal", "in the modulus of J, with its sign"},
    };
};

template <>
struct Enumerators<ConnectionRule> {
    using E = ConnectionRule;
    static constexpr std::string_view what = "connection_rule";
    static constexpr std::array names{
        Named<E>{E::fixed_indegree, "fixed_indegree", "each target receives K synapses"},
        Named<E>{E::fixed_total_number, "fixed_total_number",
                 "K N_target synapses, ends drawn independently"},
        Named<E>{E::pairwise_bernoulli, "pairwise_bernoulli",
                 "each pair with probability K / N_source"},
    };
};

template <>
struct Enumerators<ExternalDrive> {
    using E = ExternalDrive;
    static constexpr std::string_view what = "external_drive";
    static constexpr std::array names{
        Named<E>{E::poisson, "poisson", "K_ext Poisson spike trains of rate nu_ext"},
        Named<E>{E::gaussian_white, "gaussian_white",
                 "Gaussian white noise of the same mean and variance"},
    };
};

template <>
struct Enumerators<StimulusInput> {
    using E = StimulusInput;
    static constexpr std::string_view what = "input";
    static constexpr std::array names{
        Named<E>{E::mean, "mean", "the mean input"},
        Named<E>{E::current, "current", "a current into each neuron"},
        Named<E>{E::rate, "rate", "the rates nu_ext"},
        Named<E>{E::rate_factor, "rate_factor", "the same, relative to nu_ext"},
        Named<E>{E::spikes, "spikes", "spikes of given times"},
    };
};

template <>
struct Enumerators<StimulusShape> {
    using E = StimulusShape;
    static constexpr std::string_view what = "shape";
    static constexpr std::array names{
        Named<E>{E::step, "step", "1 from start to stop"},
        Named<E>{E::ramp, "ramp", "from 0 to 1, which it reaches at stop"},
        Named<E>{E::sine, "sine", "sin(2 pi frequency (t - start) + phase)"},
        Named<E>{E::pulses, "pulses", "1 for `width` at the beginning of each period"},
        Named<E>{E::file, "file", "samples, each for the time sample_interval"},
    };
};

template <Listed E>
[[nodiscard]] constexpr std::string_view name_of(E value) {
    return name_in(Enumerators<E>::names, value);
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
template <Listed E>
[[nodiscard]] std::string alternatives() {
    constexpr auto& enumerators = Enumerators<E>::names;
    std::array<std::string_view, enumerators.size()> names;
    for (std::size_t k = 0; k < names.size(); ++k) names[k] = enumerators[k].name;
    return alternatives(names);
}

}  // namespace siegert::schema
