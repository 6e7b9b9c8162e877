#pragma once

#include <siegert/landscape/gradients.hpp>

#include "landscape/adjoint.hpp"
#include "landscape/gradient_at_rates.hpp"

/// What can be differentiated with respect to the parameters of a network: derivatives at fixed
/// rates, for `gradient` to let the rates follow.
namespace siegert::landscape {

/// Of sum_i weights(i) nu_i.
[[nodiscard]] Direct rate_derivatives(const Network& network, const Vector& weights);

/// Of sum_i weights(i) CV_i.
[[nodiscard]] Direct cv_derivatives(const Network& network, const theory::WorkingPoint& point,
                                    const Vector& weights, lif::exp::Method method);

/// Of the eigenvalue of W(i omega) nearest to 1.
[[nodiscard]] Direct eigenvalue_derivatives(const Network& network,
                                            const theory::WorkingPoint& point, double omega,
                                            const theory::ResponseOptions& options);

/// Of the solution s of det(1 - W(s)) = 0.
[[nodiscard]] Direct growth_rate_derivatives(const Network& network,
                                             const theory::WorkingPoint& point, Complex s,
                                             const theory::ResponseOptions& options);

/// The same as numbers of any network; of modes what changes as they do to first order.
[[nodiscard]] NumberAtRates rate_number(const Vector& weights);
[[nodiscard]] NumberAtRates cv_number(const Vector& weights, lif::exp::Method method);
[[nodiscard]] NumberAtRates eigenvalue_number(const Network& network,
                                              const theory::WorkingPoint& point, double omega,
                                              const theory::ResponseOptions& options);
[[nodiscard]] NumberAtRates growth_rate_number(const Network& network,
                                               const theory::WorkingPoint& point, Complex s,
                                               const theory::ResponseOptions& options);

struct PeakDerivatives {
    Direct log_height;  ///< at fixed omega
    Direct omega;
};

[[nodiscard]] PeakDerivatives peak_derivatives(const Network& network,
                                               const theory::WorkingPoint& point, const Peak& peak,
                                               const PeakOptions& options);

struct PeakNumbers {
    NumberAtRates log_height;  ///< at fixed omega
    NumberAtRates omega;       ///< what changes as it does to first order
};

[[nodiscard]] PeakNumbers peak_numbers(const Network& network, const theory::WorkingPoint& point,
                                       const Peak& peak, const PeakOptions& options);

}  // namespace siegert::landscape
