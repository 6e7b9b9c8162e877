#pragma once

#include "crosscheck/row_values.hpp"

namespace siegert::crosscheck {

/// Rates of the theory at the inputs of the working point and an additional potential [V], n.
[[nodiscard]] Vector rates_with(const Base& base, const Vector& additional, Method method);

/// The same for Poisson input of finite weights on the grid of the simulation. Exponential
/// synapses: as delta synapses of equal weight, relative to the diffusion limit.
[[nodiscard]] Vector rates_of_finite_weights(const Network& network, const WorkingPoint& point,
                                             const CrosscheckOptions& options,
                                             const Vector& additional);

/// The theory with thresholds that give the rates of finite weights.
struct FiniteWeightTheory {
    Network network;
    WorkingPoint point;
};

[[nodiscard]] FiniteWeightTheory finite_weight_theory(const Base& base);

[[nodiscard]] const char* finite_weight_name(const Network& network);

/// Whether intervals on the grid are those of the simulation: delta synapses and Poisson drive.
[[nodiscard]] bool knows_finite_weights(const Network& network);

[[nodiscard]] Prediction::Cause finite_weights(const Base& base, const FiniteWeightTheory& theory);

}  // namespace siegert::crosscheck
