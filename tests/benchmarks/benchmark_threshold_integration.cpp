// How long do a rate, a frequency of the response, a spectrum take by threshold integration?
//
// Arguments: the neuron and its input. `error` is that of the rate of the leaky neuron against the
// Siegert formula, and zero for the exponential one, whose references are in tests/neurons.

#include <siegert/lif/delta.hpp>
#include <siegert/neurons/eif.hpp>

#include <benchmark/benchmark.h>

#include <cmath>
#include <numbers>

using namespace siegert;
using siegert::lif::Input;

namespace {

/// Leaky near and above threshold, with weak noise; exponential below, above, and driven strongly.
enum Regime {
    leaky_near,
    leaky_above,
    leaky_weak,
    exponential_below,
    exponential_above,
    exponential_driven
};
constexpr Input inputs[] = {{.mu = 0.015, .sigma = 0.005},  {.mu = 0.030, .sigma = 0.002},
                            {.mu = 0.030, .sigma = 0.0001}, {.mu = 0.010, .sigma = 0.0067},
                            {.mu = 0.020, .sigma = 0.0067}, {.mu = 0.080, .sigma = 0.0045}};

neurons::IntegrateAndFireNeuron neuron(std::int64_t regime) {
    if (regime <= leaky_weak)
        return {.tau_m = 0.020,
                .tau_r = 0.002,
                .V_th = 0.020,
                .V_0 = 0.010,
                .current = neurons::leak()};
    return neurons::eif::with_current({.tau_m = 0.020,
                                       .tau_r = 0.0,
                                       .V_th = 0.025,
                                       .V_0 = -0.005,
                                       .Delta_T = 0.0015,
                                       .V_T = 0.015});
}

double error(std::int64_t regime) {
    if (regime > leaky_weak) return 0.0;
    const Input input = inputs[regime];
    const double expected = lif::delta::firing_rate({0.020, 0.002, 0.020, 0.010}, input);
    return std::abs(neurons::firing_rate(neuron(regime), input) / expected - 1.0);
}

Vector frequencies() {
    return Vector::LinSpaced(800, 1.0, 800.0) * 2.0 * std::numbers::pi;
}

void per_frequency(benchmark::State& state) {
    state.counters["value"] = benchmark::Counter(
        static_cast<double>(frequencies().size()),
        benchmark::Counter::kIsIterationInvariantRate | benchmark::Counter::kInvert);
}

void firing_rate(benchmark::State& state) {
    const auto n = neuron(state.range(0));
    for (auto _ : state) benchmark::DoNotOptimize(neurons::firing_rate(n, inputs[state.range(0)]));
    state.counters["error"] = error(state.range(0));
}
BENCHMARK(firing_rate)->DenseRange(leaky_near, exponential_driven);

void transfer_function(benchmark::State& state) {
    const auto n = neuron(state.range(0));
    const ComplexVector s = lif::on_imaginary_axis(frequencies());
    for (auto _ : state)
        benchmark::DoNotOptimize(neurons::transfer_function(n, inputs[state.range(0)], s));
    per_frequency(state);
}
BENCHMARK(transfer_function)->DenseRange(leaky_near, exponential_driven);

void mean_potential_response(benchmark::State& state) {
    const auto n = neuron(state.range(0));
    const ComplexVector s = lif::on_imaginary_axis(frequencies());
    for (auto _ : state)
        benchmark::DoNotOptimize(neurons::mean_potential_response(n, inputs[state.range(0)], s));
    per_frequency(state);
}
BENCHMARK(mean_potential_response)->Arg(exponential_above);

void renewal_spectrum(benchmark::State& state) {
    const auto n = neuron(state.range(0));
    const Vector omegas = frequencies();
    for (auto _ : state)
        benchmark::DoNotOptimize(neurons::renewal_spectrum(n, inputs[state.range(0)], omegas));
    per_frequency(state);
}
BENCHMARK(renewal_spectrum)->Arg(exponential_above);

}  // namespace
