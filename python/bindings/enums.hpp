#pragma once

#include <siegert/crosscheck/crosscheck.hpp>
#include <siegert/error.hpp>
#include <siegert/io/parameter_file.hpp>
#include <siegert/io/quantity.hpp>
#include <siegert/io/spike_formats.hpp>
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

#include "lif/names.hpp"
#include "model/enumerators.hpp"

#include <pybind11/pybind11.h>

#include <array>
#include <string>
#include <string_view>

/// Enumerators are texts in Python: `method="taylor"`. A wrong one is an InvalidParameter that
/// lists the right ones.
namespace siegert::python {

/// A name without an explanation: where it is bound, the documentation has that.
template <class E>
constexpr Named<E> called(std::string_view name, E value) {
    return {.value = value, .name = name, .meaning = {}};
}

/// What an enumeration is called in messages, and its enumerators; specialised for each below.
template <class E>
struct EnumNames;

template <class E>
concept NamedEnum = requires {
    EnumNames<E>::what;
};

/// Those of the model have the same names in files.
template <schema::Listed E>
struct EnumNames<E> : schema::Enumerators<E> {};

template <>
struct EnumNames<NetworkModel> {
    using E = NetworkModel;
    static constexpr std::string_view what = "model";
    static constexpr std::array names{called("automatic", E::automatic), called("plain", E::plain),
                                      called("basic", E::basic),
                                      called("microcircuit", E::microcircuit)};
};

template <>
struct EnumNames<lif::Convention> {
    static constexpr std::string_view what = "convention";
    static constexpr const auto& names = lif::convention_names;
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
    static constexpr std::array names{called("exact", E::exact), called("euler", E::euler)};
};

template <>
struct EnumNames<Reset> {
    using E = Reset;
    static constexpr std::string_view what = "reset";
    static constexpr std::array names{called("to_value", E::to_value),
                                      called("to_zero", E::to_zero),
                                      called("by_subtraction", E::by_subtraction)};
};

template <>
struct EnumNames<SpikeTrace> {
    using E = SpikeTrace;
    static constexpr std::string_view what = "spike_trace";
    static constexpr std::array names{called("additive", E::additive),
                                      called("saturating", E::saturating)};
};

template <>
struct EnumNames<CurrentSamples> {
    using E = CurrentSamples;
    static constexpr std::string_view what = "samples";
    static constexpr std::array names{called("constant", E::constant), called("linear", E::linear)};
};

template <>
struct EnumNames<statistics::SpectralMethod> {
    using E = statistics::SpectralMethod;
    static constexpr std::string_view what = "method";
    static constexpr std::array names{called("multitaper", E::multitaper),
                                      called("welch", E::welch)};
};

template <>
struct EnumNames<SpikeFormat> {
    using E = SpikeFormat;
    static constexpr std::string_view what = "format";
    static constexpr std::array names{called("nest", E::nest), called("sonata", E::sonata)};
};

template <>
struct EnumNames<statistics::IntervalAverage> {
    using E = statistics::IntervalAverage;
    static constexpr std::string_view what = "average";
    static constexpr std::array names{called("over_neurons", E::over_neurons),
                                      called("pooled", E::pooled)};
};

template <>
struct EnumNames<theory::Stability> {
    using E = theory::Stability;
    static constexpr std::string_view what = "answer";
    static constexpr std::array names{called("stable", E::stable), called("unstable", E::unstable),
                                      called("undecided", E::undecided)};
};

template <>
struct EnumNames<theory::AnalysisExtent> {
    using E = theory::AnalysisExtent;
    static constexpr std::string_view what = "extent";
    static constexpr std::array names{called("spectra", E::spectra), called("modes", E::modes)};
};

template <>
struct EnumNames<theory::Termination> {
    using E = theory::Termination;
    static constexpr std::string_view what = "termination";
    static constexpr std::array names{called("newton", E::newton),
                                      called("relaxation", E::relaxation),
                                      called("not_converged", E::not_converged)};
};

template <>
struct EnumNames<theory::SpikingNoise> {
    using E = theory::SpikingNoise;
    static constexpr std::string_view what = "noise";
    static constexpr std::array names{called("by_convention", E::by_convention),
                                      called("poisson", E::poisson), called("renewal", E::renewal)};
};

template <>
struct EnumNames<theory::SpatialProfile> {
    using E = theory::SpatialProfile;
    static constexpr std::string_view what = "profile";
    static constexpr std::array names{called("boxcar", E::boxcar), called("gaussian", E::gaussian),
                                      called("exponential", E::exponential)};
};

template <>
struct EnumNames<theory::Space> {
    using E = theory::Space;
    static constexpr std::string_view what = "space";
    static constexpr std::array names{called("line", E::line), called("plane", E::plane)};
};

template <>
struct EnumNames<crosscheck::Quantity> {
    using E = crosscheck::Quantity;
    static constexpr std::string_view what = "quantity";
    static constexpr auto names = [] {
        std::array<Named<E>, crosscheck::quantities.size()> result;
        for (std::size_t q = 0; q < result.size(); ++q) {
            result[q] =
                called<E>(crosscheck::quantities[q].name, crosscheck::quantities[q].quantity);
        }
        return result;
    }();
};

template <>
struct EnumNames<crosscheck::Verdict> {
    using E = crosscheck::Verdict;
    static constexpr std::string_view what = "verdict";
    static constexpr std::array names{
        called("agrees", E::agrees), called("explained", E::explained),
        called("cannot tell", E::cannot_tell), called("disagrees", E::disagrees)};
};

template <>
struct EnumNames<InitialDistribution> {
    using E = InitialDistribution;
    static constexpr std::string_view what = "distribution";
    static constexpr std::array names{called("uniform", E::uniform), called("normal", E::normal)};
};

template <>
struct EnumNames<SpikeTiming> {
    using E = SpikeTiming;
    static constexpr std::string_view what = "timing";
    static constexpr std::array names{called("grid", E::grid), called("exact", E::exact)};
};

template <>
struct EnumNames<Dimension> {
    using E = Dimension;
    static constexpr std::string_view what = "dimension";
    static constexpr std::array names{called("dimensionless", E::dimensionless),
                                      called("time", E::time),
                                      called("voltage", E::voltage),
                                      called("current", E::current),
                                      called("capacitance", E::capacitance),
                                      called("frequency", E::frequency),
                                      called("angular_frequency", E::angular_frequency),
                                      called("conductance", E::conductance),
                                      called("resistance", E::resistance),
                                      called("length", E::length),
                                      called("wavenumber", E::wavenumber)};
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
