#include "simulation/recorder.hpp"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <limits>
#include <numeric>
#include <utility>

namespace siegert::simulation {
namespace {

PopulationSpikes sorted(const PopulationSpikes& spikes) {
    std::vector<std::size_t> order(spikes.times.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::ranges::sort(order, [&](std::size_t a, std::size_t b) {
        return std::pair{spikes.times[a], spikes.neurons[a]} <
               std::pair{spikes.times[b], spikes.neurons[b]};
    });
    PopulationSpikes result;
    result.times.reserve(order.size());
    result.neurons.reserve(order.size());
    for (const std::size_t k : order) {
        result.times.push_back(spikes.times[k]);
        result.neurons.push_back(spikes.neurons[k]);
    }
    return result;
}

PopulationSpikes merged_spikes(std::vector<ShardRecord>& records, std::size_t population) {
    PopulationSpikes all;
    for (ShardRecord& record : records) {
        PopulationSpikes& part = record.spikes[population];
        all.times.insert(all.times.end(), part.times.begin(), part.times.end());
        all.neurons.insert(all.neurons.end(), part.neurons.begin(), part.neurons.end());
        part = {};
    }
    return sorted(all);
}

RateRecord merged_rates(const RecordingPlan& plan, const Layout& layout, std::uint64_t from,
                        std::uint64_t to, double dt, std::vector<ShardRecord>& records) {
    RateRecord rates;
    if (plan.bin_steps == 0) return rates;
    const auto n = static_cast<Index>(layout.sizes.size());
    const auto bins = static_cast<Index>((to - from) / plan.bin_steps);  // whole ones
    rates.rates = Matrix::Zero(bins, n);
    const double width = static_cast<double>(plan.bin_steps) * dt;
    for (Index k = 0; k < bins; ++k) {
        rates.times.push_back(
            static_cast<double>(from + static_cast<std::uint64_t>(k + 1) * plan.bin_steps) * dt);
    }
    for (ShardRecord& record : records) {
        for (Index k = 0; k < bins; ++k) {
            for (Index i = 0; i < n; ++i) {
                const auto entry = static_cast<std::size_t>(k * n + i);
                if (entry >= record.bin_counts.size()) continue;
                rates.rates(k, i) += record.bin_counts[entry];  // whole numbers: in any order
            }
        }
        record.bin_counts.clear();
    }
    for (Index i = 0; i < n; ++i) {
        rates.rates.col(i) /= width * layout.sizes[static_cast<std::size_t>(i)];
    }
    return rates;
}

ProbeRecord merged_probes(const RecordingPlan& plan,
                          const std::vector<std::vector<LocalProbe>>& probes, std::uint64_t from,
                          std::uint64_t to, double dt, std::vector<ShardRecord>& records) {
    ProbeRecord result;
    Index columns = 0;
    for (const auto& local : probes) columns += static_cast<Index>(local.size());
    if (columns == 0) return result;
    const std::uint64_t before = from / plan.probe_steps;
    const auto samples = static_cast<Index>(to / plan.probe_steps - before);
    std::vector<Matrix> probed(2 + plan.probed_currents, Matrix::Zero(samples, columns));
    for (Index k = 0; k < samples; ++k) {
        result.times.push_back(
            static_cast<double>((before + static_cast<std::uint64_t>(k) + 1) * plan.probe_steps) *
            dt);
    }
    for (std::size_t s = 0; s < records.size(); ++s) {
        for (std::size_t what = 0; what < records[s].probed.size(); ++what) {
            for (Index k = 0; k < samples; ++k) {
                for (std::size_t c = 0; c < probes[s].size(); ++c) {
                    const std::size_t entry = static_cast<std::size_t>(k) * probes[s].size() + c;
                    probed[what](k, static_cast<Index>(probes[s][c].column)) =
                        records[s].probed[what].at(entry);
                }
            }
        }
        records[s].probed.clear();
    }
    result.V = std::move(probed[0]);
    result.I = std::move(probed[1]);
    result.w.assign(std::make_move_iterator(probed.begin() + 2),
                    std::make_move_iterator(probed.end()));
    return result;
}

}  // namespace

ShardRecord empty_record(const Layout& layout) {
    ShardRecord record;
    record.spikes.resize(layout.sizes.size());
    record.spike_counts.resize(layout.sizes.size());
    return record;
}

RecordingPlan recording_plan(const RecordingOptions& options, const Network& network,
                             const Layout& layout, double dt) {
    RecordingPlan plan{
        .recorded = {},
        .probe_steps =
            static_cast<std::uint64_t>(std::max(1LL, std::llround(options.probe_interval / dt))),
        .probed_currents = 0,
        .bin_steps = static_cast<std::uint64_t>(std::llround(options.rate_bin / dt))};
    if (!network.adaptation.empty()) {
        for (const Probe& probe : options.probes) {
            const auto& currents = network.adaptation[static_cast<std::size_t>(probe.population)];
            plan.probed_currents = std::max(plan.probed_currents, currents.size());
        }
    }
    for (const std::uint32_t size : layout.sizes) {
        plan.recorded.push_back(
            static_cast<std::uint32_t>(std::min<Index>(options.neurons, static_cast<Index>(size))));
    }
    return plan;
}

std::vector<LocalProbe> local_probes(const std::vector<Probe>& probes, const Shard& shard) {
    std::vector<LocalProbe> local;
    for (std::size_t column = 0; column < probes.size(); ++column) {
        for (std::size_t k = 0; k < shard.slices.size(); ++k) {
            const Slice& slice = shard.slices[k];
            const auto neuron = static_cast<std::uint32_t>(probes[column].neuron);
            const std::uint32_t first = slice.first_block * block_size;
            if (slice.population != static_cast<std::uint32_t>(probes[column].population)) continue;
            if (neuron < first || neuron >= first + slice.neurons) continue;
            local.push_back(
                {.column = column, .slice = k, .offset = slice.offset + neuron - first});
        }
    }
    return local;
}

void record_spikes(const RecordingPlan& plan, const Layout& layout, const SpikeList& list,
                   std::uint64_t step, std::uint64_t from, double dt, ShardRecord& record) {
    const std::size_t n = layout.sizes.size();
    const double time = static_cast<double>(step) * dt;
    // A spike belongs to the step that began before it, however short before.
    const double earliest =
        std::nextafter(static_cast<double>(step - 1) * dt, std::numeric_limits<double>::max());
    std::size_t bin_row = 0;
    if (plan.bin_steps != 0) {
        bin_row = (step - from - 1) / plan.bin_steps * n;
        if (record.bin_counts.size() < bin_row + n) record.bin_counts.resize(bin_row + n);
    }
    std::size_t k = 0;
    for (std::size_t p = 0; p < n; ++p) {
        const std::uint32_t count = list.population_end[p] - static_cast<std::uint32_t>(k);
        record.spike_counts[p] += count;
        if (plan.bin_steps != 0) record.bin_counts[bin_row + p] += count;
        for (; k < list.population_end[p]; ++k) {
            const std::uint32_t neuron = list.neurons[k] - layout.first_neuron[p];
            if (neuron >= plan.recorded[p]) continue;
            record.spikes[p].times.push_back(std::fmax(time - list.lateness[k], earliest));
            record.spikes[p].neurons.push_back(neuron);
        }
    }
}

SimulationResult merge_records(const RecordingPlan& plan, const Layout& layout,
                               const std::vector<std::vector<LocalProbe>>& probes,
                               std::uint64_t from, std::uint64_t to, double dt,
                               std::vector<ShardRecord>& records) {
    const std::size_t n = layout.sizes.size();
    SimulationResult result;
    result.spikes.start = static_cast<double>(from) * dt;
    result.spikes.end = static_cast<double>(to) * dt;
    result.spikes.dt = dt;
    result.rates = Vector::Zero(static_cast<Index>(n));
    const double duration = result.spikes.end - result.spikes.start;
    for (std::size_t p = 0; p < n; ++p) {
        result.spikes.sizes.push_back(layout.sizes[p]);
        result.spikes.recorded.push_back(plan.recorded[p]);
        result.spikes.spikes.push_back(merged_spikes(records, p));
        std::uint64_t count = 0;
        for (ShardRecord& record : records) count += std::exchange(record.spike_counts[p], 0);
        if (duration > 0.0) {
            result.rates(static_cast<Index>(p)) =
                static_cast<double>(count) / (duration * layout.sizes[p]);
        }
    }
    result.population_rates = merged_rates(plan, layout, from, to, dt, records);
    result.probes = merged_probes(plan, probes, from, to, dt, records);
    for (ShardRecord& record : records) {
        result.cost.synaptic_events += std::exchange(record.synaptic_events, 0);
    }
    return result;
}

}  // namespace siegert::simulation
