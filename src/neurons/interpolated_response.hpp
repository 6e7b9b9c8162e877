#pragma once

#include "neurons/model.hpp"

namespace siegert::neurons {

/// A response that costs much at each frequency, as one that costs microseconds on the imaginary
/// axis from zero to omega_max [rad/s]: there it is a rational interpolant of `on_axis`, 1e-7 of
/// the largest value. Elsewhere, and where no interpolant is found, it is `elsewhere`. The response
/// at the conjugate is the conjugate.
///
/// `slow_time` [s] is the longest time constant of the neuron.
[[nodiscard]] ResponseFunction interpolated_response(const ResponseFunction& on_axis,
                                                     ResponseFunction elsewhere, double slow_time,
                                                     double omega_max);

/// Beyond so many frequencies an interpolant costs less.
inline constexpr Index few_frequencies = 40;

}  // namespace siegert::neurons
