#pragma once

#include <siegert/arrays.hpp>

#include <cstdint>
#include <span>

/// The loops over neurons of the populations that are advanced step by step.
namespace siegert::population {

/// Is every |value| at most the limit? Not if one is NaN.
[[nodiscard]] bool all_within(std::span<const double> values, double limit);

/// Coefficients of n neurons, or of one that stands for all (shared).
struct LifStep {
    bool shared;
    bool reset_by_subtraction;
    bool saturating_trace;
    const double* decay;
    const double* charge;
    const double* u_rest;
    const double* V_th;
    const double* V_reset;
    const double* V_min;
    const double* trace_decay;
    const std::int32_t* refractory_steps;
};

/// State of the n neurons of one copy. `trace` is null where none is kept.
struct LifState {
    double* v;
    std::uint8_t* s;
    double* trace;
    std::int32_t* refractory;
};

/// Advances n neurons by one step under their input currents, n.
void advance_lif(const LifStep& step, const LifState& state, const double* current, Index n);

/// Coefficients of the adaptation currents, all of them shared or all per neuron as in LifStep:
/// propagator is (m + 1) x (m + 1), row-major, charge has m + 1 entries, the others m.
struct AdaptationStep {
    std::span<const double* const> propagator;
    std::span<const double* const> charge;
    std::span<const double* const> held_decay;
    std::span<const double* const> held_gain;
    std::span<const double* const> b;
};

/// The same with adaptation currents w, each n.
void advance_alif(const LifStep& step, const AdaptationStep& adaptation, const LifState& state,
                  std::span<double* const> w, const double* current, Index n);

}  // namespace siegert::population
