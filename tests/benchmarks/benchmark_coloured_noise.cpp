// What does the exact method for exponential synapses cost: a rate, its derivatives, the set-up for
// responses and a frequency; the working point of the microcircuit, and its spectra at 500
// frequencies?
//
// `error` is the relative error of the rate against 64 nodes, `bytes` what a prepared neuron holds.

#include "lif/coloured/solve.hpp"

#include <siegert/io/parameter_file.hpp>
#include <siegert/lif/exact_coloured_noise.hpp>
#include <siegert/theory/analysis.hpp>
#include <siegert/units.hpp>

#include <benchmark/benchmark.h>

#include <cmath>
#include <numbers>

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

const Network& microcircuit() {
    static const Network network =
        load_network(SIEGERT_EXAMPLES "/networks/microcircuit.yaml").network;
    return network;
}

theory::AnalysisOptions exact_spectra() {
    theory::AnalysisOptions options;
    options.working_point.method = lif::exp::Method::exact;
    options.extent = theory::AnalysisExtent::spectra;
    options.growth_rate_starts = 0;
    return options;
}

void microcircuit_working_point(benchmark::State& state) {
    theory::WorkingPoint point;
    for (auto _ : state) {
        point = theory::working_point(microcircuit(), exact_spectra().working_point);
    }
    state.counters["residual"] = point.residual;
}

void microcircuit_spectra(benchmark::State& state) {
    const auto options = exact_spectra();
    const auto point = theory::working_point(microcircuit(), options.working_point);
    const Vector omegas = 2.0 * std::numbers::pi * Vector::LinSpaced(500, 1.0, 500.0);
    for (auto _ : state) {
        benchmark::DoNotOptimize(theory::analyze(microcircuit(), point, omegas, options));
    }
}

}  // namespace

BENCHMARK(rate)->Arg(16)->Arg(24)->Unit(benchmark::kMicrosecond);
BENCHMARK(checked_rate)->Unit(benchmark::kMicrosecond);
BENCHMARK(derivatives)->Unit(benchmark::kMicrosecond);
BENCHMARK(set_up)->Arg(16)->Arg(24)->Unit(benchmark::kMicrosecond);
BENCHMARK(frequency)->Arg(16)->Arg(24)->Unit(benchmark::kMicrosecond);
BENCHMARK(microcircuit_working_point)
    ->MeasureProcessCPUTime()
    ->UseRealTime()
    ->Unit(benchmark::kMillisecond);
BENCHMARK(microcircuit_spectra)
    ->MeasureProcessCPUTime()
    ->UseRealTime()
    ->Unit(benchmark::kMillisecond);
