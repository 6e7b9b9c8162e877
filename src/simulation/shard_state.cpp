#include "simulation/shard_state.hpp"

#include "model/neuron_kinds.hpp"
#include "model/neuron_spread.hpp"
#include "simulation/philox.hpp"
#include "synapses/models.hpp"

#include <boost/math/distributions/normal.hpp>

#include <algorithm>

namespace siegert::simulation {
namespace {

double initial_potential(const InitialPotential& initial, double low, double high,
                         std::uint32_t word) {
    const double u = uniform(word);
    if (initial.distribution == InitialDistribution::uniform) return low + (high - low) * u;
    return low + (high - low) * boost::math::quantile(boost::math::normal{}, u);
}

void draw_potentials(ShardState& state, const SharedState& shared, const Network& network) {
    const InitialPotential& initial = shared.options.initial;
    for (const Slice& slice : state.shard.slices) {
        const Index p = slice.population;
        const double low = initial.low.size() == 0 ? network.V_0(p) : initial.low(p);
        const double high =
            initial.high.size() == 0 ? firing_threshold(network, p) : initial.high(p);
        const NoiseAddress address{
            .population = slice.population, .step = 0, .stream = Stream::initial, .draw = 0};
        for (std::uint32_t i = 0; i < slice.neurons; ++i) {
            const std::uint32_t word =
                random_word(shared.key, slice.first_block * block_size + i, address);
            state.V[slice.offset + i] = initial_potential(initial, low, high, word);
        }
    }
}

double* current_array(ShardState& state, std::size_t current) {
    return current == 0 ? state.x.data() : state.further_x[current - 1].data();
}

std::int32_t* input_array(ShardState& state, std::size_t current) {
    return state.input.data() + current * state.shard.padded_neurons;
}

// Components of a linear membrane: V, the synaptic currents, then the further arrays.
LinearState linear_state(ShardState& state, const LinearMembrane& linear) {
    LinearState arrays{.y = {state.V.data()},
                       .refractory = state.refractory.data(),
                       .rest = state.rest.data(),
                       .input = {}};
    for (std::size_t k = 0; k < linear.currents.size(); ++k) {
        arrays.input.push_back(input_array(state, k));
        if (linear.currents[k] > 0) arrays.y.push_back(current_array(state, k));
    }
    const auto components = static_cast<std::size_t>(linear.system.A.rows());
    for (std::size_t k = 0; arrays.y.size() < components; ++k) {
        arrays.y.push_back(state.more[k].data());
    }
    return arrays;
}

std::uint64_t stimulus_step(const SimulationOptions& options, std::uint64_t step) {
    if (options.stimulus_period == 0.0) return step;
    return step % grid_point(options.stimulus_period, options.dt);
}

void update_slice(ShardState& state, const SharedState& shared, std::size_t index,
                  std::uint64_t step, TimedSpikes spikes) {
    const double dt = shared.options.dt;
    const Slice& slice = state.shard.slices[index];
    PopulationDynamics& dynamics = state.dynamics[index];
    StepContext context{.key = shared.key,
                        .step = step,
                        .stimulus_step = stimulus_step(shared.options, step),
                        .drive = 0.0};
    set_external_input(dynamics, context.stimulus_step, dt);
    const DifferingNeurons* own = state.has_differing[index] ? &state.differing : nullptr;
    if (shared.options.timing == SpikeTiming::exact) {
        update_event_driven(dynamics, slice,
                            {.V = state.V.data(), .refractory = state.rest.data(), .own = own},
                            context, dt, state.arrivals, spikes);
        return;
    }
    if (state.linear[index]) {
        const LinearMembrane& linear = *state.linear[index];
        update_linear(linear, dynamics.membrane, slice, linear_state(state, linear), context,
                      spikes);
        return;
    }
    std::vector<CurrentState> further;
    for (std::size_t k = 1; k <= dynamics.membrane.further.size(); ++k) {
        const bool exponential = dynamics.membrane.further[k - 1].exponential;
        further.push_back(
            {.x = exponential ? current_array(state, k) : nullptr, .input = input_array(state, k)});
    }
    const MembraneState arrays{.V = state.V.data(),
                               .x = state.x.data(),
                               .refractory = state.refractory.data(),
                               .input = state.input.data(),
                               .further = further,
                               .own = own};
    if (dynamics.conductances.kinds.empty()) {
        context.drive = own ? mean_input_at(dynamics, context.stimulus_step, dt)
                            : drive_at(dynamics, context.stimulus_step, dt);
        update_membranes(dynamics.membrane, slice, arrays, context, spikes.neurons);
    } else {
        context.drive = mean_input_at(dynamics, context.stimulus_step, dt);
        update_conductances(dynamics.conductances, dynamics.membrane, slice, arrays, context,
                            spikes.neurons);
    }
    spikes.lateness.resize(spikes.neurons.size(), 0.0);
}

void update_slices(ShardState& state, const SharedState& shared, std::uint64_t step,
                   SpikeList& spikes) {
    spikes.neurons.clear();
    spikes.lateness.clear();
    std::size_t next = 0;
    for (std::uint32_t p = 0; p < shared.layout.sizes.size(); ++p) {
        const auto& slices = state.shard.slices;
        if (next < slices.size() && slices[next].population == p) {
            update_slice(state, shared, next, step,
                         {.neurons = spikes.neurons, .lateness = spikes.lateness});
            ++next;
        }
        spikes.population_end[p] = static_cast<std::uint32_t>(spikes.neurons.size());
    }
}

// What arrives at the end of a step, or with spike times off the grid within it.
std::uint64_t deliver(ShardState& state, const SharedState& shared, std::uint64_t arrival) {
    state.active.advance(state.synapses, shared.history, arrival);
    if (shared.options.timing == SpikeTiming::grid) {
        return deliver_spikes(state.synapses, state.active, state.input.data(),
                              state.shard.padded_neurons, state.groups);
    }
    collect_arrivals(state.synapses, state.active, shared.options.dt, state.arrivals);
    return state.arrivals.size();
}

// The sum of all synaptic currents of a neuron.
double synaptic_current(const ShardState& state, std::size_t offset) {
    double sum = state.x.size() == 0 ? 0.0 : state.x[offset];
    for (const LargeArray<double>& x : state.further_x) sum += x[offset];
    return sum;
}

// Current k of a neuron; 0 if it has fewer.
double adaptation_current(const ShardState& state, const LocalProbe& probe, std::size_t k) {
    const auto& linear = state.linear[probe.slice];
    if (!linear || k >= linear->adaptation.size()) return 0.0;
    const auto before = static_cast<std::size_t>(linear->first_adaptation);  // V, x, noise
    const auto stored_apart = static_cast<std::size_t>(
        1 + std::ranges::count_if(linear->currents, [](Index x) { return x > 0; }));  // V, x
    return state.more[before - stored_apart + k][probe.offset];
}

void record_probes(ShardState& state, const RecordingPlan& plan, std::uint64_t step) {
    if (state.probes.empty() || step % plan.probe_steps != 0) return;
    std::vector<std::vector<double>>& probed = state.record.probed;
    probed.resize(2 + plan.probed_currents);
    for (const LocalProbe& probe : state.probes) {
        probed[0].push_back(state.V[probe.offset]);
        probed[1].push_back(synaptic_current(state, probe.offset));
        for (std::size_t k = 0; k < plan.probed_currents; ++k) {
            probed[2 + k].push_back(adaptation_current(state, probe, k));
        }
    }
}

// All shards have the same components, whichever populations they hold.
void allocate_components(ShardState& state, const SharedState& shared, const Network& network) {
    const std::size_t length = state.shard.padded_neurons;
    std::size_t further = 0;
    bool any_linear = false;
    for (Index p = 0; p < network.N.size(); ++p) {
        if (!needs_linear_membrane(network, shared.options, p)) continue;
        any_linear = true;
        further = std::max(further, further_components(network, shared.options, p));
    }
    for (std::size_t k = 0; k < further; ++k) state.more.emplace_back(length);
    if (any_linear || shared.options.timing == SpikeTiming::exact) {
        state.rest = LargeArray<double>(length);
    }
}

}  // namespace

ShardState initial_state(const SharedState& shared, std::size_t index, const Network& network,
                         const Vector& mu, const WeightUnits& units) {
    ShardState state;
    state.shard = shared.layout.shards[index];
    state.index = index;
    const std::size_t length = state.shard.padded_neurons;
    state.V = LargeArray<double>(length);
    std::size_t currents = 1;
    for (Index p = 0; p < network.N.size(); ++p) {
        currents = std::max(currents, synapses::currents(network, p).size());
    }
    if (synapses::has_current(network)) state.x = LargeArray<double>(length);
    for (std::size_t k = 1; k < currents; ++k) state.further_x.emplace_back(length);
    state.refractory = LargeArray<std::int32_t>(length);
    state.input = LargeArray<std::int32_t>(currents * length);
    for (const Slice& slice : state.shard.slices) {
        const Index p = slice.population;
        state.dynamics.push_back(
            population_dynamics(network, shared.options, p, mu(p), units.unit[slice.population]));
        state.has_differing.push_back(neurons_differ(network, p));
        state.linear.emplace_back();
        if (!needs_linear_membrane(network, shared.options, p)) continue;
        state.linear.back() = linear_membrane(network, shared.options, p, mu(p));
    }
    state.differing = differing_neurons(network, shared.options.dt, state.shard, shared.key);
    allocate_components(state, shared, network);
    draw_potentials(state, shared, network);
    state.probes = local_probes(shared.options.record.probes, state.shard);
    state.record = empty_record(shared.layout);
    return state;
}

void run_shard(ShardState& state, SharedState& shared, std::uint64_t steps) {
    for (std::uint64_t step = shared.step; step < shared.step + steps; ++step) {
        const std::uint64_t arrival = step + 1;
        const std::uint64_t events = deliver(state, shared, arrival);
        SpikeList& spikes = shared.history.at(arrival, state.index);
        update_slices(state, shared, step, spikes);
        if (!shared.recording) continue;
        state.record.synaptic_events += events;
        record_spikes(shared.plan, shared.layout, spikes, arrival, shared.record_from,
                      shared.options.dt, state.record);
        record_probes(state, shared.plan, arrival);
    }
}

}  // namespace siegert::simulation
