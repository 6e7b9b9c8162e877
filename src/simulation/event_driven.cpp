#include "simulation/event_driven.hpp"

#include "simulation/differing_neurons.hpp"
#include "simulation/noise.hpp"
#include "simulation/philox.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <tuple>

namespace siegert::simulation {
namespace {

struct Event {
    double time;  // since the beginning of the step [s]
    double jump;  // [V]
};

bool earlier(const Event& a, const Event& b) {
    return std::tuple{a.time, a.jump} < std::tuple{b.time, b.jump};
}

// Given their number, Poisson events are independent and uniform in the step.
void add_external_events(const PopulationDynamics& dynamics, std::uint32_t neuron,
                         std::size_t source, std::int32_t count, const StepContext& context,
                         double dt, std::vector<Event>& events) {
    const double jump = dynamics.membrane.external[source].jump;
    for (std::int32_t k = 0; k < count; k += words_per_value) {
        const NoiseAddress address{
            .population = dynamics.membrane.population | static_cast<std::uint32_t>(source) << 16,
            .step = context.step,
            .stream = Stream::event_driven,
            .draw = static_cast<std::uint32_t>(k / words_per_value)};
        const auto words = philox(context.key, {neuron, static_cast<std::uint32_t>(address.step),
                                                address.population, last_counter_word(address)});
        for (std::int32_t w = 0; w < words_per_value && k + w < count; ++w) {
            events.push_back(
                {.time = dt * uniform(words[static_cast<std::size_t>(w)]), .jump = jump});
        }
    }
}

// One neuron between two events.
struct Neuron {
    double V;
    double free_from;  // end of the refractory period, since the beginning of the step [s]
    double now;        // [s]
};

struct Membrane {
    double tau_m;
    double tau_r;
    double mu;
    double V_th;
    double V_0;
};

Membrane own_membrane(Membrane membrane, const DifferingNeurons& own, std::size_t at) {
    membrane.mu *= own.tau_m[at] / membrane.tau_m;
    membrane.tau_m = own.tau_m[at];
    membrane.V_th = own.V_th[at];
    return membrane;
}

// Moves on to `time`; calls fire(t) whenever constant input carries V to the threshold before.
template <class Fire>
void drift(Neuron& neuron, const Membrane& membrane, double time, const Fire& fire) {
    neuron.now = std::fmax(neuron.now, std::fmin(neuron.free_from, time));
    while (neuron.now < time) {
        const double to_end = time - neuron.now;
        const bool above = neuron.V >= membrane.V_th;  // only at the very start
        if (membrane.mu > membrane.V_th || above) {
            const double needed = above ? 0.0
                                        : membrane.tau_m * std::log((membrane.mu - neuron.V) /
                                                                    (membrane.mu - membrane.V_th));
            if (needed <= to_end) {
                neuron.now += std::fmax(needed, 0.0);
                fire(neuron.now);
                neuron.V = membrane.V_0;
                neuron.free_from = neuron.now + membrane.tau_r;
                neuron.now = std::fmin(neuron.free_from, time);
                continue;
            }
        }
        neuron.V = membrane.mu + (neuron.V - membrane.mu) * std::exp(-to_end / membrane.tau_m);
        neuron.now = time;
    }
}

template <class Fire>
void receive(Neuron& neuron, const Membrane& membrane, const Event& event, const Fire& fire) {
    drift(neuron, membrane, event.time, fire);
    if (event.time < neuron.free_from) return;  // input during the refractory period is lost
    neuron.V += event.jump;
    if (neuron.V < membrane.V_th) return;
    fire(event.time);
    neuron.V = membrane.V_0;
    neuron.free_from = event.time + membrane.tau_r;
}

void add_group(const SynapseStore& store, const SynapseGroup& group, double time,
               std::vector<ArrivingSpike>& arrivals) {
    for (std::uint32_t k = group.begin; k < group.end; ++k) {
        if (store.constant) {
            arrivals.push_back({store.targets[k], group.weight, time});
        } else {
            const std::uint32_t synapse = store.weighted[k];
            const auto weight = (static_cast<std::int32_t>(synapse) >> 16) * group.weight;
            arrivals.push_back({synapse & 0xFFFFu, weight, time});
        }
    }
}

}  // namespace

void collect_arrivals(const SynapseStore& store, const ActiveSpikes& spikes, double dt,
                      std::vector<ArrivingSpike>& arrivals) {
    arrivals.clear();
    spikes.for_each_timed_group(store, dt, [&](const SynapseGroup& group, double lateness) {
        add_group(store, group, dt - lateness, arrivals);
    });
    std::ranges::sort(arrivals, [](const ArrivingSpike& a, const ArrivingSpike& b) {
        return std::tie(a.target, a.time, a.weight) < std::tie(b.target, b.time, b.weight);
    });
}

void update_event_driven(const PopulationDynamics& dynamics, const Slice& slice,
                         const EventState& state, const StepContext& context, double dt,
                         const std::vector<ArrivingSpike>& arrivals, TimedSpikes spikes) {
    const MembraneStep& step = dynamics.membrane;
    const Membrane of_all{.tau_m = dynamics.tau_m,
                          .tau_r = dynamics.tau_r,
                          .mu = dynamics.mu,
                          .V_th = step.V_th,
                          .V_0 = step.V_0};
    auto arrival = std::ranges::lower_bound(arrivals, slice.offset, {}, &ArrivingSpike::target);
    std::vector<std::array<std::int32_t, block_size>> counts(step.external.size());
    std::vector<Event> events;
    for (std::uint32_t i = 0; i < slice.neurons; ++i) {
        const std::uint32_t index = slice.first_block * block_size + i;
        const std::uint32_t in_block = i % block_size;
        events.clear();
        for (std::size_t source = 0; source < counts.size(); ++source) {
            if (in_block == 0) {
                poisson_block(context.key, index / block_size,
                              {.population = step.population,
                               .step = context.step,
                               .stream = Stream::external,
                               .draw = static_cast<std::uint32_t>(source)},
                              step.external[source].table, counts[source].data());
            }
            add_external_events(dynamics, index, source, counts[source][in_block], context, dt,
                                events);
        }
        const std::uint32_t at = slice.offset + i;
        for (; arrival != arrivals.end() && arrival->target == at; ++arrival) {
            events.push_back({.time = arrival->time, .jump = arrival->weight * step.input_unit});
        }
        std::ranges::sort(events, earlier);

        const Membrane membrane = state.own ? own_membrane(of_all, *state.own, at) : of_all;
        Neuron neuron{.V = state.V[at], .free_from = state.refractory[at], .now = 0.0};
        const auto fire = [&](double time) {
            spikes.neurons.push_back(slice.first_neuron + i);
            spikes.lateness.push_back(std::fmax(0.0, dt - time));
        };
        for (const Event& event : events) receive(neuron, membrane, event, fire);
        drift(neuron, membrane, dt, fire);
        state.V[at] = neuron.V;
        state.refractory[at] = std::fmax(0.0, neuron.free_from - dt);
    }
}

}  // namespace siegert::simulation
