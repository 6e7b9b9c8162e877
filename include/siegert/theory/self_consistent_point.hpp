#pragma once

#include <siegert/arrays.hpp>
#include <siegert/model/network.hpp>
#include <siegert/theory/self_consistent_input.hpp>
#include <siegert/theory/working_point.hpp>

namespace siegert::theory {

/// A number for each population, with the standard error that comes from simulated neurons.
struct PopulationEstimates {
    Vector value;           ///< n
    Vector standard_error;  ///< n
};

/// Rates, irregularity and noise of neurons whose input has the spectrum that the network's own
/// spikes make, in place of independent Poisson spikes.
struct SelfConsistentPoint {
    PopulationEstimates firing_rates;  ///< [Hz]
    PopulationEstimates cvs;           ///< coefficient of variation of the intervals
    PopulationEstimates std_input;     ///< noise amplitude sigma, of its free variance [V]
    Vector mean_input;                 ///< mu at these rates [V], n
    Vector modulation_depth;  ///< standard deviation of the rate that the neurons of a population
                              ///< have in common, relative to it, n
};

/// Above this largest modulation_depth linear response of the populations does not hold, and
/// self_consistent_point gives no result.
inline constexpr double largest_modulation_depth = 0.7;

/// The working point at finite weights (finite_weight_state) plus what self_consistent_input
/// changes, which is known better than either side. `point` is a working point of the network.
///
/// When to use: neurons that fire regularly or in concert, whose spikes are no Poisson processes:
/// CVs far from 1, spectra with power well above nu / N. Costs seconds.
///
/// Accuracy: of second order in modulation_depth; random errors as they are given, 0.003 of CVs
/// with the standard neuron_time.
/// Throws: InvalidParameter if the network is invalid or has no delays, neurons other than lif,
/// adaptation, or several synaptic time constants onto a population; AccuracyNotReached, naming
/// population and depth, where the largest modulation_depth exceeds largest_modulation_depth.
/// Source: docs/theory/self_consistent_input.md.
[[nodiscard]] SelfConsistentPoint self_consistent_point(const Network& network,
                                                        const WorkingPoint& point,
                                                        const SelfConsistentOptions& options = {});

}  // namespace siegert::theory
