#pragma once

#include <siegert/arrays.hpp>
#include <siegert/model/neuron.hpp>

#include <functional>
#include <span>

namespace siegert {

/// A single-compartment membrane without threshold,
///
///     C dV/dt = -g_L (V - E_L) + I(t),    or    tau_m dV/dt = -(V - E_L) + R I(t),
///
/// with R = 1 / g_L and tau_m = R C. Give two of: C, R (or g_L), tau_m.
struct Membrane {
    double E_L = unset;    ///< leak potential [V]
    double C = unset;      ///< capacitance [F], > 0
    double R = unset;      ///< resistance [Ohm], > 0
    double g_L = unset;    ///< leak conductance [S], > 0
    double tau_m = unset;  ///< time constant [s], > 0
};

/// What the current is between its samples.
///
/// When to use: `constant` for what an amplifier or a simulator holds; `linear` for what was
/// recorded.
enum class CurrentSamples {
    constant,  ///< sample k holds from t_k to t_{k+1}: n samples are n steps
    linear,    ///< sample k is the value at t_k, straight lines between: n samples are n - 1 steps
};

/// Times t_k = start + k dt, k = 0 ... steps.
struct TimeGrid {
    double start = 0.0;  ///< [s]
    double dt = unset;   ///< [s], > 0, at most 1e6 tau_m
    Index steps = 0;     ///< > 0
};

/// Potential V(t_k) [V] under a sampled current [A], beginning with V_initial; one value more than
/// there are steps. The solution is exact at the grid points for any dt.
///
/// Accuracy: 1e-13 of the largest potential, after any number of steps.
/// Throws: InvalidParameter unless every condition above holds, two of C, R (or g_L), tau_m are
/// given, V_initial is finite, and the current has a step and is finite.
[[nodiscard]] Vector membrane_potential(const Membrane& membrane, double V_initial,
                                        std::span<const double> current, double dt,
                                        CurrentSamples samples);

/// Potential V(t_k) [V] at the steps + 1 points of the grid, for any current I(t) [A], t [s].
///
/// Each step is cut in parts not longer than tau_m, and the current is integrated over each part
/// with seven Gauss-Legendre points: exact to rounding for currents smooth on the scale of dt. A
/// jump of I costs its size times R dt / tau_m in V, unless it lies on a grid point.
///
/// Throws: InvalidParameter as above, naming the time at which the current is not finite.
[[nodiscard]] Vector membrane_potential(const Membrane& membrane, double V_initial,
                                        const std::function<double(double)>& current,
                                        const TimeGrid& grid);

}  // namespace siegert
