#include "lif/taylor_rate.hpp"

#include "lif/stationary_rate.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace siegert::lif {

double bounded_shift(double k) {
    constexpr double enormous = 1e75;
    return std::min(k, enormous);
}

// Below, sigma p = t: a factor sigma beside one more derivative needs no division.

double taylor_correction(const RateProblem& problem, double k) {
    if (problem.silent) return 0.0;
    const auto r = relative_derivatives<1>(problem);
    return in_si({}, k * r.t * r.r_m, 0, 0);
}

double taylor_rate(const RateProblem& problem, double k) {
    if (problem.silent) return 0.0;
    const auto r = relative_derivatives<1>(problem);
    return derivative_in_si(problem, r, 1.0 - k * r.t * r.r_m, 0);
}

double log_taylor_rate(const RateProblem& problem, double k) {
    const double correction = taylor_correction(problem, k);
    if (problem.silent || !(correction < 1.0)) return std::numeric_limits<double>::lowest();
    return std::max(log_stationary_rate(problem) + std::log1p(-correction),
                    std::numeric_limits<double>::lowest());
}

RateDerivatives taylor_derivatives(const RateProblem& problem, double k) {
    if (problem.silent) return {.d_mu = 0.0, .d_sigma = 0.0};
    const auto r = relative_derivatives<2>(problem);
    const double kt = k * r.t;
    return {.d_mu = derivative_in_si(problem, r, r.r_m - kt * r.r_mm, 1),
            .d_sigma = derivative_in_si(problem, r, r.r_s - k * r.r_m - kt * r.r_ms, 1)};
}

RateSecondDerivatives taylor_second_derivatives(const RateProblem& problem, double k) {
    if (problem.silent) return {.d_mu_mu = 0.0, .d_mu_sigma = 0.0, .d_sigma_sigma = 0.0};
    const auto r = relative_derivatives<3>(problem);
    const double kt = k * r.t;
    const double mu_sigma = r.r_ms - k * r.r_mm - kt * r.r_mms;
    const double sigma_sigma = r.r_ss - 2.0 * k * r.r_ms - kt * r.r_mss;
    return {.d_mu_mu = derivative_in_si(problem, r, r.r_mm - kt * r.r_mmm, 2),
            .d_mu_sigma = derivative_in_si(problem, r, mu_sigma, 2),
            .d_sigma_sigma = derivative_in_si(problem, r, sigma_sigma, 2)};
}

}  // namespace siegert::lif
