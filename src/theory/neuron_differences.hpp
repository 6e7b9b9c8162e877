#pragma once

#include <siegert/model/network.hpp>

#include "theory/rate_map.hpp"

namespace siegert::theory {

/// How the mean input and the variance of the input vary between the neurons of a population, whose
/// inputs are sums over synapses that are drawn, with weights that are, from neurons whose rates
/// have mean nu and second moment q:
///
///     by_second_moment q - by_squared_mean nu^2,    n x n each.
struct MomentOfDifferences {
    Matrix by_second_moment;
    Matrix by_squared_mean;
};

/// Its value at nu [Hz] and q [Hz^2], n, not below zero where a variance is.
[[nodiscard]] Vector value(const MomentOfDifferences& moment, const Vector& nu, const Vector& q);

struct Differences {
    MomentOfDifferences variance;    ///< of the mean input [V^2]
    MomentOfDifferences covariance;  ///< of it with the variance of the input [V^3]
};

/// Source: docs/theory/neuron_differences.md.
[[nodiscard]] Differences differences(const Network& network);

/// Variance of the mean input [V^2] between the neurons of a population, at the rates nu [Hz] that
/// all neurons of a population have: of in-degrees that are not fixed, and of weights that are
/// drawn once; n.
[[nodiscard]] Vector variance_between_neurons(const Network& network, const Vector& nu);

/// Rates [Hz] of the populations, averaged over neurons whose mean input differs by a normal
/// distribution of this variance [V^2], n each, and whose thresholds and time constants differ.
[[nodiscard]] Vector rates_of_different_neurons(const RateMap& map, const neurons::Input& input,
                                                const Vector& variance);

}  // namespace siegert::theory
