#pragma once

#include <siegert/simulation/spike_record.hpp>
#include <siegert/statistics/estimate.hpp>

#include <limits>
#include <vector>

namespace siegert::statistics {

/// A parameter x of the simulation that was modulated: x(t) = x_0 + amplitude cos(2 pi f t +
/// phase).
struct Modulation {
    double f = std::numeric_limits<double>::quiet_NaN();          ///< [Hz], > 0
    double amplitude = std::numeric_limits<double>::quiet_NaN();  ///< in the unit of x, not 0
    double phase = 0.0;                                           ///< [rad]
    int blocks = 20;  ///< parts of the recording for the standard error, >= 2
};

/// Response of the rates of n populations to a modulation: nu(t) = nu_0 + amplitude Re(response
/// exp(i (2 pi f t + phase))), response in [Hz / unit of x],
///
///     response = 2 / (amplitude T N) sum_k exp(-i (2 pi f t_k + phase)),
///
/// over the whole periods that fit into the recording. This is the transfer function where the
/// response is linear: choose an amplitude for which |response| amplitude is 10 to 20 % of the
/// rate, and see whether half of it gives the same.
///
/// The standard error of a quadrature comes from `blocks` parts of whole periods (or from the
/// periods if there are fewer); with one period it is unknown (infinite). Throws: InvalidParameter
/// as for `firing_rates`, or if a condition above does not hold or the recording is shorter than a
/// period.
[[nodiscard]] std::vector<ComplexEstimate> sinusoid_response(const SpikeRecord& record,
                                                             const Modulation& modulation);

/// Response from two simulations, with the modulation and with its negative: half the difference.
/// The quadratic response cancels, and so does the noise that two runs with one seed have in
/// common. Throws: InvalidParameter as above, or if the two records differ in time or in
/// populations.
[[nodiscard]] std::vector<ComplexEstimate> sinusoid_response(const SpikeRecord& positive,
                                                             const SpikeRecord& negative,
                                                             const Modulation& modulation);

}  // namespace siegert::statistics
