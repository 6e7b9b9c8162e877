#pragma once

#include <siegert/arrays.hpp>

#include <functional>

/// Threshold integration as published (M. J. E. Richardson, Phys. Rev. E 76, 021919 (2007)):
/// density and flux from the threshold downwards, in equal steps of the potential. Written anew,
/// and used for nothing else: it is what the library's own threshold integration is held against.
namespace siegert::validation {

/// An integrate-and-fire neuron in white noise: tau_m dV/dt = F(V) + mu + sigma sqrt(tau_m) xi.
struct NoisyNeuron {
    std::function<double(double V)> current;  ///< F [V]
    double tau_m, tau_r;                      ///< [s]
    double V_th, V_0;                         ///< [V]
    double mu, sigma;                         ///< [V]
};

/// Where the scheme takes the drift in a step.
enum class Drift {
    upper_edge,  ///< as published: of first order
    middle,      ///< of second order
};

struct SchemeOptions {
    Drift drift;
    double step;   ///< [V]; V_th - V_0 is a whole number of steps
    double depth;  ///< how far below V_0 the density is followed [V]
};

struct SchemeResult {
    double firing_rate;  ///< [Hz]
    Complex n_mu;        ///< response of the rate to mu at omega [1/(V s)]
};

/// Rate, and response to a modulation of mu at omega [rad/s].
SchemeResult threshold_scheme(const NoisyNeuron& neuron, double omega,
                              const SchemeOptions& options);

/// The result of `middle` at two steps, extrapolated: of fourth order where the drift is smooth.
SchemeResult extrapolated_scheme(const NoisyNeuron& neuron, double omega, double step,
                                 double depth);

}  // namespace siegert::validation
