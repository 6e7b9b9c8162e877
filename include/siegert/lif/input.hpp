#pragma once

#include <siegert/model/neuron.hpp>

namespace siegert::lif {

/// Gaussian white noise that drives one neuron: tau_m dV/dt = -V + mu + sigma sqrt(tau_m) xi(t).
///
/// Without threshold the membrane potential has mean mu and variance sigma^2 / 2.
struct Input {
    double mu = unset;     ///< mean [V]
    double sigma = unset;  ///< noise amplitude [V], >= 0
};

/// Throws InvalidParameter unless mu is finite and sigma finite and not negative.
void validate(const Input& input);

/// First derivatives of the stationary rate.
struct RateDerivatives {
    double d_mu;     ///< with respect to mu [1/(V s)]
    double d_sigma;  ///< with respect to sigma [1/(V s)]
};

/// Second derivatives of the stationary rate.
struct RateSecondDerivatives {
    double d_mu_mu;        ///< [1/(V^2 s)]
    double d_mu_sigma;     ///< [1/(V^2 s)]
    double d_sigma_sigma;  ///< [1/(V^2 s)]
};

}  // namespace siegert::lif
