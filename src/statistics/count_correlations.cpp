#include <siegert/statistics/count_correlations.hpp>

#include "require.hpp"
#include "statistics/jackknife.hpp"
#include "statistics/spike_trains.hpp"

#include <algorithm>
#include <cmath>

namespace siegert::statistics {
namespace {

/// Spike counts of one neuron in the bins where it fired.
struct Count {
    Index bin;
    double spikes;
};

using NeuronCounts = std::vector<Count>;

std::vector<NeuronCounts> neuron_counts(const PopulationSpikes& spikes, Index neurons,
                                        const TimeBins& bins) {
    std::vector<NeuronCounts> result(static_cast<std::size_t>(neurons));
    for (std::size_t k = 0; k < spikes.times.size(); ++k) {
        const Index bin = bin_of(bins, spikes.times[k]);
        if (bin >= bins.count) continue;
        auto& counts = result[spikes.neurons[k]];
        if (counts.empty() || counts.back().bin != bin) counts.push_back({bin, 0.0});
        counts.back().spikes += 1.0;
    }
    return result;
}

/// Bins first ... last - 1 are left out.
struct LeftOut {
    Index first;
    Index last;
};

struct CountMoments {
    Vector variances;    ///< mean over neurons, n
    Vector neurons;      ///< how many contribute, n
    Matrix covariances;  ///< mean over pairs, n x n; 0 where there is no pair
};

enum class Scale { counts, unit_variance };

/// Adds the neurons of one population up, each weighted with 1 or 1 / (standard deviation of its
/// count).
struct PopulationCount {
    Vector activity;            ///< sum over neurons, in each bin
    double neurons = 0.0;       ///< that contribute; none in a silent population
    double variance_sum = 0.0;  ///< of the weighted counts of single neurons
};

// Unbiased variance of a count that is not zero in the bins listed only.
double variance(const NeuronCounts& counts, LeftOut left_out, double bins) {
    double sum = 0.0, squares = 0.0;
    for (const auto& [bin, spikes] : counts) {
        if (bin >= left_out.first && bin < left_out.last) continue;
        sum += spikes;
        squares += spikes * spikes;
    }
    return (squares - sum * sum / bins) / (bins - 1.0);
}

PopulationCount population_count(const std::vector<NeuronCounts>& population, Index bins,
                                 LeftOut left_out, Scale scale) {
    const auto kept = static_cast<double>(bins - (left_out.last - left_out.first));
    PopulationCount result{.activity = Vector::Zero(bins)};
    for (const auto& counts : population) {
        const double own = variance(counts, left_out, kept);
        const bool constant = own <= 0.0;
        if (constant && scale == Scale::unit_variance) continue;
        const double weight = scale == Scale::counts ? 1.0 : 1.0 / std::sqrt(own);
        result.neurons += 1.0;
        result.variance_sum += weight * weight * own;
        for (const auto& [bin, spikes] : counts) result.activity(bin) += weight * spikes;
    }
    result.activity.segment(left_out.first, left_out.last - left_out.first).setZero();
    const double mean = result.activity.sum() / kept;
    if (mean == 0.0) result.neurons = 0.0;
    result.activity.array() -= mean;
    result.activity.segment(left_out.first, left_out.last - left_out.first).setZero();
    return result;
}

CountMoments moments(const std::vector<std::vector<NeuronCounts>>& populations, Index bins,
                     LeftOut left_out, Scale scale) {
    const auto n = static_cast<Index>(populations.size());
    const auto kept = static_cast<double>(bins - (left_out.last - left_out.first));
    Matrix activity(bins, n);
    CountMoments result{Vector::Zero(n), Vector::Zero(n), Matrix::Zero(n, n)};
    Vector variance_sums(n);
    for (Index i = 0; i < n; ++i) {
        const auto count =
            population_count(populations[static_cast<std::size_t>(i)], bins, left_out, scale);
        activity.col(i) = count.activity;
        result.neurons(i) = count.neurons;
        variance_sums(i) = count.variance_sum;
        if (count.neurons > 0.0) result.variances(i) = count.variance_sum / count.neurons;
    }
    // The variance of a sum over neurons is the sum of all their covariances, so that taking away
    // the neurons' own variances leaves the pairs.
    result.covariances = activity.transpose() * activity / (kept - 1.0);
    result.covariances.diagonal() -= variance_sums;
    for (Index i = 0; i < n; ++i) {
        for (Index j = 0; j < n; ++j) {
            const double pairs = result.neurons(i) * (result.neurons(j) - (i == j ? 1.0 : 0.0));
            result.covariances(i, j) = pairs > 0.0 ? result.covariances(i, j) / pairs : 0.0;
        }
    }
    return result;
}

/// The moments from all bins, and without each of the blocks.
struct Replicates {
    bool defined = false;
    CountMoments all;
    std::vector<CountMoments> left_out;
};

Replicates replicates(const SpikeRecord& record, const CountOptions& options, Scale scale) {
    validate_record(record);
    require_positive("bin", options.bin);
    require(options.blocks >= 2, "blocks", options.blocks, "be at least 2");
    const auto bins = bins_of_length(record, options.bin);
    Replicates result;
    if (bins.count < 2) return result;
    std::vector<std::vector<NeuronCounts>> populations;
    for (std::size_t i = 0; i < record.spikes.size(); ++i) {
        populations.push_back(neuron_counts(record.spikes[i], record.recorded[i], bins));
    }
    result.defined = true;
    result.all = moments(populations, bins.count, {0, 0}, scale);
    const Index blocks = std::min(static_cast<Index>(options.blocks), bins.count / 2);
    for (Index block = 0; block < blocks && blocks >= 2; ++block) {
        const LeftOut part{block * bins.count / blocks, (block + 1) * bins.count / blocks};
        result.left_out.push_back(moments(populations, bins.count, part, scale));
    }
    return result;
}

template <typename Entry>
Estimate estimate(const Replicates& replicates, Entry entry) {
    std::vector<double> left_out;
    for (const auto& moments : replicates.left_out) left_out.push_back(entry(moments));
    return jackknife(entry(replicates.all), left_out);
}

EstimateMatrix covariance_estimates(const Replicates& replicates, Index n) {
    EstimateMatrix result{
        Matrix::Zero(n, n),
        Matrix::Constant(n, n, std::numeric_limits<double>::infinity()),
        Matrix::Zero(n, n),
    };
    for (Index i = 0; i < n && replicates.defined; ++i) {
        for (Index j = 0; j < n; ++j) {
            const auto& neurons = replicates.all.neurons;
            if (neurons(i) < 1.0 || neurons(j) < (i == j ? 2.0 : 1.0)) continue;
            const auto entry = estimate(
                replicates, [=](const CountMoments& moments) { return moments.covariances(i, j); });
            result.value(i, j) = entry.value;
            result.standard_error(i, j) = entry.standard_error;
            result.samples(i, j) = entry.samples;
        }
    }
    return result;
}

}  // namespace

CountCovariances count_covariances(const SpikeRecord& record, const CountOptions& options) {
    const auto all = replicates(record, options, Scale::counts);
    const auto n = static_cast<Index>(record.populations.size());
    CountCovariances result;
    for (Index i = 0; i < n; ++i) {
        const bool defined = all.defined && all.all.neurons(i) > 0.0;
        result.variances.push_back(
            defined ? estimate(all, [=](const CountMoments& m) { return m.variances(i); })
                    : Estimate{});
    }
    result.covariances = covariance_estimates(all, n);
    return result;
}

EstimateMatrix count_correlations(const SpikeRecord& record, const CountOptions& options) {
    return covariance_estimates(replicates(record, options, Scale::unit_variance),
                                static_cast<Index>(record.populations.size()));
}

}  // namespace siegert::statistics
