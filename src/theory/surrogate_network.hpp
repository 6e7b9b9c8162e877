#pragma once

#include "theory/surrogate.hpp"

#include <siegert/model/network.hpp>
#include <siegert/theory/self_consistent_input.hpp>

namespace siegert::theory {

/// Recordings that are long enough for neurons of these rates [Hz] and their slowest fluctuations.
[[nodiscard]] SurrogateGrid surrogate_grid(const Vector& rates, double dt);

/// A neuron of population i with shots of the network's weights when it fires at rates nu [Hz], n.
[[nodiscard]] Surrogate surrogate_of(const Network& network, Index i, const Vector& nu);

/// Neurons in each block that fill the time [s].
[[nodiscard]] Index neurons_per_block(const SurrogateGrid& grid, double time);

/// Jumps per time [V/s], n, when the network fires at these rates [Hz].
[[nodiscard]] Vector mean_of_jumps(const Network& network, const Vector& rates);

/// Rates of unconnected neurons [Hz], n.
struct UnconnectedRates {
    Vector firing_rates;
    Vector standard_errors;
};

/// Rates of neurons that receive independent Poisson spikes of rates nu [Hz], and constant input
/// that alone would cause the potential `additional` [V], n.
[[nodiscard]] UnconnectedRates simulated_unconnected_rates(const Network& network, const Vector& nu,
                                                           const Vector& additional,
                                                           const SelfConsistentOptions& options);

}  // namespace siegert::theory
