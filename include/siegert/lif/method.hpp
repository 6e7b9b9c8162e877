#pragma once

#include <siegert/named.hpp>

#include <array>

namespace siegert::lif::exp {

/// How the time constant of exponential synapses enters, and what the theory makes of conductances.
///
/// When to use: `shift` in scans and where tau_s is below 0.02 tau_m, `exact` where responses or
/// spectra are to be right, or tau_s is not small, `taylor` where a published number was made with
/// it. `shift` and `taylor` are of first order in k and differ by its second order, which says
/// nothing of their error (docs/theory/coloured_noise.md). Of conductances `galerkin`, which
/// `shift` stands for; `effective` where speed matters more than 10 to 50 % of the rate.
enum class Method {
    shift,   ///< threshold and reset of the white-noise neuron are raised by k sigma
    taylor,  ///< the rate is expanded to first order in k. It falls below zero where k is not small
    exact,   ///< any time constant, no expansion; rates of 0.3 ms: exact_coloured_noise.hpp
    galerkin,   ///< conductances: their joint distribution with the potential
    effective,  ///< conductances: their mean shortens tau_m, their noise is as to first order
};

/// Every method. What each of them computes: src/neurons/models.cpp.
inline constexpr std::array method_names{
    Named<Method>{Method::shift, "shift", "threshold and reset raised"},
    Named<Method>{Method::taylor, "taylor", "expanded to first order, as published"},
    Named<Method>{Method::exact, "exact", "without expansion, for any tau_s"},
    Named<Method>{Method::galerkin, "galerkin", "conductances or adaptation by their distribution"},
    Named<Method>{Method::effective, "effective",
                  "conductances as an effective time constant, adaptation by its mean"}};

}  // namespace siegert::lif::exp
