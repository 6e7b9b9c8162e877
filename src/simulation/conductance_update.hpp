#pragma once

#include "simulation/membrane_update.hpp"

#include <cstdint>
#include <vector>

namespace siegert::simulation {

/// One kind of conductance x of a neuron, relative to that of the leak.
struct ConductanceKind {
    double E_rev;  ///< reversal potential [V]
    double mean;   ///< of x over the step, relative to x at its beginning
    double decay;  ///< of x in the step
};

/// How neurons with conductances move from one grid point to the next:
///
///     tau_m dV/dt = -V + mu + sum_k x_k (E_k - V),    tau_k dx_k/dt = -x_k [+ input]
///
/// Conductances decay exactly; V relaxes exactly under their means over the step,
///
///     V <- V_inf + (V - V_inf) exp(-(1 + sum_k <x_k>) dt / tau_m),
///     V_inf = (mu + sum_k <x_k> E_k) / (1 + sum_k <x_k>),
///
/// the first term of the Magnus expansion: of second order in dt, with a local error of
/// (dt^3 / 12) sum_k (dx_k/dt) (E_k - mu + sum_l x_l (E_k - E_l)) / tau_m^2. With the onset of eif
/// neurons the step is split as SpikeOnset says, and everything here is for half a step.
struct ConductanceStep {
    std::vector<ConductanceKind> kinds;  ///< as synapses::currents; empty: no conductances
    double duration = 0.0;               ///< of the step, relative to tau_m
};

/// As update_membranes. The arrays x of `state` hold the conductances, what arrives is added to
/// them; `context.drive` is the mean input mu [V].
void update_conductances(const ConductanceStep& conductances, const MembraneStep& membrane,
                         const Slice& slice, const MembraneState& state, const StepContext& context,
                         std::vector<std::uint32_t>& spikes);

}  // namespace siegert::simulation
