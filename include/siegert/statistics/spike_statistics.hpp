#pragma once

#include <siegert/simulation/spike_record.hpp>
#include <siegert/statistics/estimate.hpp>
#include <siegert/statistics/spike_source.hpp>

#include <limits>
#include <vector>

/// Statistics of recorded spikes, each with a standard error. Averages run over the recorded
/// neurons of a population. A record is refused (InvalidParameter) if its vectors do not fit
/// together, a spike lies outside its time, or spikes are not in order. Those that take a
/// SpikeSource go through its spikes up to three times and need memory for each neuron, not for
/// each spike; they trust the source.
namespace siegert::statistics {

struct RateOptions {
    /// Parts of the recording whose rates are compared, >= 2. Each should last at least 20
    /// correlation times of the population's activity; correlated batches make the error too small.
    int batches = 20;
};

/// Mean firing rate of the neurons of each population [Hz], n.
///
/// The standard error is that of the means of `batches` equal parts of the recording: it holds for
/// the recorded network and includes the correlations between its neurons, not the spread between
/// networks. A silent population gets 0 +- 1/(N T), as if one spike had been seen.
[[nodiscard]] std::vector<Estimate> firing_rates(const SpikeRecord& record,
                                                 const RateOptions& options = {});
[[nodiscard]] std::vector<Estimate> firing_rates(const SpikeSource& source,
                                                 const RateOptions& options = {});

/// Rate of each recorded neuron of one population [Hz].
[[nodiscard]] Vector neuron_firing_rates(const SpikeRecord& record, Index population);

/// Standard deviation of the firing rates between the neurons of each population [Hz], n, without
/// what counting spikes for a finite time adds to it: the square root of the covariance, over
/// neurons, of the counts in the two halves of the recording, or 0 where that is negative.
///
/// The standard error is that of independent neurons; undefined (samples = 0) with fewer than two.
[[nodiscard]] std::vector<Estimate> firing_rate_sds(const SpikeRecord& record);
[[nodiscard]] std::vector<Estimate> firing_rate_sds(const SpikeSource& source);

/// How the interval statistics of many neurons become one number.
///
/// When to use: `over_neurons` unless the neurons are identical: pooled, different rates look like
/// irregular firing.
enum class IntervalAverage {
    over_neurons,  ///< mean of the neurons' values, corrected for the finite number of intervals
    pooled,        ///< one value from the intervals of all neurons: for identical neurons
};

struct IntervalOptions {
    IntervalAverage average = IntervalAverage::over_neurons;
    /// Neurons with fewer intervals do not enter the average over neurons, >= 2, and a population
    /// whose neurons have fewer on average (those with any; pooled: fewer than 0.8 of it) has no
    /// value: in a window that short only the short intervals are seen. Neurons left out fire less
    /// than the others.
    int minimum_intervals = 10;
    int blocks = 20;  ///< parts of the recording for the error, where neurons are few, >= 2
};

/// Coefficient of variation of the inter-spike intervals of each population, n.
///
/// A window of length T rather catches short intervals than long ones: an interval x fits with a
/// probability proportional to T - x. Every interval is therefore weighted with 1 / (T - x) (x cut
/// at 0.9 T), which makes the moments unbiased for any stationary process whose intervals stay
/// below T. The average over neurons removes the remaining bias of order 1/(number of intervals) by
/// a jackknife over the intervals of each neuron.
///
/// Standard error: from the spread over neurons if at least 20 contribute (they are taken as
/// independent), else a jackknife over `blocks` parts of the recording.
/// Undefined (samples = 0) for silent populations and with fewer than ten intervals per neuron
/// (minimum_intervals). Bias: pooled below 1 % from 10 expected spikes per neuron on; over neurons
/// 3 % of a Poisson process at 12 expected spikes, 1.5 % at 20 and 1 % at 30, less for regular
/// neurons, more (9, 5 and 2 %) at a CV of 1.4: it may exceed the standard error where neurons are
/// many (docs/theory/spike_statistics.md). Accuracy: 1e-9 absolute for perfectly regular neurons.
[[nodiscard]] std::vector<Estimate> cvs(const SpikeRecord& record,
                                        const IntervalOptions& options = {});
[[nodiscard]] std::vector<Estimate> cvs(const SpikeSource& source,
                                        const IntervalOptions& options = {});

struct LocalVariationOptions {
    /// R [s], >= 0: compensates for the refractory period (LvR); 0: the local variation Lv.
    double refractoriness = 0.0;
    IntervalOptions intervals = {};
};

/// Local variation of successive intervals I_k of each population, n:
///
///     Lv = < 3 (1 - 4 I_k I_{k+1} / (I_k + I_{k+1})^2) (1 + 4 R / (I_k + I_{k+1})) >.
///
/// 1 for a Poisson process, 3/(2 k + 1) for gamma intervals of shape k; unlike the CV it does not
/// respond to slow changes of the rate. Undefined as the CV is. Pairs of length x are weighted with
/// 1 / (T - x), as in `cvs`. Source: S. Shinomoto et al., Neural Comput. 15, 2823 (2003); with R:
/// PLoS Comput. Biol. 5, e1000433 (2009).
[[nodiscard]] std::vector<Estimate> local_variations(const SpikeRecord& record,
                                                     const LocalVariationOptions& options = {});
[[nodiscard]] std::vector<Estimate> local_variations(const SpikeSource& source,
                                                     const LocalVariationOptions& options = {});

struct FanoOptions {
    double window =
        std::numeric_limits<double>::quiet_NaN();  ///< length of a counting window [s], > 0
    int blocks = 20;                               ///< as for the intervals, >= 2
};

/// Fano factor of each population, n: variance of a neuron's spike count over its mean, mean over
/// the neurons that fired. Counts are taken in the windows that fit into the recording; with fewer
/// than two the factor is undefined (samples = 0). Standard error as for `cvs`.
[[nodiscard]] std::vector<Estimate> fano_factors(const SpikeRecord& record,
                                                 const FanoOptions& options);
[[nodiscard]] std::vector<Estimate> fano_factors(const SpikeSource& source,
                                                 const FanoOptions& options);

}  // namespace siegert::statistics
