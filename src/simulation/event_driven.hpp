#pragma once

#include "simulation/active_groups.hpp"
#include "simulation/membrane_update.hpp"
#include "simulation/population_dynamics.hpp"

#include <cstdint>
#include <vector>

namespace siegert::simulation {

/// A spike that reaches a neuron within a step.
struct ArrivingSpike {
    std::uint32_t target;  ///< in the arrays of the shard
    std::int32_t weight;   ///< in units of the target's population
    double time;           ///< since the beginning of the step [s]
};

/// Collects what arrives in the step of `spikes`, sorted by target, time and weight, so
/// that the result does not depend on who sent it. A spike keeps its lateness on its way: delays
/// are whole steps.
void collect_arrivals(const SynapseStore& store, const ActiveSpikes& spikes, double dt,
                      std::vector<ArrivingSpike>& arrivals);

/// Arrays of one worker in the event-driven mode.
struct EventState {
    double* V;
    double* refractory;                     ///< time left [s]
    const DifferingNeurons* own = nullptr;  ///< as in MembraneState
};

/// Advances a slice of neurons with delta synapses by one step, from event to event: exact but for
/// the rounding of numbers. `arrivals` are those of the whole shard.
void update_event_driven(const PopulationDynamics& dynamics, const Slice& slice,
                         const EventState& state, const StepContext& context, double dt,
                         const std::vector<ArrivingSpike>& arrivals, TimedSpikes spikes);

}  // namespace siegert::simulation
