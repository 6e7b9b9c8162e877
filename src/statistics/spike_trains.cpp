#include "statistics/spike_trains.hpp"

#include "require.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace siegert::statistics {
namespace {

// Spikes and edges on one decimal grid do not coincide in binary: 0.1 + 0.2 lies beyond 0.3.
constexpr double rounding = 1e-9;  // of a bin

void require_entries(std::string_view name, std::size_t entries, std::size_t populations) {
    require(entries == populations, fmt::format("number of entries of {}", name),
            static_cast<double>(entries),
            fmt::format("be the number of populations {}", populations));
}

/// Throws for spike k, which breaks one of the promises.
[[noreturn]] void refuse(const SpikeRecord& record, std::size_t i, std::size_t k) {
    const auto name = [&](std::string_view field) {
        return fmt::format("{}[{}] of population {}", field, k, record.populations[i]);
    };
    const auto& [times, neurons] = record.spikes[i];
    const double t = times[k];
    require(t > record.start && t <= record.end, name("times"), t,
            fmt::format("lie after start = {} and not after end = {}", record.start, record.end));
    require(neurons[k] < record.recorded[i], name("neurons"), neurons[k],
            fmt::format("lie below the number of recorded neurons {}", record.recorded[i]));
    throw InvalidParameter(fmt::format("{} must not lie before the preceding one, {}, got {}",
                                       name("times"), times[k - 1], t));
}

void validate(const SpikeRecord& record, std::size_t i) {
    const auto& [times, neurons] = record.spikes[i];
    require(times.size() == neurons.size(),
            fmt::format("number of spike times of population {}", record.populations[i]),
            static_cast<double>(times.size()),
            fmt::format("be the number of their neurons {}", neurons.size()));
    double previous = record.start;
    for (std::size_t k = 0; k < times.size(); ++k) {
        const bool in_time = times[k] > record.start && times[k] <= record.end;
        const bool in_order = times[k] >= previous;
        if (!in_time || !in_order || neurons[k] >= record.recorded[i]) refuse(record, i, k);
        previous = times[k];
    }
}

}  // namespace

void validate_record(const SpikeRecord& record) {
    require_finite("start", record.start);
    require_finite("end", record.end);
    require(record.end > record.start, "end", record.end,
            fmt::format("lie after start = {}", record.start));
    const std::size_t n = record.populations.size();
    require_entries("sizes", record.sizes.size(), n);
    require_entries("recorded", record.recorded.size(), n);
    require_entries("spikes", record.spikes.size(), n);
    for (std::size_t i = 0; i < n; ++i) {
        require(record.recorded[i] >= 0, fmt::format("recorded[{}]", i),
                static_cast<double>(record.recorded[i]), "not be negative");
        validate(record, i);
    }
}

SpikeTrains::SpikeTrains(const PopulationSpikes& spikes, Index neurons)
    : offsets_(static_cast<std::size_t>(neurons) + 1), times_(spikes.times.size()) {
    for (const auto neuron : spikes.neurons) ++offsets_[neuron + 1];
    std::partial_sum(offsets_.begin(), offsets_.end(), offsets_.begin());
    std::vector<std::size_t> next(offsets_.begin(), offsets_.end() - 1);
    for (std::size_t k = 0; k < times_.size(); ++k) {
        times_[next[spikes.neurons[k]]++] = spikes.times[k];
    }
}

Index bin_of(const TimeBins& bins, double t) {
    const double position = (t - bins.start) / bins.length;
    return std::max(static_cast<Index>(std::ceil(position - rounding)) - 1, Index{0});
}

TimeBins bins_of_length(const SpikeRecord& record, double length) {
    constexpr double most = 1e9;
    const double T = record.end - record.start;
    require(T / length <= most, "length of a bin, window or period", length,
            fmt::format("be at least {} of the recording of {} s", 1.0 / most, T));
    const double count = std::floor(T / length * (1.0 + rounding));
    return {record.start, length, static_cast<Index>(count)};
}

Vector counts(const PopulationSpikes& spikes, const TimeBins& bins) {
    Vector result = Vector::Zero(bins.count);
    for (const double t : spikes.times) {
        const Index bin = bin_of(bins, t);
        if (bin < bins.count) ++result(bin);
    }
    return result;
}

}  // namespace siegert::statistics
