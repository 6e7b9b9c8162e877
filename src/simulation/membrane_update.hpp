#pragma once

#include "simulation/external_input.hpp"
#include "simulation/streams.hpp"

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <vector>

namespace siegert::simulation {

struct DifferingNeurons;

/// External Poisson spikes of one weight onto one population.
struct PoissonDrive {
    PoissonTable table;  ///< number of spikes in a step
    double jump;         ///< what one spike adds: to the potential or to the synaptic current [V]
    std::uint32_t current = 0;  ///< to which, see synapses::currents
};

/// Spikes of a stimulus that arrive at the end of a step.
struct StimulusSpike {
    std::uint32_t neuron;   ///< index in the population
    std::uint32_t current;  ///< to which current they go
    double jump;            ///< what they add [V]
};

/// All of them onto one population.
struct StimulusSpikes {
    std::vector<double> onto_all;         ///< for each current [V]; empty: none
    std::vector<StimulusSpike> onto_one;  ///< ascending neurons
};

/// What MembraneStep has of the first current, of a further one. With decay_x = V_from_x = 0 the
/// input goes to V at once.
struct CurrentStep {
    bool exponential;
    double V_from_x;
    double decay_x;
    double input_unit;
};

/// The potential [V] after a current has acted alone for some time, in units of tau_m.
using OnsetFunction = std::function<double(double V, double duration)>;

/// How the potential of a neuron runs away. A step is split in three: half of the linear step,
/// the current beyond the leak alone for the whole step, and the other half. Of eif neurons it is
/// Delta_T exp((V - V_T) / Delta_T), and has the solution
///
///     V <- V - Delta_T ln(1 - dt / tau_m exp((V - V_T) / Delta_T)),
///
/// infinite (a spike) from V_escape = V_T - Delta_T ln(dt / tau_m) on. The splitting is of second
/// order in dt, and exact in a runaway.
struct SpikeOnset {
    double Delta_T;   ///< [V]
    double V_escape;  ///< [V]
    double duration;  ///< dt / tau_m

    /// Of any other kind, which has neither.
    std::shared_ptr<const OnsetFunction> other{};
};

/// How the neurons of one population move from one grid point to the next (exact integration):
///
///     V <- decay_V V + V_from_x x + drive [+ input],     x <- decay_x x [+ input]
///
/// where the input, spikes that arrive at the end of the step, goes to V for delta synapses and to
/// the synaptic current x, scaled to the potential that it would cause, for exponential ones. Where
/// synapses have several time constants, each has its x. With an onset, decay_V, V_from_x and
/// decay_x are those of half a step.
struct MembraneStep {
    std::uint32_t population;
    bool exponential;
    double decay_V;
    double V_from_x;
    double decay_x;
    double V_th;
    double V_0;
    std::int32_t refractory_steps;
    double input_unit;  ///< what a unit of the accumulated weights adds [V]
    std::vector<PoissonDrive> external;
    std::vector<CurrentStep> further{};  ///< where synapses have several time constants
    std::optional<SpikeOnset> onset{};   ///< of neurons that run away
    StimulusSpikes stimulus{};           ///< of the present step
};

/// The consecutive neurons of one population that one worker updates.
struct Slice {
    std::uint32_t population;
    std::uint32_t first_block;  ///< in the population
    std::uint32_t blocks;
    std::uint32_t neurons;       ///< the last block may be filled in part
    std::uint32_t first_neuron;  ///< of the slice, in the numbering of the whole network
    std::uint32_t offset;        ///< of the slice in the arrays of the worker
};

/// Arrays of a further current.
struct CurrentState {
    double* x;            ///< null where the potential jumps
    std::int32_t* input;  ///< see MembraneState
};

/// Arrays of one worker, each aligned to 64 bytes and padded to whole blocks.
struct MembraneState {
    double* V;
    double* x;                 ///< synaptic current [V]; null for delta synapses
    std::int32_t* refractory;  ///< steps left
    std::int32_t* input;       ///< weights arriving at the end of this step; set to zero
    std::span<const CurrentState> further = {};  ///< as MembraneStep::further
    const DifferingNeurons* own = nullptr;       ///< of neurons that differ; null: all are alike
};

/// Where and when: what an update needs besides the equations.
struct StepContext {
    PhiloxKey key;
    std::uint64_t step;
    std::uint64_t stimulus_step;  ///< the same since stimuli began
    double drive;                 ///< what mean input adds to the potential in this step [V]; of
                                  ///< neurons that differ or have conductances: the mean input
};

/// Advances a slice by one step and appends the neurons that spiked at its end.
void update_membranes(const MembraneStep& membrane, const Slice& slice, const MembraneState& state,
                      const StepContext& context, std::vector<std::uint32_t>& spikes);

/// The current of an onset alone, for its time, on a block of potentials; infinity
/// where it reaches that.
void run_away(const SpikeOnset& onset, double* V);

/// What arrives for each neuron of some blocks at the end of a step [V] in one of its currents:
/// accumulated weights, which are set to zero, and external Poisson spikes.
void collect_block_input(const MembraneStep& membrane, const BlockRange& range,
                         const StepContext& context, std::size_t current, std::int32_t* accumulated,
                         double* input);

}  // namespace siegert::simulation
