#pragma once

#include <siegert/model/network.hpp>
#include <siegert/theory/effective_connectivity.hpp>

#include "neurons/models.hpp"

#include <vector>

namespace siegert::theory {

/// The noise of one population by the time constants of its synapses, parts x n: the variance of
/// part k at the rates nu is variance.row(k) nu + variance_ext(k).
struct PopulationNoise {
    Vector tau_s;         ///< [s], parts, ascending
    Matrix variance;      ///< [V^2 s], parts x n
    Vector variance_ext;  ///< [V^2], parts
};

/// Of all populations; empty where all synapses onto a population share a time constant.
[[nodiscard]] std::vector<PopulationNoise> noise_by_time_constant(const Network& network);

/// The parts at the rates nu [Hz].
[[nodiscard]] std::vector<lif::NoisePart> parts_at(const PopulationNoise& noise, const Vector& nu);

/// Replaces sigma and tau_s of the input by those of one process for each population.
void set_effective_noise(const Network& network, const std::vector<PopulationNoise>& noise,
                         const std::vector<const neurons::Theory*>& theories, const Vector& nu,
                         neurons::Input& input);

/// How the effective noise of each population depends on the rates of all, n x n.
struct NoiseDerivatives {
    Matrix variance;  ///< of sigma^2 [V^2 s]
    Matrix root_tau;  ///< of the square root of tau_s [s^(3/2)]
};

[[nodiscard]] NoiseDerivatives noise_derivatives(
    const Network& network, const std::vector<PopulationNoise>& noise,
    const std::vector<const neurons::Theory*>& theories, const Vector& nu);

/// What the effective connectivity needs of a network with several time constants; empty for
/// others. `input` is that at the rates nu.
[[nodiscard]] ConnectionFilters connection_filters(
    const Network& network, const std::vector<const neurons::Theory*>& theories, const Vector& nu,
    const neurons::Input& input);

}  // namespace siegert::theory
