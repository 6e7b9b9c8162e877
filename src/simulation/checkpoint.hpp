#pragma once

#include "simulation/communicator.hpp"
#include "simulation/shard_state.hpp"

#include <siegert/simulation/simulation_state.hpp>

#include <vector>

namespace siegert::simulation {

/// A number that differs, in practice, whenever anything differs that results depend on.
[[nodiscard]] std::uint64_t fingerprint(const Network& network, const SimulationOptions& options);

/// The state of all shards, on rank 0; elsewhere it is empty.
[[nodiscard]] SimulationState collect_state(const Communicator& all, const SharedState& shared,
                                            const std::vector<ShardState>& shards);

/// Puts a state back.
void distribute_state(const SimulationState& state, SharedState& shared,
                      std::vector<ShardState>& shards);

}  // namespace siegert::simulation
