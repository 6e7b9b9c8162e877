#pragma once

#include "crosscheck/keys.hpp"

#include <siegert/model/network.hpp>

#include <vector>

namespace siegert::crosscheck {

/// What the simulations gave.
struct Measurement {
    Matrix samples;             ///< samples x keys
    std::vector<bool> defined;  ///< per key: whether every sample gave a value
    bool complete = true;       ///< false if stopped
};

/// What the theory tells the simulation to do, and to compare itself with.
struct Stimuli {
    const Network& predicted;  ///< parameters with which the input is compared
    Vector poisson_rates;      ///< of the input of unconnected neurons [Hz], n
    Vector amplitudes;         ///< of the modulated mean input [V], n; empty: nothing is modulated
};

/// Simulates options.replicates networks and measures what the keys name in each batch.
[[nodiscard]] Measurement measure(const Network& network, const std::vector<Key>& keys,
                                  const CrosscheckOptions& options, const Stimuli& stimuli);

}  // namespace siegert::crosscheck
