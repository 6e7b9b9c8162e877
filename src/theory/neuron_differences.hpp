#pragma once

#include <siegert/model/network.hpp>

#include "theory/rate_map.hpp"

namespace siegert::theory {

/// Variance of the mean input [V^2] between the neurons of a population, at the rates nu [Hz]: of
/// in-degrees that are not fixed, and of weights that are drawn once; n.
[[nodiscard]] Vector variance_between_neurons(const Network& network, const Vector& nu);

/// Rates [Hz] of the populations, averaged over neurons whose mean input differs by a normal
/// distribution of this variance [V^2], n each.
[[nodiscard]] Vector rates_of_different_neurons(const RateMap& map, const neurons::Input& input,
                                                const Vector& variance);

}  // namespace siegert::theory
