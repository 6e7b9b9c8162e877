#pragma once

#include <siegert/simulation/spike_record.hpp>

#include <cstddef>
#include <span>
#include <vector>

namespace siegert::statistics {

/// Throws InvalidParameter, naming population and spike, unless the record keeps what it promises.
void validate_record(const SpikeRecord& record);

/// Spike times of each neuron of a population, in ascending order.
class SpikeTrains {
public:
    SpikeTrains(const PopulationSpikes& spikes, Index neurons);

    [[nodiscard]] std::size_t neurons() const { return offsets_.size() - 1; }
    [[nodiscard]] std::span<const double> operator[](std::size_t neuron) const {
        return {times_.data() + offsets_[neuron], offsets_[neuron + 1] - offsets_[neuron]};
    }

private:
    std::vector<std::size_t> offsets_;
    std::vector<double> times_;
};

/// Equal parts of the time from start on: part k is the interval (start + k length, start + (k + 1)
/// length].
struct TimeBins {
    double start;
    double length;
    Index count;
};

/// Part in which t > start lies; count or more beyond the last.
[[nodiscard]] Index bin_of(const TimeBins& bins, double t);

/// As many bins of the given length as fit into the recording, rounding forgiven.
[[nodiscard]] TimeBins bins_of_length(const SpikeRecord& record, double length);

/// Number of spikes of a population in each bin.
[[nodiscard]] Vector counts(const PopulationSpikes& spikes, const TimeBins& bins);

}  // namespace siegert::statistics
