#include <siegert/statistics/sinusoid_response.hpp>

#include "require.hpp"
#include "statistics/spike_trains.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace siegert::statistics {
namespace {

void validate(const SpikeRecord& record, const Modulation& modulation) {
    validate_record(record);
    require_positive("f", modulation.f);
    require_finite("amplitude", modulation.amplitude);
    require(modulation.amplitude != 0.0, "amplitude", modulation.amplitude, "not be zero");
    require_finite("phase", modulation.phase);
    require(modulation.blocks >= 2, "blocks", modulation.blocks, "be at least 2");
    require(bins_of_length(record, 1.0 / modulation.f).count >= 1, "f", modulation.f,
            fmt::format("have a period that fits into the recording of {} s",
                        record.end - record.start));
}

/// Blocks of whole periods.
TimeBins blocks_of_periods(const SpikeRecord& record, const Modulation& modulation) {
    const Index periods = bins_of_length(record, 1.0 / modulation.f).count;
    const Index blocks = std::min(static_cast<Index>(modulation.blocks), periods);
    const auto per_block = static_cast<double>(periods / blocks);
    return {record.start, per_block / modulation.f, blocks};
}

/// Response of a population in each block.
ComplexVector block_responses(const SpikeRecord& record, std::size_t population,
                              const Modulation& modulation) {
    const auto blocks = blocks_of_periods(record, modulation);
    const double omega = 2.0 * std::numbers::pi * modulation.f;
    const double T_N = blocks.length * static_cast<double>(record.recorded[population]);
    ComplexVector result = ComplexVector::Zero(blocks.count);
    for (const double t : record.spikes[population].times) {
        const Index block = bin_of(blocks, t);
        if (block < blocks.count) result(block) += std::polar(1.0, -(omega * t + modulation.phase));
    }
    return result * (2.0 / (modulation.amplitude * T_N));
}

ComplexEstimate mean_of(const ComplexVector& values) {
    const auto n = static_cast<double>(values.size());
    const Complex mean = values.mean();
    if (values.size() == 1) return {.value = mean, .samples = 1.0};
    const double variance = (values.array() - mean).abs2().sum() / (2.0 * (n - 1.0));
    return {mean, std::sqrt(variance / n), n};
}

void require_same(const SpikeRecord& positive, const SpikeRecord& negative) {
    const bool same = positive.populations == negative.populations &&
                      positive.recorded == negative.recorded && positive.start == negative.start &&
                      positive.end == negative.end;
    if (!same) {
        throw InvalidParameter(
            "negative must have the populations, recorded neurons and times of positive");
    }
}

/// Calls responses(i) for each population that has neurons and fired.
template <typename Responses>
std::vector<ComplexEstimate> estimate_each(const SpikeRecord& record, Responses responses) {
    std::vector<ComplexEstimate> result;
    for (std::size_t i = 0; i < record.spikes.size(); ++i) {
        const bool silent = record.spikes[i].times.empty();
        result.push_back(silent ? ComplexEstimate{} : mean_of(responses(i)));
    }
    return result;
}

}  // namespace

std::vector<ComplexEstimate> sinusoid_response(const SpikeRecord& record,
                                               const Modulation& modulation) {
    validate(record, modulation);
    return estimate_each(record,
                         [&](std::size_t i) { return block_responses(record, i, modulation); });
}

std::vector<ComplexEstimate> sinusoid_response(const SpikeRecord& positive,
                                               const SpikeRecord& negative,
                                               const Modulation& modulation) {
    validate(positive, modulation);
    validate(negative, modulation);
    require_same(positive, negative);
    return estimate_each(positive, [&](std::size_t i) {
        return ComplexVector(
            (block_responses(positive, i, modulation) - block_responses(negative, i, modulation)) /
            2.0);
    });
}

}  // namespace siegert::statistics
