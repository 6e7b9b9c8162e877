#pragma once

#include <siegert/neurons/conductance.hpp>

#include "numerics/rational_interpolation.hpp"

#include <functional>

namespace siegert::neurons::conductance {

/// The slowest time constant of a neuron [s].
[[nodiscard]] double slow_time(const ConductanceNeuron& neuron);

/// Responses at one frequency: to mu, then to mean and variance of what drives each kind.
using ResponseAt = std::function<ComplexVector(Complex s)>;

/// `at` at each of the frequencies.
[[nodiscard]] ConductanceResponse collected(const ResponseAt& at, const ComplexVector& s,
                                            Index kinds);

/// The response of a neuron for many frequencies up to omega_max [rad/s]: on the imaginary axis a
/// rational interpolant, which is continued to both sides; beyond, and where there is none, it is
/// solved for.
[[nodiscard]] std::function<ConductanceResponse(const ComplexVector& s)> prepared(
    const ConductanceNeuron& neuron, const Options& options, double omega_max);

}  // namespace siegert::neurons::conductance
