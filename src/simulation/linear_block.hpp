#pragma once

#include "simulation/linear_update.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace siegert::simulation {

struct alignas(64) BlockValues : std::array<double, block_size> {};

/// What pulls V, mu + x + eta - sum of w, at both ends of a step [V]. Between them it is taken as a
/// straight line.
struct Pull {
    double start;
    double end;
};

/// One block on its way through a step.
struct LinearBlock {
    const LinearMembrane& linear;
    const MembraneStep& membrane;
    const LinearState& state;
    const StepContext& context;
    Vector drive;                      ///< what a step adds to each component
    Pull stimulus;                     ///< of stimuli of the mean input
    std::size_t offset;                ///< of its first neuron in the arrays
    std::uint32_t number;              ///< in the population
    std::vector<BlockValues> normals;  ///< one for each noise component
    std::vector<BlockValues> next;     ///< components at the end of the step
    std::vector<double*> input;        ///< what arrives at its end, for each current
    BlockValues highest;  ///< how high V may have been: in the onset, or on a smooth path
};

/// Moves all neurons of the block as if they were free and below the threshold: from `state` to
/// `next` and `highest`. Of neurons that run away V in `state` becomes what it is after half of the
/// onset.
void move_block(LinearBlock& block);

/// A bit for each neuron that does not just move: those that are refractory and those that may have
/// reached the threshold, with what arrives or before.
[[nodiscard]] std::uint64_t exceptions(const LinearBlock& block);

/// Adds what arrived to every neuron of the block, and makes `next` its state.
void store_block(const LinearBlock& block);

/// Moves a neuron that stays where it is in V.
void move_clamped(LinearBlock& block, std::size_t i);

/// Moves a neuron with noise to the threshold and back, and appends how long before the end of the
/// step its spikes were. `jump` arrives in V at the end of the step. Returns the integral of V over
/// this step less that which the other components have seen: they move as if there were no
/// threshold [V s].
double move_and_fire(LinearBlock& block, std::size_t i, double jump, std::vector<double>& lateness);

}  // namespace siegert::simulation
