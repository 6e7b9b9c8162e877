// What can this machine do, and what do the inner loops of the simulation make of it?
//
// Memory bandwidth, scattered additions, random numbers, and the update of neurons, each alone: the
// limits that docs/numerics.md compares the simulation of whole networks with.

#include "simulation/large_array.hpp"
#include "simulation/membrane_update.hpp"
#include "simulation/noise.hpp"
#include "simulation/philox.hpp"

#include <benchmark/benchmark.h>

#include <cmath>
#include <cstdint>
#include <numeric>
#include <vector>

namespace {

using namespace siegert::simulation;

constexpr PhiloxKey key = philox_key(1);
constexpr std::size_t large = 256u << 20;  // bytes, far beyond the caches

void per_item(benchmark::State& state, std::size_t items) {
    state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(items));
    state.counters["ns"] = benchmark::Counter(
        static_cast<double>(items),
        benchmark::Counter::kIsIterationInvariantRate | benchmark::Counter::kInvert);
}

void read_memory(benchmark::State& state) {
    LargeArray<std::uint64_t> values(large / sizeof(std::uint64_t));
    for (auto _ : state) {
        benchmark::DoNotOptimize(
            std::accumulate(values.data(), values.data() + values.size(), std::uint64_t{0}));
    }
    state.SetBytesProcessed(state.iterations() * static_cast<std::int64_t>(large));
}
BENCHMARK(read_memory);

// STREAM's triad, counted as STREAM does: two arrays read, one written.
void triad(benchmark::State& state) {
    const std::size_t size = large / sizeof(double);
    LargeArray<double> a(size), b(size), c(size);
    for (auto _ : state) {
        for (std::size_t i = 0; i < size; ++i) a[i] = b[i] + 3.0 * c[i];
        benchmark::ClobberMemory();
    }
    state.SetBytesProcessed(state.iterations() * static_cast<std::int64_t>(3 * large));
}
BENCHMARK(triad);

std::uint32_t random_target(std::size_t event, std::uint32_t neurons) {
    const auto word = philox(key, {static_cast<std::uint32_t>(event), 0, 0, 0})[0];
    return static_cast<std::uint32_t>(std::uint64_t{word} * neurons >> 32);
}

constexpr std::size_t events = 8u << 20;

// Delivery stripped to its additions: indices of 2 bytes in order from memory, sums in an array of
// so many neurons.
void additions(benchmark::State& state) {
    const auto neurons = static_cast<std::uint32_t>(state.range(0));
    LargeArray<std::uint16_t> target(events);
    for (std::size_t k = 0; k < events; ++k) {
        target[k] = static_cast<std::uint16_t>(random_target(k, neurons));
    }
    LargeArray<std::int32_t> input(neurons);
    for (auto _ : state) {
        std::int32_t* const sums = input.data();
        for (std::size_t k = 0; k < events; ++k) sums[target[k]] += 3;
        benchmark::ClobberMemory();
    }
    per_item(state, events);
}
BENCHMARK(additions)->Arg(6250)->Arg(12500);

// The same with a weight beside each index, 4 bytes together.
void weighted_additions(benchmark::State& state) {
    const auto neurons = static_cast<std::uint32_t>(state.range(0));
    LargeArray<std::uint32_t> synapse(events);
    for (std::size_t k = 0; k < events; ++k) {
        synapse[k] = random_target(k, neurons) | static_cast<std::uint32_t>(k % 50 + 75) << 16;
    }
    LargeArray<std::int32_t> input(neurons);
    for (auto _ : state) {
        std::int32_t* const sums = input.data();
        for (std::size_t k = 0; k < events; ++k) {
            sums[synapse[k] & 0xFFFFu] += (static_cast<std::int32_t>(synapse[k]) >> 16) * 3;
        }
        benchmark::ClobberMemory();
    }
    per_item(state, events);
}
BENCHMARK(weighted_additions)->Arg(38585)->Arg(65536);

void random_words(benchmark::State& state) {
    alignas(64) std::uint32_t words[block_size];
    std::uint32_t step = 0;
    for (auto _ : state) {
        random_block(key, 0,
                     {.population = 0, .step = ++step, .stream = Stream::external, .draw = 0},
                     words);
        benchmark::DoNotOptimize(words);
    }
    per_item(state, block_size);
}
BENCHMARK(random_words);

void poisson_numbers(benchmark::State& state) {
    alignas(64) std::int32_t counts[block_size];
    const PoissonTable table = poisson_table(2.0);
    std::uint32_t step = 0;
    for (auto _ : state) {
        poisson_block(key, 0,
                      {.population = 0, .step = ++step, .stream = Stream::external, .draw = 0},
                      table, counts);
        benchmark::DoNotOptimize(counts);
    }
    per_item(state, block_size);
}
BENCHMARK(poisson_numbers);

// Neurons below threshold, step after step, as in a network of so many on one thread.
void updates(benchmark::State& state, bool exponential, bool poisson) {
    const auto neurons = static_cast<std::uint32_t>(state.range(0)) / block_size * block_size;
    const double dt = 1e-4;
    MembraneStep membrane{.population = 0,
                          .exponential = exponential,
                          .decay_V = std::exp(-dt / 0.02),
                          .V_from_x = dt / 0.02,
                          .decay_x = std::exp(-dt / 0.0005),
                          .V_th = 1.0,
                          .V_0 = 0.0,
                          .refractory_steps = 20,
                          .input_unit = 1e-9,
                          .external = {}};
    if (poisson) membrane.external = {{.table = poisson_table(2.0), .jump = 1e-4}};
    LargeArray<double> V(neurons), x(neurons);
    LargeArray<std::int32_t> refractory(neurons), input(neurons);
    const Slice slice{.population = 0,
                      .first_block = 0,
                      .blocks = neurons / block_size,
                      .neurons = neurons,
                      .first_neuron = 0,
                      .offset = 0};
    std::vector<std::uint32_t> spikes;
    std::uint64_t step = 0;
    for (auto _ : state) {
        update_membranes(membrane, slice,
                         {.V = V.data(),
                          .x = exponential ? x.data() : nullptr,
                          .refractory = refractory.data(),
                          .input = input.data()},
                         {.key = key, .step = ++step, .stimulus_step = step, .drive = 0.0}, spikes);
    }
    if (!spikes.empty()) state.SkipWithError("a neuron spiked");
    per_item(state, neurons);
}
BENCHMARK_CAPTURE(updates, delta, false, false)->Arg(12500);
BENCHMARK_CAPTURE(updates, delta_poisson, false, true)->Arg(12500);
BENCHMARK_CAPTURE(updates, exponential, true, false)->Arg(77169);
BENCHMARK_CAPTURE(updates, exponential_poisson, true, true)->Arg(77169);

}  // namespace
