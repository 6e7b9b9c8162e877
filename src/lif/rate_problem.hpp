#pragma once

#include <siegert/lif/input.hpp>
#include <siegert/model/neuron.hpp>

#include "numerics/siegert_integral.hpp"

namespace siegert::lif {

/// A neuron and its input as the numerical kernels take them: potentials and times in powers of
/// two of V and s, chosen so that no number is extreme. For all but absurd input the unit is 1.
struct RateProblem {
    numerics::Barrier barrier;
    double tau_m;
    double tau_r;
    bool silent;         ///< noise-free, and the mean not above threshold
    int potential_unit;  ///< binary exponent
    int time_unit;       ///< binary exponent
};

/// Third powers of ratios of two numbers in this range stay within double precision.
inline constexpr double smallest_ordinary = 1e-75;
inline constexpr double largest_ordinary = 1e75;

/// Threshold and reset are raised by k sigma, k >= 0.
///
/// Throws: InvalidParameter unless neuron, input and k are valid.
[[nodiscard]] RateProblem rate_problem(const LifNeuron& neuron, const Input& input, double k);

/// True where every number is so far from the limits of double precision that no intermediate
/// result can leave them, which implies that neuron and input are valid.
[[nodiscard]] bool is_ordinary(const LifNeuron& neuron, const Input& input, double k);

/// `value`, whose unit is V^potential_power s^time_power, in SI. Beyond the range of double
/// precision, the largest number of that sign.
[[nodiscard]] double in_si(const RateProblem& problem, double value, int potential_power,
                           int time_power);

}  // namespace siegert::lif
