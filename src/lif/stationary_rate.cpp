#include "lif/stationary_rate.hpp"

#include "numerics/cv_integral.hpp"
#include "numerics/siegert_tables.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>

namespace siegert::lif {
namespace {

using numerics::SiegertIntegral;

/// Mean interval times exp(-exponent).
double scaled_interval(const RateProblem& problem, const SiegertIntegral& integral) {
    return problem.tau_r * integral.root * integral.root + problem.tau_m * integral.scaled;
}

double log_rate(const RateProblem& problem, const SiegertIntegral& integral) {
    if (std::isinf(integral.exponent)) return std::numeric_limits<double>::lowest();
    const double log_interval =
        std::log(scaled_interval(problem, integral)) + problem.time_unit * std::numbers::ln2;
    return std::max(-integral.exponent - log_interval, std::numeric_limits<double>::lowest());
}

}  // namespace

double stationary_rate(const RateProblem& problem) {
    if (problem.silent) return 0.0;
    const auto integral = numerics::siegert_integral(problem.barrier);
    if (integral.root == 0.0) return std::exp(log_rate(problem, integral));
    const double rate = integral.root / scaled_interval(problem, integral) * integral.root;
    return in_si(problem, rate, 0, -1);
}

double log_stationary_rate(const RateProblem& problem) {
    if (problem.silent) return std::numeric_limits<double>::lowest();
    return log_rate(problem, numerics::siegert_integral(problem.barrier));
}

double interval_cv(const RateProblem& problem) {
    if (problem.silent) return problem.barrier.distance > 0.0 ? 1.0 : 0.0;
    const auto integral = numerics::siegert_integral(problem.barrier);
    const double refractory = problem.tau_r / problem.tau_m * integral.root * integral.root;
    const double cv =
        numerics::cv_integral(problem.barrier, integral.root) / (refractory + integral.scaled);
    return in_si(problem, cv, 0, 0);
}

// With T = 1/nu = tau_r + tau_m sqrt(pi) I, the l and q below are -T_x / T and -T_xy / T.
template <int order>
RelativeDerivatives relative_derivatives(const RateProblem& problem) {
    const auto integral = numerics::siegert_integral(problem.barrier);
    const auto differences =
        numerics::siegert_differences<order + 2 - (order == 1)>(problem.barrier, integral.root);
    const double interval = scaled_interval(problem, integral);
    // Without its refractory part, the interval in units of tau_m cannot underflow.
    const double scale = numerics::sqrt_pi *
                         (integral.root == 0.0 ? 1.0 / integral.scaled : problem.tau_m / interval);
    const double t = differences.t;
    const auto w = [&](std::size_t n) { return scale * differences.w[n]; };

    RelativeDerivatives r{};
    r.rate_factor = integral.root / interval;
    r.root = integral.root;
    r.p = differences.p;
    r.t = t;
    const double l_m = w(0);
    const double l_s = 0.5 * t * w(1);
    r.r_m = l_m;
    r.r_s = l_s;
    r.r_variance = 0.25 * w(1);
    if constexpr (order >= 2) {
        const double q_mm = -w(1);
        const double q_ms = -0.5 * t * w(2);
        const double q_ss = 0.5 * w(1) - 0.25 * t * t * w(3);
        r.r_mm = 2.0 * l_m * l_m + q_mm;
        r.r_ms = 2.0 * l_m * l_s + q_ms;
        r.r_ss = 2.0 * l_s * l_s + q_ss;
        if constexpr (order >= 3) {
            const double q_mmm = w(2);
            const double q_mms = 0.5 * t * w(3);
            const double q_mss = 0.25 * t * t * w(4) - 0.5 * w(2);
            r.r_mmm = 6.0 * l_m * (l_m * l_m + q_mm) + q_mmm;
            r.r_mms = 6.0 * l_m * l_m * l_s + 4.0 * l_m * q_ms + 2.0 * l_s * q_mm + q_mms;
            r.r_mss = 6.0 * l_m * l_s * l_s + 4.0 * l_s * q_ms + 2.0 * l_m * q_ss + q_mss;
        }
    }
    return r;
}

template RelativeDerivatives relative_derivatives<1>(const RateProblem&);
template RelativeDerivatives relative_derivatives<2>(const RateProblem&);
template RelativeDerivatives relative_derivatives<3>(const RateProblem&);

double derivative_in_si(const RateProblem& problem, const RelativeDerivatives& r, double value,
                        int order) {
    if (r.root == 0.0) return 0.0;  // the value may be infinite there
    double product = r.rate_factor * value;
    for (int i = 0; i < order; ++i) product *= r.p;
    return in_si(problem, product * r.root, -order, -1);
}

double input_rate_derivative(double tau_m, double J, double by_mean, double by_variance) {
    const double mean_path = in_si({}, tau_m * (J * by_mean), 0, 0);
    const double variance_path = in_si({}, tau_m * (J * (J * by_variance)), 0, 0);
    return in_si({}, mean_path + variance_path, 0, 0);
}

RateDerivatives shifted_derivatives(const RateProblem& problem, double k) {
    if (problem.silent) return {.d_mu = 0.0, .d_sigma = 0.0};
    const auto r = relative_derivatives<1>(problem);
    return {.d_mu = derivative_in_si(problem, r, r.r_m, 1),
            .d_sigma = derivative_in_si(problem, r, r.r_s - k * r.r_m, 1)};
}

RateSecondDerivatives shifted_second_derivatives(const RateProblem& problem, double k) {
    if (problem.silent) return {.d_mu_mu = 0.0, .d_mu_sigma = 0.0, .d_sigma_sigma = 0.0};
    const auto r = relative_derivatives<2>(problem);
    const double r_ss = r.r_ss - 2.0 * k * r.r_ms + k * k * r.r_mm;
    return {.d_mu_mu = derivative_in_si(problem, r, r.r_mm, 2),
            .d_mu_sigma = derivative_in_si(problem, r, r.r_ms - k * r.r_mm, 2),
            .d_sigma_sigma = derivative_in_si(problem, r, r_ss, 2)};
}

}  // namespace siegert::lif
