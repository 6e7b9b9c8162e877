#pragma once

#include <siegert/arrays.hpp>
#include <siegert/lif/exp.hpp>
#include <siegert/model/network.hpp>
#include <siegert/theory/input_statistics.hpp>

namespace siegert::theory {

/// Rates of the external populations, and how well they do what they are meant to.
struct ExternalRates {
    Vector nu_ext;            ///< [Hz], m, >= 0
    double mean_input_error;  ///< largest deviation from the target of mu [V]
    double std_input_error;   ///< largest deviation from the target of sigma [V]
};

/// External rates nu_ext [Hz] that give each population the mean and noise amplitude of `target`
/// at the rates it then fires with: the least-squares solution, of least norm where there are many,
/// of
///
///     sum_j J_ext_ij   K_ext_ij nu_ext_j = (mu_i - mu_i(recurrent)) / tau_m_i
///     sum_j J_ext_ij^2 K_ext_ij nu_ext_j = (sigma_i^2 - sigma_i^2(recurrent)) / tau_m_i
///
/// in SI units (V/s and V^2/s), where the rates Phi(mu, sigma) of the target cause the recurrent
/// part. network.nu_ext is not used. Exact with an excitatory and an inhibitory external
/// population and equal targets; the errors in the result say what remains elsewhere.
///
/// Throws: InvalidParameter if the network or the target is invalid, there is no external
/// population, or a rate of the solution is negative: then no external Poisson input can do it.
/// Source: M. Helias, T. Tetzlaff & M. Diesmann, New J. Phys. 15, 023002 (2013), as corrected by
/// J. Senk et al., Phys. Rev. Research 2, 023174 (2020), appendix F.
[[nodiscard]] ExternalRates external_rates_for_fixed_input(
    const Network& network, const PopulationInputs& target,
    lif::exp::Method method = lif::exp::Method::shift);

}  // namespace siegert::theory
