#pragma once

#include "neurons/model.hpp"
#include "numerics/rational_interpolation.hpp"

namespace siegert::neurons {

/// A response that costs much at each frequency, as one that costs microseconds on the imaginary
/// axis from zero to omega_max [rad/s]: there it is a rational interpolant of `on_axis`. Elsewhere,
/// and where no interpolant is found, it is `elsewhere`; where that throws InvalidParameter, too
/// far to the left, it is the continued interpolant. The response at the conjugate is the
/// conjugate.
///
/// `slow_time` [s] is the longest time constant of the neuron.
[[nodiscard]] ResponseFunction interpolated_response(const ResponseFunction& on_axis,
                                                     ResponseFunction elsewhere, double slow_time,
                                                     double omega_max);

/// The path of such an interpolant: in steps that grow beyond the slowest rate.
[[nodiscard]] numerics::Path imaginary_axis(double slow_time, double omega_max);

/// Largest error of an interpolant, relative to the largest value.
inline constexpr double interpolation_error = 1e-7;

/// Beyond so many frequencies an interpolant costs less.
inline constexpr Index few_frequencies = 40;

}  // namespace siegert::neurons
