#pragma once

#include "crosscheck/theory.hpp"
#include "crosscheck/transmission.hpp"
#include "crosscheck/watched_network.hpp"

#include <siegert/simulation/network_simulation.hpp>

#include <array>
#include <optional>
#include <vector>

/// What one batch of a recording says of the observables.
namespace siegert::crosscheck {

/// One for each observable; empty where it has no value.
using Values = std::vector<std::optional<double>>;

/// A batch of a simulation.
struct Sample {
    const SimulationResult& result;
    const Watched& watched;
    const Network& network;  ///< without watching neurons
    const CrosscheckOptions& options;
    const ExpectedInput& expected;
    const Vector& tau_s;  ///< at which noise would have the variance of free potentials that is
                          ///< expected
};

/// Of a simulation without modulation.
[[nodiscard]] Values values_of(const Sample& sample, const Setting& setting);

/// Of spikes alone: other observables have no value.
[[nodiscard]] Values values_of(const SpikeRecord& record, const Setting& setting);

/// Sets the responses of the modulated neurons at frequency k, from a pair of simulations of
/// opposite sign.
void add_responses(const std::array<SpikeRecord, 2>& pair, const Watched& watched,
                   const Setting& setting, const Vector& amplitudes, Index k, Values& values);

}  // namespace siegert::crosscheck
