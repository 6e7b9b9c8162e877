#include <siegert/simulation/cost_estimate.hpp>

#include <siegert/simulation/network_simulation.hpp>

#include "numerics/linear_algebra.hpp"
#include "require.hpp"
#include "simulation/available_memory.hpp"
#include "synapses/models.hpp"

#include <algorithm>
#include <cmath>
#include <vector>

namespace siegert {
namespace {

constexpr double most_synapses = 4e7;    // of a piece: more than caches hold
constexpr double fewest_neurons = 10.0;  // of each population
constexpr double updates = 5e6;          // of neurons, in a stretch

double synapse_count(const Network& network, double scale) {
    return scale * scale * network.K.rowwise().sum().dot(network.N);
}

/// A part of options.scale.
double scale_of_piece(const Network& network, double scale) {
    if (synapses::has_conductance(network)) return 1.0;  // there is no smaller one
    const double by_synapses =
        std::sqrt(most_synapses / std::max(synapse_count(network, scale), most_synapses));
    const double by_neurons = fewest_neurons / (scale * network.N.minCoeff());
    return std::min(1.0, std::max(by_synapses, by_neurons));
}

SimulationOptions without_records(SimulationOptions options, double scale) {
    options.scale = scale;
    options.record = {};
    options.record.neurons = 0;
    options.progress = {};
    return options;
}

/// A short time of a piece.
struct Stretch {
    double seconds;  ///< of wall time
    double updates;
    double events;
};

struct Piece {
    SimulationCost wiring;
    double simulated;  ///< all stretches [s]
    Vector spikes;     ///< per neuron, in all stretches
    std::vector<Stretch> stretches;
};

Piece measure(const Network& network, const SimulationOptions& options) {
    constexpr int stretches = 5;
    const double neurons = options.scale * network.N.sum();
    const double steps = std::clamp(updates / neurons, 200.0, 4000.0);
    NetworkSimulation simulation(network, options);
    simulation.warm_up(2.0 * steps * options.dt);
    Piece piece{
        .wiring = {}, .simulated = 0.0, .spikes = Vector::Zero(network.N.size()), .stretches = {}};
    for (int k = 0; k < stretches; ++k) {
        simulation.advance(steps * options.dt);
        const SimulationResult result = simulation.take_record();
        const SimulationCost& cost = result.cost;
        piece.spikes += result.rates * cost.simulated_seconds;
        piece.wiring = cost;
        piece.simulated += cost.simulated_seconds;
        piece.stretches.push_back({.seconds = cost.run_seconds,
                                   .updates = static_cast<double>(cost.neuron_updates),
                                   .events = static_cast<double>(cost.synaptic_events)});
    }
    return piece;
}

/// Wall time of an update of a neuron, and of a spike that reaches its target.
struct Prices {
    double update;
    double event;
};

/// Those that explain all times best, errors relative to each; where noise makes one of them
/// negative, the other alone.
Prices prices(const std::vector<Stretch>& stretches) {
    const auto n = static_cast<Index>(stretches.size());
    Matrix work(n, 2);
    for (Index k = 0; k < n; ++k) {
        const Stretch& one = stretches[static_cast<std::size_t>(k)];
        work.row(k) << one.updates / one.seconds, one.events / one.seconds;
    }
    const auto alone = [&](Index c) {
        const double square = work.col(c).squaredNorm();
        return square > 0.0 ? work.col(c).sum() / square : 0.0;
    };
    const Vector both = numerics::least_squares(work, Vector::Ones(n));
    const double update = both(0);
    const double event = both(1);
    if (update >= 0.0 && event >= 0.0) return {.update = update, .event = event};
    if (update < 0.0) return {.update = 0.0, .event = alone(1)};
    return {.update = alone(0), .event = 0.0};
}

/// Wall time per simulated time of the network of which the piece is a part.
double real_time_factor(const Piece& piece, double part, const Network& network,
                        const SimulationOptions& options) {
    std::vector<Stretch> all = piece.stretches;
    if (part < 1.0) {
        const Piece half = measure(network, without_records(options, 0.5 * part * options.scale));
        all.insert(all.end(), half.stretches.begin(), half.stretches.end());
    }
    const Prices price = prices(all);
    double seconds = 0.0;
    for (const Stretch& one : piece.stretches) {
        seconds += part < 1.0 ? price.update * one.updates / part +
                                    price.event * one.events / (part * part)
                              : one.seconds;
    }
    return seconds / piece.simulated;
}

/// What wiring would ask before it begins, and no more.
void set_memory(const Network& network, SimulationOptions options, CostEstimate& estimate) {
    options.progress = [&](const Progress& progress) {
        estimate.memory_needed = progress.memory_needed;
        estimate.memory_available = progress.memory_available;
        return false;
    };
    static_cast<void>(NetworkSimulation(network, options));
}

}  // namespace

bool estimates_from_piece(const Network& network, const SimulationOptions& options) {
    return options.scale * scale_of_piece(network, options.scale) < 1.0;
}

CostEstimate estimate_cost(const Network& network, const SimulationOptions& options) {
    require_positive("duration", options.duration);
    CostEstimate estimate{.neurons = options.scale * network.N.sum(),
                          .synapses = synapse_count(network, options.scale)};
    estimate.memory_available = simulation::available_memory();
    estimate.scale = scale_of_piece(network, options.scale);
    if (estimate.scale < 1.0) set_memory(network, options, estimate);
    const Piece piece = measure(network, without_records(options, estimate.scale * options.scale));
    const auto counted = static_cast<double>(piece.wiring.synapses);
    const double growth = counted > 0.0 ? estimate.synapses / counted : 1.0;
    estimate.build_seconds = growth * piece.wiring.build_seconds;
    if (estimate.memory_needed == 0.0) {  // so little that nothing was asked
        estimate.memory_needed = growth * static_cast<double>(piece.wiring.synapse_bytes) +
                                 estimate.neurons * simulation::bytes_per_neuron;
    }
    estimate.rates = piece.spikes / piece.simulated;
    estimate.real_time_factor = real_time_factor(piece, estimate.scale, network, options);
    estimate.run_seconds = estimate.real_time_factor * (options.warmup + options.duration);
    return estimate;
}

}  // namespace siegert
