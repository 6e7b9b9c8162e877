#pragma once

#include "simulation/conductance_update.hpp"
#include "simulation/membrane_update.hpp"

#include <siegert/model/network.hpp>
#include <siegert/simulation/simulation_options.hpp>

#include <vector>

namespace siegert::simulation {

/// A Poisson input whose rate may be modulated.
struct PoissonSource {
    double lambda;     ///< mean number of spikes in a step
    double amplitude;  ///< of the modulation, relative to lambda
};

/// How a population moves in time: the constant part and what changes from step to step.
struct PopulationDynamics {
    MembraneStep membrane;
    ConductanceStep conductances;        ///< what takes the place of V_from_x, if there are any
    std::vector<PoissonSource> sources;  ///< as membrane.external
    double constant_drive;               ///< what constant input adds to V in a step [V]
    double sine_mu;                      ///< amplitude of the modulated mean input [V]
    double mu;                           ///< constant input [V]
    double tau_m;                        ///< [s]
    double tau_r;                        ///< [s]
};

/// Dynamics of population i; `mu` is its constant mean input besides synapses [V], `weight_unit`
/// the weight that one unit of accumulated input stands for [V].
[[nodiscard]] PopulationDynamics population_dynamics(const Network& network,
                                                     const SimulationOptions& options, Index i,
                                                     double mu, double weight_unit);

/// The mean input itself in the step that begins at `time` [V], its mean over the step.
[[nodiscard]] double mean_input_at(const PopulationDynamics& dynamics, const Modulation& modulation,
                                   double time, double dt);

/// Mean input to V in the step that begins at `time` [V]. Exact: with q the periodic solution of
/// tau_m dq/dt = -q + A sin(omega t + phase), the step adds q(t + dt) - exp(-dt / tau_m) q(t).
[[nodiscard]] double drive_at(const PopulationDynamics& dynamics, const Modulation& modulation,
                              double time, double dt);

/// Sets the tables of Poisson numbers for the step that begins at `time`, if rates are modulated.
void set_external_rates(PopulationDynamics& dynamics, const Modulation& modulation, double time,
                        double dt);

}  // namespace siegert::simulation
