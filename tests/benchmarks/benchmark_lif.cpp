// How long does the rate of one neuron take, its derivatives and its CV, one by one and in a batch?
//
// Each benchmark reports the time for one point, and as `error` the largest relative error over the
// 50-digit references of tests/references/lif_rates.csv.

#include "lif/reference_rows.hpp"

#include <siegert/lif/delta.hpp>
#include <siegert/lif/exp.hpp>

#include <benchmark/benchmark.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <random>
#include <vector>

using namespace siegert;
using namespace siegert::lif;

namespace {

/// Inputs of a network model, and those that take the most work.
enum Regime { mixed, suprathreshold, subthreshold, narrow_subthreshold };

struct Points {
    std::vector<double> mu, sigma, V_0, V_th, tau_m, tau_r, tau_s;

    delta::Batch delta() const { return {mu, sigma, V_0, V_th, tau_m, tau_r}; }
    exp::Batch exp(exp::Method method) const {
        return {mu, sigma, V_0, V_th, tau_m, tau_r, tau_s, method};
    }
};

Points points(int regime) {
    constexpr std::size_t n = 8192;
    std::mt19937_64 generator(5);
    std::uniform_real_distribution<double> uniform(0.0, 1.0);
    const auto between = [&](double low, double high) {
        return low + (high - low) * uniform(generator);
    };
    Points p{.mu = {}, .sigma = {}, .V_0 = {}, .V_th = {}, .tau_m = {}, .tau_r = {}, .tau_s = {}};
    for (std::size_t i = 0; i < n; ++i) {
        const double mu[] = {between(-0.005, 0.035), between(0.021, 0.060), between(-0.020, 0.010),
                             between(-0.005, 0.015)};
        p.mu.push_back(mu[regime]);
        p.sigma.push_back(between(0.001, 0.010));
        p.V_th.push_back(0.020);
        p.V_0.push_back(regime == narrow_subthreshold ? 0.020 - between(1e-4, 2e-4) : 0.010);
        p.tau_m.push_back(0.020);
        p.tau_r.push_back(0.002);
        p.tau_s.push_back(0.0005);
    }
    return p;
}

void name_regime(benchmark::State& state) {
    constexpr const char* names[] = {"mixed", "suprathreshold", "subthreshold",
                                     "narrow, subthreshold"};
    state.SetLabel(names[state.range(0)]);
}

template <class Function>
double largest_error(const char* name, Function value) {
    double largest = 0.0;
    for (const auto& row : reference_rows()) {
        if (row["delta_nu"] < 1e-290) continue;
        largest = std::max(largest, std::abs(value(row) / row[name] - 1.0));
    }
    return largest;
}

template <class Function>
void one_by_one(benchmark::State& state, const char* reference, Function f) {
    const Points p = points(static_cast<int>(state.range(0)));
    std::size_t i = 0;
    for (auto _ : state) {
        const LifNeuron neuron{
            .tau_m = p.tau_m[i], .tau_r = p.tau_r[i], .V_th = p.V_th[i], .V_0 = p.V_0[i]};
        benchmark::DoNotOptimize(f(neuron, Input{.mu = p.mu[i], .sigma = p.sigma[i]}));
        i = (i + 1) % p.mu.size();
    }
    name_regime(state);
    state.counters["error"] = largest_error(
        reference, [&](const ReferenceRow& row) { return f(row.neuron(), row.input()); });
}

void rate(benchmark::State& state) {
    one_by_one(state, "delta_nu", delta::firing_rate);
}
void d_sigma(benchmark::State& state) {
    one_by_one(state, "delta_d_sigma", [](const LifNeuron& neuron, const Input& input) {
        return delta::rate_derivatives(neuron, input).d_sigma;
    });
}
void cv(benchmark::State& state) {
    one_by_one(state, "cv", delta::cv);
}

/// Evaluates f(points, results) on all points; the time is per point.
template <class Function>
void batch(benchmark::State& state, const char* reference, Function f) {
    const Points p = points(static_cast<int>(state.range(0)));
    std::vector<double> results(p.mu.size());
    for (auto _ : state) {
        f(p, results);
        benchmark::ClobberMemory();
    }
    name_regime(state);
    const auto n = static_cast<double>(p.mu.size());
    state.counters["per_point"] = benchmark::Counter(
        n, benchmark::Counter::kIsIterationInvariantRate | benchmark::Counter::kInvert);
    if (reference == nullptr) return;
    state.counters["error"] = largest_error(reference, [&](const ReferenceRow& row) {
        const Points one{.mu = {row["mu"]},
                         .sigma = {row["sigma"]},
                         .V_0 = {row["V_0"]},
                         .V_th = {row["V_th"]},
                         .tau_m = {row["tau_m"]},
                         .tau_r = {row["tau_r"]},
                         .tau_s = {row["tau_s"]}};
        std::vector<double> result(1);
        f(one, result);
        return result[0];
    });
}

void batch_rate(benchmark::State& state) {
    batch(state, "delta_nu",
          [](const Points& p, std::vector<double>& nu) { delta::firing_rates(p.delta(), nu); });
}
void batch_derivatives(benchmark::State& state) {
    batch(state, "delta_d_sigma", [](const Points& p, std::vector<double>& d_sigma) {
        static std::vector<double> nu, d_mu;
        nu.resize(d_sigma.size());
        d_mu.resize(d_sigma.size());
        delta::rate_derivatives(p.delta(), nu, d_mu, d_sigma);
    });
}
void batch_cv(benchmark::State& state) {
    batch(state, "cv", [](const Points& p, std::vector<double>& cv) { delta::cvs(p.delta(), cv); });
}
void batch_shift_rate(benchmark::State& state) {
    batch(state, "shift_nu", [](const Points& p, std::vector<double>& nu) {
        exp::firing_rates(p.exp(exp::Method::shift), nu);
    });
}
void batch_taylor_rate(benchmark::State& state) {
    batch(state, nullptr, [](const Points& p, std::vector<double>& nu) {
        exp::firing_rates(p.exp(exp::Method::taylor), nu);
    });
}

void regimes(benchmark::internal::Benchmark* benchmark) {
    benchmark->DenseRange(mixed, narrow_subthreshold);
}

BENCHMARK(rate)->Apply(regimes);
BENCHMARK(d_sigma)->Apply(regimes);
BENCHMARK(cv)->Apply(regimes);
BENCHMARK(batch_rate)->Apply(regimes);
BENCHMARK(batch_derivatives)->Apply(regimes);
BENCHMARK(batch_cv)->Apply(regimes);
BENCHMARK(batch_shift_rate)->Apply(regimes);
BENCHMARK(batch_taylor_rate)->Apply(regimes);

}  // namespace
