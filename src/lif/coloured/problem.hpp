#pragma once

#include <siegert/lif/input.hpp>

/// One neuron with exponential synapses, exactly: the boundary-integral method of
/// docs/theory/coloured_noise.md. Everything below this folder is dimensionless.
namespace siegert::lif::coloured {

/// The neuron in units of tau_m (time) and of s = sigma sqrt(tau_m / (2 tau_s)) (potential, counted
/// from mu):
///
///     dV/dt = -V + z,    r dz/dt = -z + sqrt(2 r) xi(t).
///
/// z is the synaptic current in units of its standard deviation.
struct Problem {
    double r;      ///< tau_s / tau_m, > 0
    double z_th;   ///< (V_th - mu) / s: threshold, and the current that holds V there
    double z_0;    ///< (V_0 - mu) / s: reset
    double tau_r;  ///< refractory period
};

/// s [V].
[[nodiscard]] double current_amplitude(const LifNeuron& neuron, double tau_s, const Input& input);

[[nodiscard]] Problem problem_of(const LifNeuron& neuron, double tau_s, const Input& input);

/// The slower of the two time constants.
[[nodiscard]] inline double slow_time(const Problem& problem) {
    return problem.r > 1.0 ? problem.r : 1.0;
}

/// The faster one.
[[nodiscard]] inline double fast_time(const Problem& problem) {
    return problem.r < 1.0 ? problem.r : 1.0;
}

}  // namespace siegert::lif::coloured
