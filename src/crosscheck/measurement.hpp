#pragma once

#include "crosscheck/theory.hpp"

#include <siegert/model/network.hpp>
#include <siegert/simulation/spike_record.hpp>

#include <vector>

namespace siegert::crosscheck {

/// What the simulations gave.
struct Measurement {
    Matrix samples;             ///< samples x observables
    std::vector<bool> defined;  ///< per observable: whether every sample gave a value
    bool complete = true;       ///< false if stopped
};

/// What the theory tells the simulation to do.
struct Stimuli {
    Vector poisson_rates;  ///< of the input of unconnected neurons [Hz], n
    Vector amplitudes;     ///< of the modulated mean input [V], n; empty: nothing is modulated
};

/// Simulates options.replicates networks and measures the observables of `setting` in each batch.
/// The input of the simulated neurons is compared with what the network of `setting` makes expect.
[[nodiscard]] Measurement measure(const Network& simulated, const Setting& setting,
                                  const Stimuli& stimuli);

/// Measures the observables of `setting` in a recording, cut into options.batches samples. Those
/// that are no statistics of the spikes have no value.
[[nodiscard]] Measurement measure(const SpikeRecord& record, const Setting& setting);

}  // namespace siegert::crosscheck
