#pragma once

#include "simulation/linear_system.hpp"
#include "simulation/membrane_update.hpp"
#include "simulation/spike_history.hpp"
#include "simulation/stimuli.hpp"

#include <siegert/model/network.hpp>
#include <siegert/simulation/simulation_options.hpp>

#include <cstdint>
#include <optional>
#include <vector>

namespace siegert::simulation {

/// The middle of a step y <- P y + d of linear equations: V is there V . y + drive . d, and what is
/// added to it there adds `spread` times as much to the components at the end.
struct MiddleOfStep {
    Vector V, drive, spread;
};

/// Neurons whose subthreshold equations are any linear system: with Gaussian noise, white or
/// coloured, and with adaptation currents. The state is y = (V, x_1, ..., eta, w_1, w_2, ...), of
/// which only V is always there: x are the synaptic currents, eta coloured noise.
struct LinearMembrane {
    LinearSystem system;          ///< without spikes; what noise there is is in its B
    ExactStep free;               ///< between spikes
    ExactStep clamped;            ///< during the refractory period, V staying where it is
    std::vector<Index> currents;  ///< component of each of synapses::currents; 0: V jumps
    Index first_adaptation = 0;
    std::vector<AdaptationCurrent> adaptation;
    double tau_m = 0.0;
    double tau_r = 0.0;
    double dt = 0.0;
    double white = 0.0;  ///< variance that white noise adds to V per time [V^2/s]
    bool noisy = false;  ///< white or coloured, without an onset: spikes lie off the grid
    std::optional<MiddleOfStep> middle;  ///< with an onset and without noise
    std::vector<MeanStimulus> stimuli;
    std::vector<ComplexVector> responses;  ///< periodic solution of each that is a sine, n
    Vector charge;                         ///< what a constant input of 1 V adds in a step, n
    Vector rising;                         ///< the same, of input that rises from 0 to 1 V, n
};

/// Arrays of one worker: y[d] for each component, `refractory` in whole steps, `rest` the part of
/// the step after them in which the neuron is still refractory [s].
struct LinearState {
    std::vector<double*> y;
    std::int32_t* refractory;
    double* rest;
    std::vector<std::int32_t*> input;  ///< one for each current
};

/// Whether a population has white or coloured Gaussian noise.
[[nodiscard]] bool has_gaussian_noise(const Network& network, const SimulationOptions& options,
                                      Index i);

/// Whether the spikes of a population lie off the grid, as noise takes the potential to a sharp
/// threshold.
[[nodiscard]] bool spikes_between_grid_points(const Network& network,
                                              const SimulationOptions& options, Index i);

/// Whether a population needs these equations.
[[nodiscard]] bool needs_linear_membrane(const Network& network, const SimulationOptions& options,
                                         Index i);

/// Number of components besides V and the synaptic currents.
[[nodiscard]] std::size_t further_components(const Network& network,
                                             const SimulationOptions& options, Index i);

/// Equations of population i; `mu` as for population_dynamics.
[[nodiscard]] LinearMembrane linear_membrane(const Network& network,
                                             const SimulationOptions& options, Index i, double mu);

/// Advances a slice by one step. White noise crosses the threshold between grid points with the
/// probability of a Brownian bridge, and the time of a crossing is drawn; where the noise is
/// coloured, V is smooth and its cubic interpolation is searched for the first crossing. Refractory
/// periods begin at the crossing and end where they end, off the grid, so that neither the rate nor
/// the intervals are biased by it; with short ones a neuron may spike several times in a step.
/// Without noise, and with the onset of eif neurons, which noise cannot cross unseen, spikes lie at
/// grid points. The current of the onset acts in the middle of the linear equations; with noise,
/// half of it before and half of it after them.
void update_linear(const LinearMembrane& linear, const MembraneStep& membrane, const Slice& slice,
                   const LinearState& state, const StepContext& context, TimedSpikes spikes);

}  // namespace siegert::simulation
