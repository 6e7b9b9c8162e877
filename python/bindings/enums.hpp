#pragma once

#include <siegert/crosscheck/crosscheck.hpp>
#include <siegert/error.hpp>
#include <siegert/io/parameter_file.hpp>
#include <siegert/io/quantity.hpp>
#include <siegert/lif/convention.hpp>
#include <siegert/lif/exp.hpp>
#include <siegert/lif/method.hpp>
#include <siegert/model/synapse.hpp>
#include <siegert/simulation/membrane.hpp>
#include <siegert/simulation/population.hpp>
#include <siegert/simulation/simulation_options.hpp>
#include <siegert/statistics/population_spectra.hpp>
#include <siegert/statistics/spike_statistics.hpp>
#include <siegert/theory/analysis.hpp>
#include <siegert/theory/spatial.hpp>
#include <siegert/theory/working_point.hpp>

#include "model/enumerators.hpp"

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

/// Those of the model have the same names in files.
template <schema::Named E>
struct EnumNames<E> : schema::Enumerators<E> {};

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
    static constexpr std::string_view what = "method";
    static constexpr const auto& names = lif::exp::method_names;
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
struct EnumNames<theory::Stability> {
    using E = theory::Stability;
    static constexpr std::string_view what = "answer";
    static constexpr std::array names{Enumerator<E>{"stable", E::stable},
                                      Enumerator<E>{"unstable", E::unstable},
                                      Enumerator<E>{"undecided", E::undecided}};
};

template <>
struct EnumNames<theory::AnalysisExtent> {
    using E = theory::AnalysisExtent;
    static constexpr std::string_view what = "extent";
    static constexpr std::array names{Enumerator<E>{"spectra", E::spectra},
                                      Enumerator<E>{"modes", E::modes}};
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
    static constexpr auto names = [] {
        std::array<Enumerator<E>, crosscheck::quantities.size()> result;
        for (std::size_t q = 0; q < result.size(); ++q) {
            result[q] = {crosscheck::quantities[q].name, crosscheck::quantities[q].quantity};
        }
        return result;
    }();
};

template <>
struct EnumNames<crosscheck::Verdict> {
    using E = crosscheck::Verdict;
    static constexpr std::string_view what = "verdict";
    static constexpr std::array names{
        Enumerator<E>{"agrees", E::agrees}, Enumerator<E>{"explained", E::explained},
        Enumerator<E>{"cannot tell", E::cannot_tell}, Enumerator<E>{"disagrees", E::disagrees}};
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
    for (const auto& known_one : EnumNames<E>::names) {
        if (known_one.name == text) return known_one.value;
        known += (known.empty() ? "'" : ", '") + std::string(known_one.name) + "'";
    }
    throw InvalidParameter(std::string(EnumNames<E>::what) + " must be one of " + known +
                           ", got '" + std::string(text) + "'");
}

template <NamedEnum E>
std::string_view enumerator_name(E value) {
    for (const auto& candidate : EnumNames<E>::names) {
        if (candidate.value == value) return candidate.name;
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
