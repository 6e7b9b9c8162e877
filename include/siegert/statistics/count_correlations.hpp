#pragma once

#include <siegert/simulation/spike_record.hpp>
#include <siegert/statistics/estimate.hpp>

#include <limits>
#include <vector>

namespace siegert::statistics {

struct CountOptions {
    double bin =
        std::numeric_limits<double>::quiet_NaN();  ///< length of a counting bin [s], > 0, at least
                                                   ///< the decay time of the correlations
    int blocks = 20;  ///< parts of the recording for the standard errors, >= 2
};

/// Covariances of the spike counts of n populations of neurons.
struct CountCovariances {
    std::vector<Estimate> variances;  ///< mean over the neurons of a population, n
    EstimateMatrix covariances;       ///< mean over the pairs of different neurons, n x n
};

/// Variances and covariances of spike counts in bins, as mean over neurons and pairs of neurons:
/// entry (i, j) is the mean over one neuron of i and another one of j. Divided by the bin they tend
/// to the spectrum at zero frequency as the bin grows.
///
/// The mean over pairs comes from the population counts, without a loop over pairs. Standard
/// errors: jackknife over `blocks` parts of the recording, which must be longer than correlations
/// last. Undefined (samples = 0) with fewer than two bins, for silent populations, and on the
/// diagonal with fewer than two neurons. Throws: InvalidParameter as for `firing_rates`, or if an
/// option is out of range.
[[nodiscard]] CountCovariances count_covariances(const SpikeRecord& record,
                                                 const CountOptions& options);

/// Pearson's correlation coefficients of spike counts in bins, as mean over pairs of different
/// neurons that both fired (more precisely: whose counts vary), n x n. Errors as above.
[[nodiscard]] EstimateMatrix count_correlations(const SpikeRecord& record,
                                                const CountOptions& options);

}  // namespace siegert::statistics
