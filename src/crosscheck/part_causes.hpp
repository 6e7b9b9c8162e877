#pragma once

#include "crosscheck/input_causes.hpp"

namespace siegert::crosscheck {

inline constexpr const char* coloured_noise_name = "coloured noise beyond first order";
inline constexpr const char* resolved_name = "finite weights, coloured noise and time step";

/// Sets the values of single parts of the network: neurons with Poisson input, and synapses.
void add_parts(Prediction& prediction, const Base& base);

/// Causes of deviations in these parts.
void add_finite_weights_to_parts(Prediction::Cause& cause, const Base& base);
void add_other_expansion_to_parts(Prediction::Cause& cause, const Base& base);
void add_resolved_to_parts(Prediction::Cause& cause, const Base& base);

/// Rates by the other expansion in sqrt(tau_s / tau_m), at the inputs of the working point and
/// self-consistent.
[[nodiscard]] Prediction::Cause coloured_noise(const Base& base);

/// Where the theory of exponential synapses is approximate, neurons with white input are simulated:
/// what they differ by from the theory.
[[nodiscard]] Prediction::Cause resolved(const Base& base, const FiniteWeightTheory& theory,
                                         const SelfConsistentInput& input);

/// The last cause counts as far as the estimates before it allow, so that an error of the theory
/// beyond its known causes remains. They no longer count then.
void bound_by_estimates(Prediction& prediction, const Base& base);

}  // namespace siegert::crosscheck
