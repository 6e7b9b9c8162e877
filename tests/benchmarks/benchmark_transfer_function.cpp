// How long does one value of a transfer function take, n_mu and n_sigma2 together?
//
// Each benchmark computes 3141 frequencies, 0.1 to 314.1 Hz in steps of 0.1 Hz, and reports the
// time for one of them (`value`), and as `error` the largest relative error over the 90-digit
// references of tests/references/transfer_function.csv.

#include "reference_table.hpp"

#include <siegert/lif/delta.hpp>
#include <siegert/lif/exp.hpp>

#include <benchmark/benchmark.h>

#include <algorithm>
#include <numbers>

using namespace siegert;
using siegert::lif::Convention;
using siegert::lif::Input;
using siegert::lif::SynapticFilter;
namespace delta = siegert::lif::delta;
namespace colored = siegert::lif::exp;

namespace {

constexpr LifNeuron neuron{.tau_m = 0.010, .tau_r = 0.002, .V_th = 0.015, .V_0 = 0.0};

/// Inputs of the microcircuit's order, with reset and threshold at y_r and y_th.
enum Regime { strong_noise, near_threshold, weak_noise_above, weak_noise_below };
constexpr Input inputs[] = {{.mu = 0.005, .sigma = 0.006},
                            {.mu = 0.014, .sigma = 0.005},
                            {.mu = 0.025, .sigma = 0.001},
                            {.mu = 0.009, .sigma = 0.001}};

ComplexVector frequencies(double f_max) {
    return lif::on_imaginary_axis(Vector::LinSpaced(3141, f_max / 3141, f_max) * 2.0 *
                                  std::numbers::pi);
}

double largest_error() {
    double largest = 0.0;
    for (const auto& row : reference_table("transfer_function.csv", 28)) {
        const LifNeuron n{row["tau_m"], row["tau_r"], row["V_th"], row["V_0"]};
        const auto response = delta::transfer_function(n, {row["mu"], row["sigma"]},
                                                       ComplexVector::Constant(1, row.complex("s")),
                                                       Convention::exact);
        largest = std::max({largest, relative_error(response.n_mu(0), row.complex("delta_mu")),
                            relative_error(response.n_sigma2(0), row.complex("delta_sigma2"))});
    }
    return largest;
}

void report(benchmark::State& state, Index values) {
    state.counters["value"] = benchmark::Counter(
        static_cast<double>(values),
        benchmark::Counter::kIsIterationInvariantRate | benchmark::Counter::kInvert);
    state.counters["error"] = largest_error();
}

void delta_exact(benchmark::State& state) {
    const ComplexVector s = frequencies(314.1);
    for (auto _ : state) {
        benchmark::DoNotOptimize(
            delta::transfer_function(neuron, inputs[state.range(0)], s, Convention::exact));
    }
    report(state, s.size());
}
BENCHMARK(delta_exact)->DenseRange(strong_noise, weak_noise_below);

void delta_nnmt(benchmark::State& state) {
    const ComplexVector s = frequencies(314.1);
    for (auto _ : state) {
        benchmark::DoNotOptimize(
            delta::transfer_function(neuron, inputs[state.range(0)], s, Convention::nnmt));
    }
    report(state, s.size());
}
BENCHMARK(delta_nnmt)->DenseRange(strong_noise, weak_noise_below);

void exp_taylor(benchmark::State& state) {
    const ComplexVector s = frequencies(314.1);
    const colored::Synapse synapse{.tau_s = 0.0005, .method = colored::Method::taylor};
    for (auto _ : state) {
        benchmark::DoNotOptimize(colored::transfer_function(
            neuron, synapse, inputs[state.range(0)], s, Convention::exact, SynapticFilter::with));
    }
    report(state, s.size());
}
BENCHMARK(exp_taylor)->Arg(near_threshold);

/// The same up to 10 kHz: mostly the Liouville-Green expansion.
void high_frequencies(benchmark::State& state) {
    const ComplexVector s = frequencies(10e3);
    for (auto _ : state) {
        benchmark::DoNotOptimize(
            delta::transfer_function(neuron, inputs[state.range(0)], s, Convention::exact));
    }
    report(state, s.size());
}
BENCHMARK(high_frequencies)->DenseRange(strong_noise, weak_noise_below);

/// One frequency in a call: the other lanes are idle.
void one_frequency(benchmark::State& state) {
    const ComplexVector s = ComplexVector::Constant(1, Complex(0.0, 400.0));
    for (auto _ : state) {
        benchmark::DoNotOptimize(
            delta::transfer_function(neuron, inputs[state.range(0)], s, Convention::exact));
    }
    report(state, s.size());
}
BENCHMARK(one_frequency)->Arg(near_threshold);

void renewal_spectrum(benchmark::State& state) {
    const Vector omegas = frequencies(314.1).imag();
    for (auto _ : state) {
        benchmark::DoNotOptimize(delta::renewal_spectrum(neuron, inputs[state.range(0)], omegas));
    }
    report(state, omegas.size());
}
BENCHMARK(renewal_spectrum)->Arg(near_threshold);

}  // namespace
