#pragma once

#include "simulation/conductance_update.hpp"
#include "simulation/membrane_update.hpp"
#include "simulation/stimuli.hpp"

#include <siegert/model/network.hpp>
#include <siegert/simulation/simulation_options.hpp>

#include <vector>

namespace siegert::simulation {

/// What a stimulus adds to the mean number of spikes in a step.
struct RateChange {
    std::size_t signal;  ///< in PopulationStimuli::rate_signals
    double amplitude;
};

/// A Poisson input whose rate may change.
struct PoissonSource {
    double lambda;  ///< mean number of spikes in a step without stimuli
    std::vector<RateChange> changes;
    double tabulated;  ///< mean number of spikes of the table in use
};

/// How a population moves in time: the constant part and what changes from step to step.
struct PopulationDynamics {
    MembraneStep membrane;
    ConductanceStep conductances;        ///< what takes the place of V_from_x, if there are any
    std::vector<PoissonSource> sources;  ///< as membrane.external
    PopulationStimuli stimuli;
    double constant_drive;           ///< what constant input adds to V in a step [V]
    double mu;                       ///< constant input [V]
    std::uint32_t stimulus_current;  ///< which current spikes of stimuli cause
    double stimulus_jump;            ///< what they add to it for each V of weight
    double tau_m;                    ///< [s]
    double tau_r;                    ///< [s]
};

/// What a synaptic current of 1 V at the beginning of a step adds to V until its end: exp(-t/tau_s)
/// filtered by the membrane, (exp(-dt/tau_s) - exp(-dt/tau_m)) tau_s / (tau_s - tau_m).
[[nodiscard]] double potential_from_current(double tau_m, double tau_s, double dt);

/// Dynamics of population i; `mu` is its constant mean input besides synapses [V], `weight_unit`
/// the weight that one unit of accumulated input stands for [V].
[[nodiscard]] PopulationDynamics population_dynamics(const Network& network,
                                                     const SimulationOptions& options, Index i,
                                                     double mu, double weight_unit);

/// The mean input itself in a step [V], its mean over the step; `step` counts from where stimuli
/// begin.
[[nodiscard]] double mean_input_at(const PopulationDynamics& dynamics, std::uint64_t step,
                                   double dt);

/// Mean input to V in a step [V]; `step` counts from where stimuli begin. Exact: of what is a
/// straight line s_0 + (s_1 - s_0) t / dt during the step it adds
///
///     s_0 (1 - exp(-dt / tau_m)) + (s_1 - s_0) (1 - (1 - exp(-dt / tau_m)) tau_m / dt),
///
/// of a sine, with q the periodic solution of tau_m dq/dt = -q + A sin(omega t + phase),
/// q(t + dt) - exp(-dt / tau_m) q(t).
[[nodiscard]] double drive_at(const PopulationDynamics& dynamics, std::uint64_t step, double dt);

/// Sets what stimuli change of the external input in a step: the tables of Poisson numbers, and the
/// spikes that arrive at its end.
void set_external_input(PopulationDynamics& dynamics, std::uint64_t step, double dt);

}  // namespace siegert::simulation
