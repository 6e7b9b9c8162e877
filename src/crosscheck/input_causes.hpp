#pragma once

#include "crosscheck/finite_weights.hpp"
#include "crosscheck/self_consistent_input.hpp"

#include <functional>

namespace siegert::crosscheck {

/// Effort of the unconnected neurons, so that they cost a third of the simulations.
[[nodiscard]] SurrogateOptions surrogate_options(const Base& base);

[[nodiscard]] SelfConsistentInput input_of(const Base& base, const FiniteWeightTheory& theory);

/// Rows with the statistics of neurons whose input has another spectrum.
[[nodiscard]] Vector values_with(const Base& base, const FiniteWeightTheory& theory,
                                 const NeuronStatistics& neurons);

/// Standard errors, per row, of what `value` makes of the statistics, from those without one block.
[[nodiscard]] Vector jackknife_errors(const SelfConsistentInput& input,
                                      const std::function<Vector(const InputStatistics&)>& value);

/// The difference between neurons with the input that the network causes and with white input, both
/// simulated: an error of the theory does not enter it. Its uncertainty is what linear response and
/// Gaussian input leave out.
[[nodiscard]] Prediction::Cause self_consistent_noise(const Base& base,
                                                      const FiniteWeightTheory& theory,
                                                      const SelfConsistentInput& input);

}  // namespace siegert::crosscheck
