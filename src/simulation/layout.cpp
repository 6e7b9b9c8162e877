#include "simulation/layout.hpp"

#include <algorithm>
#include <cmath>

namespace siegert::simulation {
namespace {

constexpr std::uint32_t most_neurons = 65536;
constexpr double most_synapses = 2147483648.0;

std::uint32_t blocks_of(std::uint32_t neurons) {
    return (neurons + block_size - 1) / block_size;
}

Shard make_shard(const Layout& layout, std::uint32_t index, std::uint32_t count) {
    Shard shard;
    for (std::uint32_t p = 0; p < layout.sizes.size(); ++p) {
        const std::uint64_t blocks = blocks_of(layout.sizes[p]);
        const auto first = static_cast<std::uint32_t>(blocks * index / count);
        const auto last = static_cast<std::uint32_t>(blocks * (index + 1) / count);
        if (first == last) continue;
        const std::uint32_t end = std::min(layout.sizes[p], last * block_size);
        shard.slices.push_back({.population = p,
                                .first_block = first,
                                .blocks = last - first,
                                .neurons = end - first * block_size,
                                .first_neuron = layout.first_neuron[p] + first * block_size,
                                .offset = shard.padded_neurons});
        shard.padded_neurons += (last - first) * block_size;
    }
    return shard;
}

}  // namespace

Layout distribute_neurons(const std::vector<std::uint32_t>& sizes, double synapses,
                          std::uint32_t workers) {
    Layout layout{.sizes = sizes, .first_neuron = {0}, .shards = {}};
    for (const std::uint32_t size : sizes) {
        layout.first_neuron.push_back(layout.first_neuron.back() + size);
    }
    const auto fits = [](const Layout& candidate) {
        return std::ranges::all_of(candidate.shards, [](const Shard& shard) {
            return shard.padded_neurons <= most_neurons;
        });
    };
    std::uint64_t padded = 0;
    for (const std::uint32_t size : sizes) padded += std::uint64_t{blocks_of(size)} * block_size;
    const double least = std::fmax(std::ceil(synapses / most_synapses),
                                   std::ceil(static_cast<double>(padded) / most_neurons));
    auto count = workers * static_cast<std::uint32_t>(std::fmax(1.0, std::ceil(least / workers)));
    do {
        layout.shards.clear();
        for (std::uint32_t s = 0; s < count; ++s) {
            layout.shards.push_back(make_shard(layout, s, count));
        }
        count += workers;
    } while (!fits(layout));
    return layout;
}

std::uint32_t population_of(const Layout& layout, std::uint32_t neuron) {
    const auto after = std::ranges::upper_bound(layout.first_neuron, neuron);
    return static_cast<std::uint32_t>(after - layout.first_neuron.begin()) - 1;
}

}  // namespace siegert::simulation
