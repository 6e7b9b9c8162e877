#pragma once

#include <siegert/landscape/gradients.hpp>

#include "landscape/adjoint.hpp"
#include "landscape/gradients_at_rates.hpp"

#include <vector>

/// What can be differentiated with respect to the parameters of a network.
namespace siegert::landscape {

/// Numbers that a network has at a working point, in both ways in which `gradients_of` lets the
/// rates follow. They refer to the network and the point.
struct Numbers {
    std::function<std::vector<Direct>()> derivatives;  ///< at fixed rates; if it has_adjoint
    NumbersAtRates values;  ///< of any network; of modes and peaks what changes as they do to first
                            ///< order
};

/// Throws: InvalidParameter if the network is one that the theory does not know or the point is not
/// one of it; AccuracyNotReached unless the point converged.
void require_point(const Network& network, const theory::WorkingPoint& point);

/// sum_i weights(i, k) nu_i for each column k.
[[nodiscard]] Numbers rate_numbers(const Network& network, const Matrix& weights);

/// sum_i weights(i, k) CV_i for each column k.
[[nodiscard]] Numbers cv_numbers(const Network& network, const theory::WorkingPoint& point,
                                 const Matrix& weights, lif::exp::Method method);

/// The eigenvalue of W(i omega) nearest to 1.
[[nodiscard]] Numbers eigenvalue_number(const Network& network, const theory::WorkingPoint& point,
                                        double omega, const theory::ResponseOptions& options);

/// The solution s of det(1 - W(s)) = 0.
[[nodiscard]] Numbers growth_rate_number(const Network& network, const theory::WorkingPoint& point,
                                         Complex s, const theory::ResponseOptions& options);

/// The logarithm of the spectrum at the peak.
[[nodiscard]] Numbers peak_height_number(const Network& network, const theory::WorkingPoint& point,
                                         const Peak& peak, const PeakOptions& options);

/// The angular frequency of the peak.
[[nodiscard]] Numbers peak_frequency_number(const Network& network,
                                            const theory::WorkingPoint& point, const Peak& peak,
                                            const PeakOptions& options);

}  // namespace siegert::landscape
