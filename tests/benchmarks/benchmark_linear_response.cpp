// Where the time of an analysis in the frequency domain goes: one core, the microcircuit of Bos
// 2016 at its 3141 frequencies, and a network of 254 populations, as large as a model of many
// areas, at a few. What a network of 254 populations needs for 500 frequencies is linear in their
// number.

#include "theory/bos_microcircuit.hpp"

#include <siegert/lif/transfer_function.hpp>
#include <siegert/theory/analysis.hpp>

#include <benchmark/benchmark.h>

#include <random>

using namespace siegert;

namespace {

const Network& microcircuit() {
    static const Network network = bos_microcircuit::network();
    return network;
}

theory::AnalysisOptions one_thread(lif::Convention convention) {
    theory::AnalysisOptions options;
    options.convention = convention;
    options.growth_rate_starts = 0;
    options.threads = 1;
    return options;
}

const theory::NetworkAnalysis& analysis() {
    static const auto result = theory::analyze(microcircuit(), bos_microcircuit::omegas(),
                                               one_thread(lif::Convention::exact));
    return result;
}

// W of random signs and delays; dense, spectral radius about 2.
MatrixStack large_network(Index n, Index frequencies) {
    std::mt19937 random(1);
    std::normal_distribution<double> weight(0.0, 2.0 / std::sqrt(static_cast<double>(n)));
    std::uniform_real_distribution<double> delay(0.5e-3, 3e-3);
    const Matrix J = Matrix::NullaryExpr(n, n, [&] { return weight(random); });
    const Matrix D = Matrix::NullaryExpr(n, n, [&] { return delay(random); });
    MatrixStack W(frequencies, n, n);
    for (Index k = 0; k < frequencies; ++k) {
        const Complex s(0.0, 6.28 * static_cast<double>(k + 1));
        W[k] = (J.array() * (-s * D.array()).exp() / (1.0 + s * 0.003)).matrix();
    }
    return W;
}

void working_point(benchmark::State& state) {
    for (auto _ : state) benchmark::DoNotOptimize(theory::working_point(microcircuit()));
}
BENCHMARK(working_point)->Unit(benchmark::kMillisecond);

void transfer_functions(benchmark::State& state) {
    const auto& point = analysis().working_point;
    const ComplexVector s = lif::on_imaginary_axis(bos_microcircuit::omegas());
    theory::ResponseOptions options;
    options.threads = 1;
    for (auto _ : state)
        benchmark::DoNotOptimize(theory::network_transfer_function(
            microcircuit(), {.mu = point.mean_input, .sigma = point.std_input}, s, options));
}
BENCHMARK(transfer_functions)->Unit(benchmark::kMillisecond);

void delay_factors(benchmark::State& state) {
    const ComplexVector s = lif::on_imaginary_axis(bos_microcircuit::omegas());
    auto delays = theory::delays(microcircuit());
    delays.distribution = static_cast<DelayDistribution>(state.range(0));
    for (auto _ : state) benchmark::DoNotOptimize(theory::delay_dist_matrix(delays, s));
}
BENCHMARK(delay_factors)
    ->ArgName("distribution")
    ->Arg(static_cast<int>(DelayDistribution::none))
    ->Arg(static_cast<int>(DelayDistribution::truncated_gaussian))
    ->Arg(static_cast<int>(DelayDistribution::lognormal))
    ->Unit(benchmark::kMillisecond);

void effective_connectivity(benchmark::State& state) {
    const auto synapses = theory::coupling(microcircuit());
    for (auto _ : state)
        benchmark::DoNotOptimize(
            theory::effective_connectivity(analysis().transfer, analysis().D, synapses));
}
BENCHMARK(effective_connectivity)->Unit(benchmark::kMillisecond);

void propagator_and_power_spectra(benchmark::State& state) {
    for (auto _ : state)
        benchmark::DoNotOptimize(theory::propagator_and_power_spectra(
            analysis().effective_connectivity, analysis().input_noise, 1));
}
BENCHMARK(propagator_and_power_spectra)->Unit(benchmark::kMillisecond);

void eigenmodes(benchmark::State& state) {
    for (auto _ : state)
        benchmark::DoNotOptimize(theory::eigenmodes(analysis().effective_connectivity, 1));
}
BENCHMARK(eigenmodes)->Unit(benchmark::kMillisecond);

void sensitivity_of_all_modes(benchmark::State& state) {
    for (auto _ : state)
        benchmark::DoNotOptimize(theory::sensitivity_measure_all_eigenmodes(
            analysis().effective_connectivity, analysis().omegas, analysis().eigenmodes, 1));
}
BENCHMARK(sensitivity_of_all_modes)->Unit(benchmark::kMillisecond);

void whole_analysis(benchmark::State& state) {
    const auto convention = static_cast<lif::Convention>(state.range(0));
    const Vector omegas = bos_microcircuit::omegas();
    for (auto _ : state)
        benchmark::DoNotOptimize(theory::analyze(microcircuit(), omegas, one_thread(convention)));
}
BENCHMARK(whole_analysis)
    ->ArgName("convention")
    ->Arg(static_cast<int>(lif::Convention::exact))
    ->Arg(static_cast<int>(lif::Convention::nnmt))
    ->Unit(benchmark::kMillisecond);

void large_network_spectra(benchmark::State& state) {
    const MatrixStack W = large_network(254, 4);
    const Matrix noise = Matrix::Constant(1, 254, 1e-3);
    for (auto _ : state)
        benchmark::DoNotOptimize(theory::propagator_and_power_spectra(W, noise, 1));
    state.counters["ms_per_frequency"] = benchmark::Counter(
        4e-3, benchmark::Counter::kIsIterationInvariantRate | benchmark::Counter::kInvert);
}
BENCHMARK(large_network_spectra)->Unit(benchmark::kMillisecond);

void large_network_eigenmodes(benchmark::State& state) {
    const MatrixStack W = large_network(254, 4);
    for (auto _ : state) benchmark::DoNotOptimize(theory::eigenmodes(W, 1));
    state.counters["ms_per_frequency"] = benchmark::Counter(
        4e-3, benchmark::Counter::kIsIterationInvariantRate | benchmark::Counter::kInvert);
}
BENCHMARK(large_network_eigenmodes)->Unit(benchmark::kMillisecond);

}  // namespace
