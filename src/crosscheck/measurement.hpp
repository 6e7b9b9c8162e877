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

/// What is simulated of the transfer functions: amplitude of the mean input [V] of each population.
/// Empty: nothing.
using Amplitudes = Vector;

/// Simulates options.replicates networks and measures what the keys name in each batch.
[[nodiscard]] Measurement measure(const Network& network, const std::vector<Key>& keys,
                                  const CrosscheckOptions& options, const Amplitudes& amplitudes);

}  // namespace siegert::crosscheck
