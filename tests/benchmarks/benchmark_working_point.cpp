// How long does it take to find the working point of a network, and all of its fixed points?
//
// Each benchmark reports the time from network to result, validation and CVs included; as
// `residual` the largest |Phi(nu) - nu| [Hz] that is left, and the iterations of the solver.

#include "theory/example_networks.hpp"

#include <siegert/theory/fixed_points.hpp>
#include <siegert/theory/working_point.hpp>

#include <benchmark/benchmark.h>

#include <fmt/format.h>

#include <cmath>

using namespace siegert;
using lif::exp::Method;

namespace {

/// Microcircuits in a row whose excitatory populations project to their neighbours, the more weakly
/// the farther away: as many populations as a model of all visual cortex has.
Network coupled_microcircuits(Index areas) {
    const Network one = examples::microcircuit();
    const Index n = 8 * areas;
    Network network;
    network.synapse = one.synapse;
    network.K = Matrix::Zero(n, n);
    network.J = Matrix::Zero(n, n);
    for (Index a = 0; a < areas; ++a) {
        for (Index b = 0; b < areas; ++b) {
            const double distance = static_cast<double>(std::abs(a - b));
            network.K.block(8 * a, 8 * b, 8, 8) =
                one.K * (a == b ? 1.0 : 0.02 * std::exp(-distance / 4.0));
            network.J.block(8 * a, 8 * b, 8, 8) = one.J;
            if (a == b) continue;
            for (Index j = 1; j < 8; j += 2) network.K.block(8 * a, 8 * b + j, 8, 1).setZero();
        }
    }
    network.K_ext = one.K_ext.replicate(areas, 1);
    network.J_ext = one.J_ext.replicate(areas, 1);
    network.nu_ext = one.nu_ext;
    for (Index i = 0; i < n; ++i) network.populations.push_back(fmt::format("{}", i));
    examples::set_neurons(network, neuron(one, 0), one.tau_s(0));
    return network;
}

void report(benchmark::State& state, const theory::WorkingPoint& point) {
    state.counters["residual"] = point.residual;
    state.counters["iterations"] = point.iterations;
    state.counters["converged"] = theory::converged(point);
}

void working_point(benchmark::State& state, const Network& network, Method method) {
    theory::WorkingPoint point;
    for (auto _ : state) point = theory::working_point(network, {.method = method});
    report(state, point);
}

void relaxation(benchmark::State& state, const Network& network) {
    theory::WorkingPoint point;
    for (auto _ : state) point = theory::working_point(network, {.max_iterations = 8});
    report(state, point);
}

void all_fixed_points(benchmark::State& state, const Network& network) {
    theory::FixedPoints found;
    for (auto _ : state) found = theory::fixed_points(network);
    state.counters["found"] = static_cast<double>(found.points.size());
    state.counters["index_sum"] = found.index_sum;
}

const Network eight = examples::microcircuit();
const Network many = coupled_microcircuits(32);

BENCHMARK_CAPTURE(working_point, 8_populations_shift, eight, Method::shift)
    ->Unit(benchmark::kMicrosecond);
BENCHMARK_CAPTURE(working_point, 8_populations_taylor, eight, Method::taylor)
    ->Unit(benchmark::kMicrosecond);
BENCHMARK_CAPTURE(working_point, 256_populations_shift, many, Method::shift)
    ->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(relaxation, 8_populations_by_the_fallback, eight)->Unit(benchmark::kMicrosecond);
BENCHMARK_CAPTURE(all_fixed_points, 8_populations, eight)->Unit(benchmark::kMillisecond);

}  // namespace
