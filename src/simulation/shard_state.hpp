#pragma once

#include "simulation/active_groups.hpp"
#include "simulation/differing_neurons.hpp"
#include "simulation/event_driven.hpp"
#include "simulation/large_array.hpp"
#include "simulation/layout.hpp"
#include "simulation/linear_update.hpp"
#include "simulation/population_dynamics.hpp"
#include "simulation/recorder.hpp"
#include "simulation/spike_history.hpp"
#include "simulation/synapse_store.hpp"

#include <siegert/simulation/simulation_options.hpp>

#include <cstdint>
#include <optional>
#include <vector>

namespace siegert::simulation {

/// Everything that one thread needs to move a shard on: nobody else writes to it.
struct ShardState {
    Shard shard;
    std::size_t index = 0;                              ///< of the shard
    std::vector<PopulationDynamics> dynamics;           ///< for each slice
    std::vector<std::optional<LinearMembrane>> linear;  ///< for each slice; empty: plain
    DifferingNeurons differing;
    std::vector<bool> has_differing;  ///< for each slice
    LargeArray<double> V;
    LargeArray<double> x;
    std::vector<LargeArray<double>> further_x;  ///< further synaptic currents
    std::vector<LargeArray<double>> more;       ///< further components of linear membranes
    LargeArray<double> rest;                    ///< see LinearState and EventState; else empty
    LargeArray<std::int32_t> refractory;
    LargeArray<std::int32_t> input;  ///< of each current, one after another
    SynapseStore synapses;
    ActiveSpikes active;
    std::vector<SynapseGroup> groups;     ///< scratch space
    std::vector<ArrivingSpike> arrivals;  ///< scratch space
    std::vector<LocalProbe> probes;
    ShardRecord record;
};

/// What all shards share.
struct SharedState {
    Layout layout;
    SimulationOptions options;
    PhiloxKey key;
    RecordingPlan plan;
    SpikeHistory history;
    std::uint64_t step = 0;         ///< current grid point
    std::uint64_t record_from = 0;  ///< first grid point of the record
    bool recording = false;
};

/// A shard at rest: arrays allocated, potentials drawn, nothing under way.
[[nodiscard]] ShardState initial_state(const SharedState& shared, std::size_t index,
                                       const Network& network, const Vector& mu,
                                       const WeightUnits& units);

/// Moves a shard on by `steps`, no more than the shortest delay.
void run_shard(ShardState& state, SharedState& shared, std::uint64_t steps);

}  // namespace siegert::simulation
