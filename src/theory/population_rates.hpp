#pragma once

#include <siegert/lif/exp.hpp>
#include <siegert/model/network.hpp>
#include <siegert/theory/input_statistics.hpp>

#include "numerics/fixed_point.hpp"

namespace siegert::theory {

/// Stationary rates of all populations and their derivatives.
struct PopulationRates {
    Vector nu;       ///< [Hz], n
    Vector d_mu;     ///< d nu_i / d mu_i [1/(V s)], n
    Vector d_sigma;  ///< d nu_i / d sigma_i [1/(V s)], n
};

/// Rates at the given mean [V] and noise amplitude [V] of the input of each population.
[[nodiscard]] PopulationRates population_rates(const Network& network, lif::exp::Method method,
                                               const Vector& mu, const Vector& sigma);

/// CVs of the intervals at the given input, consistent with the rates of `method`.
[[nodiscard]] Vector population_cvs(const Network& network, lif::exp::Method method,
                                    const Vector& mu, const Vector& sigma);

/// The map nu -> Phi(mu(nu), sigma(nu)) with its Jacobian
///
///     dPhi_i/dnu_j = dPhi_i/dmu_i dmu_i/dnu_j + dPhi_i/dsigma_i / (2 sigma_i) dsigma_i^2/dnu_j.
[[nodiscard]] numerics::Linearization rate_map(const Network& network, lif::exp::Method method,
                                               const InputMap& input, const Vector& nu);

}  // namespace siegert::theory
