#pragma once

#include <siegert/simulation/network_simulation.hpp>

#include <vector>

namespace siegert {

/// Rates of the populations in bins after the beginning of a trial, averaged over trials: the
/// peristimulus time histogram.
struct TrialRates {
    std::vector<double> times;  ///< ends of the bins since the beginning of the trial [s], t
    Matrix rates;               ///< spikes per neuron and time, mean over trials [Hz], t x n
    Matrix rates_error;   ///< standard error of that [Hz], t x n; empty: fewer than two trials
    Index trials = 0;     ///< that were complete
    SimulationCost cost;  ///< of all of them
    GridFit grid_fit;
    bool complete = true;  ///< false if stopped before the last trial was over
};

/// Simulates trials one after the other with the same synapses: each lasts for the warm-up and the
/// duration, and the stimuli begin anew with each; the noise does not. Recorded is the duration, in
/// bins of options.record.rate_bin.
///
/// Trials are independent if the warm-up is long enough for the network to forget the one before.
/// Standard errors are those of the spread between trials: sd / sqrt(trials).
/// Throws: InvalidParameter as NetworkSimulation, if there are fewer than two trials, or unless the
/// duration is a multiple of the bin; the bin is needed, options.stimulus_period must be unset.
[[nodiscard]] TrialRates simulate_trials(const Network& network, const SimulationOptions& options,
                                         Index trials);

}  // namespace siegert
