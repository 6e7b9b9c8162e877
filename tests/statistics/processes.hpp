#pragma once

#include <siegert/simulation/spike_record.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <random>
#include <utility>
#include <vector>

/// Point processes whose statistics are known, as spike records. Every one is stationary.
namespace processes {

using Random = std::mt19937_64;
using siegert::Index;
using siegert::SpikeRecord;
using Spike = std::pair<double, std::uint32_t>;

/// A record without spikes. It does not start at zero, as real ones do not.
inline SpikeRecord silent(std::vector<Index> sizes, double T) {
    SpikeRecord record;
    for (std::size_t i = 0; i < sizes.size(); ++i) {
        record.populations.push_back(fmt::format("P{}", i));
    }
    record.sizes = sizes;
    record.recorded = std::move(sizes);
    record.spikes.resize(record.sizes.size());
    record.start = 0.3;
    record.end = 0.3 + T;
    return record;
}

inline void set_spikes(SpikeRecord& record, std::size_t population, std::vector<Spike> spikes) {
    std::sort(spikes.begin(), spikes.end());
    auto& [times, neurons] = record.spikes[population];
    times.clear();
    neurons.clear();
    for (const auto& [t, neuron] : spikes) {
        if (t <= record.start || t > record.end) continue;
        times.push_back(t);
        neurons.push_back(neuron);
    }
}

/// Intervals with mean 1/nu, gamma distributed: CV = 1/sqrt(shape); shape 1 is Poisson.
struct Gamma {
    double nu;
    double shape;
};

inline void fire(SpikeRecord& record, std::size_t population, const Gamma& process,
                 Random& random) {
    std::gamma_distribution<double> interval(process.shape, 1.0 / (process.nu * process.shape));
    std::vector<Spike> spikes;
    for (std::uint32_t neuron = 0; neuron < record.recorded[population]; ++neuron) {
        double t = record.start - 20.0 / process.nu;  // stationary once the start is forgotten
        while ((t += interval(random)) <= record.end) spikes.emplace_back(t, neuron);
    }
    set_spikes(record, population, std::move(spikes));
}

/// Poisson processes with rate nu (1 + depth cos(2 pi f t + phase)).
struct Modulated {
    double nu, depth, f, phase;
};

inline void fire(SpikeRecord& record, std::size_t population, const Modulated& process,
                 Random& random) {
    std::exponential_distribution<double> interval(process.nu * (1.0 + process.depth));
    std::uniform_real_distribution<double> uniform;
    std::vector<Spike> spikes;
    for (std::uint32_t neuron = 0; neuron < record.recorded[population]; ++neuron) {
        double t = record.start;
        while ((t += interval(random)) <= record.end) {
            const double cosine =
                std::cos(2.0 * 3.14159265358979323846 * process.f * t + process.phase);
            const double kept = (1.0 + process.depth * cosine) / (1.0 + process.depth);
            if (uniform(random) < kept) spikes.emplace_back(t, neuron);
        }
    }
    set_spikes(record, population, std::move(spikes));
}

/// Poisson processes of rate nu whose counts have correlation c, within and between populations:
/// each neuron takes each spike of a mother process of rate nu / c with probability c.
inline void fire_correlated(SpikeRecord& record, double nu, double c, Random& random) {
    std::exponential_distribution<double> interval(nu / c);
    std::uniform_real_distribution<double> uniform;
    std::vector<std::vector<Spike>> spikes(record.spikes.size());
    double t = record.start;
    while ((t += interval(random)) <= record.end) {
        for (std::size_t i = 0; i < spikes.size(); ++i) {
            for (std::uint32_t neuron = 0; neuron < record.recorded[i]; ++neuron) {
                if (uniform(random) < c) spikes[i].emplace_back(t, neuron);
            }
        }
    }
    for (std::size_t i = 0; i < spikes.size(); ++i) set_spikes(record, i, std::move(spikes[i]));
}

}  // namespace processes
