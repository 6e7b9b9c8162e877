#include "theory/surrogate_network.hpp"

#include "model/adaptation_currents.hpp"
#include "neurons/own_current.hpp"
#include "numerics/parallel.hpp"
#include "theory/current_network.hpp"
#include "theory/response_change.hpp"
#include "theory/single_neurons.hpp"

#include <siegert/theory/input_statistics.hpp>

#include <algorithm>
#include <cmath>

namespace siegert::theory {
namespace {

// Input is taken as white beyond this frequency.
constexpr double largest_frequency = 1000.0;  // [Hz]
constexpr double finest_frequency = 0.5;      // [Hz]
constexpr double least_duration = 1.5;        // [s]
constexpr double least_spikes = 2.0;          // of a neuron
constexpr double longest_steps = 131072.0;

}  // namespace

SurrogateGrid surrogate_grid(const Vector& rates, double dt) {
    double longest = least_duration;
    for (const double nu : rates) {
        if (nu > 0.0) longest = std::max(longest, least_spikes / nu);
    }
    const double steps = std::min(longest_steps, std::exp2(std::ceil(std::log2(longest / dt))));
    SurrogateGrid grid{.dt = dt, .steps = static_cast<Index>(steps), .coarse = 1, .size = 0};
    const double df = 1.0 / (steps * dt);
    grid.coarse = std::max<Index>(1, std::lround(finest_frequency / df));
    const double end = std::min(largest_frequency, 0.45 / dt);
    grid.size = static_cast<Index>(end / frequency_step(grid)) + 1;
    return grid;
}

Surrogate surrogate_of(const Network& network, Index i, const Vector& nu) {
    const auto adaptation = adaptation_currents(network, i);
    return {.neuron = {.tau_m = network.tau_m(i),
                       .tau_r = network.tau_r(i),
                       .V_th = network.V_th(i),
                       .V_0 = network.V_0(i)},
            .onset = neurons::onset_of(network, i),
            .adaptation = {adaptation.begin(), adaptation.end()},
            .drift = constant_potential(network, i),
            .inputs = shot_inputs(network, i, nu)};
}

Index neurons_per_block(const SurrogateGrid& grid, double time) {
    const double duration = static_cast<double>(grid.steps) * grid.dt;
    constexpr Index fewest = 3;
    return std::max<Index>(
        fewest, static_cast<Index>(std::ceil(time / duration / static_cast<double>(blocks))));
}

Vector mean_of_jumps(const Network& network, const Vector& rates) {
    Vector mean = mean_input(network, rates);
    for (Index i = 0; i < mean.size(); ++i) mean(i) -= constant_potential(network, i);
    return mean.cwiseQuotient(network.tau_m);
}

UnconnectedRates simulated_unconnected_rates(const Network& network, const Vector& nu,
                                             const Vector& additional,
                                             const SelfConsistentOptions& options) {
    const Index n = nu.size();
    const SurrogateGrid grid = surrogate_grid(nu, options.dt);
    const Index neurons = neurons_per_block(grid, options.neuron_time);
    const Vector mean = mean_of_jumps(with_currents(network, nu), nu);
    Matrix rates(n, blocks);
    numerics::parallel_blocks(n * blocks, options.threads, [&](Index begin, Index end) {
        for (Index task = begin; task < end; ++task) {
            if (options.before_block) options.before_block();
            const Index i = task / blocks;
            const Index block = task % blocks;
            Surrogate surrogate = surrogate_of(network, i, nu);
            surrogate.drift += additional(i);
            const auto record =
                simulate_surrogates(surrogate, grid, {{.mean = mean(i), .gain = {}}}, options.seed,
                                    block * neurons, neurons)
                    .front();
            rates(i, block) = record.spikes / record.time;
        }
    });
    const Vector average = rates.rowwise().mean();
    const double degrees = static_cast<double>(blocks * (blocks - 1));
    return {.firing_rates = average,
            .standard_errors =
                ((rates.colwise() - average).rowwise().squaredNorm() / degrees).cwiseSqrt()};
}

}  // namespace siegert::theory
