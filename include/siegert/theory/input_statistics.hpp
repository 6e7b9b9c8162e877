#pragma once

#include <siegert/arrays.hpp>
#include <siegert/model/network.hpp>

/// What is true of a whole network, derived from the response of its neurons.
namespace siegert::theory {

/// Gaussian input of one neuron of each population, as at a working point.
struct PopulationInputs {
    Vector mu;     ///< mean_input [V], n
    Vector sigma;  ///< std_input [V], n, >= 0
    Vector nu{};   ///< rates [Hz] that cause this input, n; needed only where synapses of a
                   ///< population have several time constants: of what their noise consists, and
                   ///< where they are conductances, of which mu and sigma are a summary
};

/// How mean and variance of the input of each population depend on the rates nu [Hz] of all:
///
///     mu = mean * nu + mean_ext,    sigma^2 = variance * nu + variance_ext.
struct InputMap {
    Matrix mean;          ///< tau_m_i J_ij K_ij [V s], n x n, rows = targets
    Vector mean_ext;      ///< from external populations and constant currents [V], n
    Matrix variance;      ///< tau_m_i <J_ij^2> K_ij [V^2 s], n x n, rows = targets
    Vector variance_ext;  ///< from external populations [V^2], n
};

/// The coefficients of mean_input and std_input, for repeated evaluation.
///
/// Throws: InvalidParameter if the network is invalid.
[[nodiscard]] InputMap input_map(const Network& network);

/// Mean input mu [V] of each population (n) at the firing rates nu [Hz] (n):
///
///     mu_i = tau_m_i (sum_j J_ij K_ij nu_j + sum_j J_ext_ij K_ext_ij nu_ext_j) + tau_m_i I_ext_i /
///     C_i
///
/// Throws: InvalidParameter if the network is invalid, or nu has not n entries, finite and >= 0.
/// Source: N. Brunel, J. Comput. Neurosci. 8, 183 (2000); N. Fourcaud & N. Brunel,
/// Neural Comput. 14, 2057 (2002). tau_m belongs to the target, whose membrane does the
/// integration.
[[nodiscard]] Vector mean_input(const Network& network, const Vector& nu);

/// Noise amplitude sigma [V] of the input of each population (n) at the firing rates nu [Hz] (n):
///
///     sigma_i^2 = tau_m_i (sum_j <J_ij^2> K_ij nu_j + sum_j J_ext_ij^2 K_ext_ij nu_ext_j)
///
/// with <J^2> = J^2 + J_sd^2 where the network has a distribution of weights, J^2 elsewhere.
/// The membrane potential without threshold has variance sigma^2 / 2.
///
/// Throws: as mean_input.
/// Source: as mean_input; for distributed weights docs/theory/working_point.md.
[[nodiscard]] Vector std_input(const Network& network, const Vector& nu);

}  // namespace siegert::theory
