// What does the exact method for exponential synapses cost: a rate, its derivatives, the set-up for
// responses and a frequency?
//
// `error` is the relative error of the rate against 64 nodes, `bytes` what a prepared neuron holds.

#include "lif/coloured/solve.hpp"

#include <siegert/lif/exact_coloured_noise.hpp>
#include <siegert/units.hpp>

#include <benchmark/benchmark.h>

#include <cmath>

using namespace siegert;
using namespace siegert::literals;
namespace coloured = siegert::lif::coloured;

namespace {

constexpr LifNeuron neuron{.tau_m = 20.0_ms, .tau_r = 2.0_ms, .V_th = 20.0_mV, .V_0 = 10.0_mV};
constexpr lif::Input input{.mu = 15.0_mV, .sigma = 5.0_mV};
constexpr double tau_s = 5.0_ms;

coloured::Resolution resolution(std::int64_t nodes) {
    return {.nodes = nodes,
            .threshold_step = 0.2,
            .reset_step = 0.08,
            .threshold_angle = 0.0,
            .reset_angle = 0.0};
}

coloured::Resolution rotated(std::int64_t nodes) {
    return {.nodes = nodes,
            .threshold_step = 0.1,
            .reset_step = 0.0667,
            .threshold_angle = 0.3,
            .reset_angle = 0.3};
}

coloured::Stationary stationary_at(std::int64_t nodes) {
    const auto problem = coloured::problem_of(neuron, tau_s, input);
    return coloured::stationary(coloured::boundary_kernels<double>(problem, resolution(nodes)));
}

void rate(benchmark::State& state) {
    double log_rate = 0.0;
    for (auto _ : state) log_rate = stationary_at(state.range(0)).log_rate;
    state.counters["error"] = std::abs(std::expm1(log_rate - stationary_at(64).log_rate));
}

void checked_rate(benchmark::State& state) {
    for (auto _ : state)
        benchmark::DoNotOptimize(lif::exp::exact_firing_rate(neuron, tau_s, input));
}

void derivatives(benchmark::State& state) {
    for (auto _ : state)
        benchmark::DoNotOptimize(lif::exp::exact_rate_derivatives(neuron, tau_s, input));
}

void set_up(benchmark::State& state) {
    const auto problem = coloured::problem_of(neuron, tau_s, input);
    const auto stationary = stationary_at(state.range(0));
    std::size_t numbers = 0;
    for (auto _ : state) {
        const auto kernels =
            coloured::response_kernels(problem, rotated(state.range(0)), stationary);
        numbers =
            2 * (kernels.kernels.from_threshold.re.size() + kernels.kernels.from_reset.re.size());
    }
    state.counters["bytes"] = static_cast<double>(numbers * sizeof(double));
}

void frequency(benchmark::State& state) {
    const auto problem = coloured::problem_of(neuron, tau_s, input);
    const auto kernels =
        coloured::response_kernels(problem, rotated(state.range(0)), stationary_at(state.range(0)));
    for (auto _ : state) benchmark::DoNotOptimize(coloured::response(kernels, Complex(0.0, 6.0)));
}

}  // namespace

BENCHMARK(rate)->Arg(16)->Arg(24)->Unit(benchmark::kMicrosecond);
BENCHMARK(checked_rate)->Unit(benchmark::kMicrosecond);
BENCHMARK(derivatives)->Unit(benchmark::kMicrosecond);
BENCHMARK(set_up)->Arg(16)->Arg(24)->Unit(benchmark::kMicrosecond);
BENCHMARK(frequency)->Arg(16)->Arg(24)->Unit(benchmark::kMicrosecond);
