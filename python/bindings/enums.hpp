#pragma once

#include <siegert/crosscheck/crosscheck.hpp>
#include <siegert/error.hpp>
#include <siegert/io/parameter_file.hpp>
#include <siegert/io/quantity.hpp>
#include <siegert/lif/convention.hpp>
#include <siegert/lif/exp.hpp>
#include <siegert/model/synapse.hpp>
#include <siegert/simulation/membrane.hpp>
#include <siegert/simulation/population.hpp>
#include <siegert/simulation/simulation_options.hpp>
#include <siegert/statistics/population_spectra.hpp>
#include <siegert/statistics/spike_statistics.hpp>
#include <siegert/theory/analysis.hpp>
#include <siegert/theory/spatial.hpp>
#include <siegert/theory/working_point.hpp>

#include <pybind11/pybind11.h>

#include <array>
#include <string>
#include <string_view>

/// Enumerators are texts in Python: `method="taylor"`. A wrong one is an InvalidParameter that
/// lists the right ones.
namespace siegert::python {

template <class E>
struct Enumerator {
    std::string_view name;
    E value;
};

/// What an enumeration is called in messages, and its enumerators; specialised for each below.
template <class E>
struct EnumNames;

template <class E>
concept NamedEnum = requires {
    EnumNames<E>::what;
};

template <>
struct EnumNames<SynapseType> {
    static constexpr std::string_view what = "synapse";
    static constexpr std::array names{
        Enumerator<SynapseType>{"delta", SynapseType::delta},
        Enumerator<SynapseType>{"exponential", SynapseType::exponential}};
};

template <>
struct EnumNames<DelayDistribution> {
    using E = DelayDistribution;
    static constexpr std::string_view what = "delay_dist";
    static constexpr std::array names{Enumerator<E>{"none", E::none},
                                      Enumerator<E>{"gaussian", E::gaussian},
                                      Enumerator<E>{"truncated_gaussian", E::truncated_gaussian},
                                      Enumerator<E>{"lognormal", E::lognormal}};
};

template <>
struct EnumNames<WeightDistribution> {
    using E = WeightDistribution;
    static constexpr std::string_view what = "weight_dist";
    static constexpr std::array names{Enumerator<E>{"none", E::none},
                                      Enumerator<E>{"normal", E::normal},
                                      Enumerator<E>{"lognormal", E::lognormal}};
};

template <>
struct EnumNames<ConnectionRule> {
    using E = ConnectionRule;
    static constexpr std::string_view what = "connection_rule";
    static constexpr std::array names{Enumerator<E>{"fixed_indegree", E::fixed_indegree},
                                      Enumerator<E>{"fixed_total_number", E::fixed_total_number},
                                      Enumerator<E>{"pairwise_bernoulli", E::pairwise_bernoulli}};
};

template <>
struct EnumNames<ExternalDrive> {
    using E = ExternalDrive;
    static constexpr std::string_view what = "external_drive";
    static constexpr std::array names{Enumerator<E>{"poisson", E::poisson},
                                      Enumerator<E>{"gaussian_white", E::gaussian_white}};
};

template <>
struct EnumNames<NetworkModel> {
    using E = NetworkModel;
    static constexpr std::string_view what = "model";
    static constexpr std::array names{
        Enumerator<E>{"automatic", E::automatic}, Enumerator<E>{"plain", E::plain},
        Enumerator<E>{"basic", E::basic}, Enumerator<E>{"microcircuit", E::microcircuit}};
};

template <>
struct EnumNames<lif::Convention> {
    using E = lif::Convention;
    static constexpr std::string_view what = "convention";
    static constexpr std::array names{Enumerator<E>{"exact", E::exact},
                                      Enumerator<E>{"nnmt", E::nnmt}};
};

template <>
struct EnumNames<lif::exp::Method> {
    using E = lif::exp::Method;
    static constexpr std::string_view what = "method";
    static constexpr std::array names{Enumerator<E>{"shift", E::shift},
                                      Enumerator<E>{"taylor", E::taylor}};
};

template <>
struct EnumNames<Integration> {
    using E = Integration;
    static constexpr std::string_view what = "integration";
    static constexpr std::array names{Enumerator<E>{"exact", E::exact},
                                      Enumerator<E>{"euler", E::euler}};
};

template <>
struct EnumNames<Reset> {
    using E = Reset;
    static constexpr std::string_view what = "reset";
    static constexpr std::array names{Enumerator<E>{"to_value", E::to_value},
                                      Enumerator<E>{"to_zero", E::to_zero},
                                      Enumerator<E>{"by_subtraction", E::by_subtraction}};
};

template <>
struct EnumNames<SpikeTrace> {
    using E = SpikeTrace;
    static constexpr std::string_view what = "spike_trace";
    static constexpr std::array names{Enumerator<E>{"additive", E::additive},
                                      Enumerator<E>{"saturating", E::saturating}};
};

template <>
struct EnumNames<CurrentSamples> {
    using E = CurrentSamples;
    static constexpr std::string_view what = "samples";
    static constexpr std::array names{Enumerator<E>{"constant", E::constant},
                                      Enumerator<E>{"linear", E::linear}};
};

template <>
struct EnumNames<statistics::SpectralMethod> {
    using E = statistics::SpectralMethod;
    static constexpr std::string_view what = "method";
    static constexpr std::array names{Enumerator<E>{"multitaper", E::multitaper},
                                      Enumerator<E>{"welch", E::welch}};
};

template <>
struct EnumNames<statistics::IntervalAverage> {
    using E = statistics::IntervalAverage;
    static constexpr std::string_view what = "average";
    static constexpr std::array names{Enumerator<E>{"over_neurons", E::over_neurons},
                                      Enumerator<E>{"pooled", E::pooled}};
};

template <>
struct EnumNames<theory::Termination> {
    using E = theory::Termination;
    static constexpr std::string_view what = "termination";
    static constexpr std::array names{Enumerator<E>{"newton", E::newton},
                                      Enumerator<E>{"relaxation", E::relaxation},
                                      Enumerator<E>{"not_converged", E::not_converged}};
};

template <>
struct EnumNames<theory::SpikingNoise> {
    using E = theory::SpikingNoise;
    static constexpr std::string_view what = "noise";
    static constexpr std::array names{Enumerator<E>{"by_convention", E::by_convention},
                                      Enumerator<E>{"poisson", E::poisson},
                                      Enumerator<E>{"renewal", E::renewal}};
};

template <>
struct EnumNames<theory::SpatialProfile> {
    using E = theory::SpatialProfile;
    static constexpr std::string_view what = "profile";
    static constexpr std::array names{Enumerator<E>{"boxcar", E::boxcar},
                                      Enumerator<E>{"gaussian", E::gaussian},
                                      Enumerator<E>{"exponential", E::exponential}};
};

template <>
struct EnumNames<theory::Space> {
    using E = theory::Space;
    static constexpr std::string_view what = "space";
    static constexpr std::array names{Enumerator<E>{"line", E::line},
                                      Enumerator<E>{"plane", E::plane}};
};

template <>
struct EnumNames<crosscheck::Quantity> {
    using E = crosscheck::Quantity;
    static constexpr std::string_view what = "quantity";
    static constexpr std::array names{
        Enumerator<E>{"rates", E::rates},
        Enumerator<E>{"cvs", E::cvs},
        Enumerator<E>{"mean_input", E::mean_input},
        Enumerator<E>{"std_input", E::std_input},
        Enumerator<E>{"covariances", E::covariances},
        Enumerator<E>{"spectra", E::spectra},
        Enumerator<E>{"transfer_function_real", E::transfer_function_real},
        Enumerator<E>{"transfer_function_imaginary", E::transfer_function_imaginary},
        Enumerator<E>{"unconnected_rates", E::unconnected_rates},
        Enumerator<E>{"driven_rates", E::driven_rates},
        Enumerator<E>{"transmission_gain", E::transmission_gain},
        Enumerator<E>{"transmission_delay", E::transmission_delay}};
};

template <>
struct EnumNames<InitialDistribution> {
    using E = InitialDistribution;
    static constexpr std::string_view what = "distribution";
    static constexpr std::array names{Enumerator<E>{"uniform", E::uniform},
                                      Enumerator<E>{"normal", E::normal}};
};

template <>
struct EnumNames<SpikeTiming> {
    using E = SpikeTiming;
    static constexpr std::string_view what = "timing";
    static constexpr std::array names{Enumerator<E>{"grid", E::grid},
                                      Enumerator<E>{"exact", E::exact}};
};

template <>
struct EnumNames<Dimension> {
    using E = Dimension;
    static constexpr std::string_view what = "dimension";
    static constexpr std::array names{Enumerator<E>{"dimensionless", E::dimensionless},
                                      Enumerator<E>{"time", E::time},
                                      Enumerator<E>{"voltage", E::voltage},
                                      Enumerator<E>{"current", E::current},
                                      Enumerator<E>{"capacitance", E::capacitance},
                                      Enumerator<E>{"frequency", E::frequency},
                                      Enumerator<E>{"angular_frequency", E::angular_frequency},
                                      Enumerator<E>{"conductance", E::conductance},
                                      Enumerator<E>{"resistance", E::resistance},
                                      Enumerator<E>{"length", E::length},
                                      Enumerator<E>{"wavenumber", E::wavenumber}};
};

template <NamedEnum E>
E enumerator(std::string_view text) {
    std::string known;
    for (const auto& [name, value] : EnumNames<E>::names) {
        if (name == text) return value;
        known += (known.empty() ? "'" : ", '") + std::string(name) + "'";
    }
    throw InvalidParameter(std::string(EnumNames<E>::what) + " must be one of " + known +
                           ", got '" + std::string(text) + "'");
}

template <NamedEnum E>
std::string_view enumerator_name(E value) {
    for (const auto& [name, candidate] : EnumNames<E>::names) {
        if (candidate == value) return name;
    }
    return "?";
}

}  // namespace siegert::python

namespace pybind11::detail {

template <siegert::python::NamedEnum E>
struct type_caster<E> {
    PYBIND11_TYPE_CASTER(E, const_name("str"));

    bool load(handle source, bool /*convert*/) {
        if (!isinstance<str>(source)) return false;
        value = siegert::python::enumerator<E>(source.cast<std::string>());
        return true;
    }

    static handle cast(E source, return_value_policy /*policy*/, handle /*parent*/) {
        const std::string_view name = siegert::python::enumerator_name(source);
        return str(name.data(), name.size()).release();
    }
};

}  // namespace pybind11::detail
