#pragma once

#include <siegert/neurons/threshold_integration.hpp>

#include <span>

namespace siegert::neurons {

/// A neuron and its input as the integration takes them: potentials from V_0 to V_th, the drift
/// f(V) = (F(V) + mu) / tau_m [V/s], and the diffusion constant. Valid as long as the neuron lives.
struct Problem {
    const Current* current;
    double mu;
    double tau_m;
    double tau_r;
    double V_th;
    double V_0;
    double D;  ///< sigma^2 / (2 tau_m) [V^2/s]
};

/// Throws: InvalidParameter unless neuron and input are valid.
[[nodiscard]] Problem problem_of(const IntegrateAndFireNeuron& neuron, const lif::Input& input);

/// Taylor coefficients of f about V in units of h.
void drift_series(const Problem& problem, double V, double h, std::span<double> coefficients);

/// f and its derivatives at one potential.
struct LocalDrift {
    double f;          ///< [V/s]
    double slope;      ///< [1/s]
    double curvature;  ///< [1/(V s)]
};
[[nodiscard]] LocalDrift local_drift(const Problem& problem, double V);

}  // namespace siegert::neurons
