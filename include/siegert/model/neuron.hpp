#pragma once

#include <limits>

namespace siegert {

/// Marks a physical parameter that was not given. Validation rejects it: there are no silent
/// defaults for physical parameters.
inline constexpr double unset = std::numeric_limits<double>::quiet_NaN();

/// What a neuron does near its threshold.
///
/// When to use: `lif`, whose theory is in closed form, unless the onset of spikes matters:
/// responses above 1 / tau_r or so, measured thresholds, comparison with recorded neurons. `qif`
/// for the normal form of neurons that begin to fire at any rate.
enum class NeuronType {
    lif,  ///< leaky integrate-and-fire: a spike at V_th
    eif,  ///< exponential integrate-and-fire: runs away beyond V_T, cut at V_th
    qif,  ///< quadratic integrate-and-fire: the same with a parabola
};

/// Parameters of a leaky integrate-and-fire neuron,
///
///     tau_m dV/dt = -V + input;    V reaches V_th: spike, V = V_0 for the time tau_r.
///
/// Potentials are relative to the leak potential E_L.
struct LifNeuron {
    double tau_m = unset;  ///< membrane time constant [s], > 0
    double tau_r = unset;  ///< absolute refractory period [s], >= 0
    double V_th = unset;   ///< firing threshold [V], > V_0
    double V_0 = unset;    ///< reset potential [V]
};

/// Throws InvalidParameter, naming the field, unless every condition above holds.
void validate(const LifNeuron& neuron);

}  // namespace siegert
