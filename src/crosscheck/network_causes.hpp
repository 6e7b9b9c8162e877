#pragma once

#include "crosscheck/row_values.hpp"

namespace siegert::crosscheck {

/// Modulated input carries V across the threshold between grid points, and the spike is noticed at
/// the next one, half a step later on average.
[[nodiscard]] Prediction::Cause late_spikes(const Base& base);

/// A spike comes back to the neuron that fired it, by a synapse onto itself or by all detours
/// through the network: at a time when it matters less than other input, or, in the refractory
/// period, not at all. Of order 1 / N, and of different sign for excitatory and inhibitory neurons.
[[nodiscard]] Prediction::Cause returning_spikes(const Base& base);

/// Whether the neurons of a population differ in their mean input.
[[nodiscard]] bool neurons_differ(const Base& base);

/// The mean of the rate over the distribution of the mean input.
[[nodiscard]] Prediction::Cause different_neurons(const Base& base);

}  // namespace siegert::crosscheck
