#include "numerics/siegert_integral.hpp"

#include "numerics/narrow_interval.hpp"
#include "numerics/piecewise_polynomial.hpp"
#include "numerics/siegert_tables.hpp"

#include <cmath>
#include <utility>

namespace siegert::numerics {
namespace {

/// E_n / t^(n+1) at t = 4 / (4 + x), x >= 0.
template <int n>
double reduced_erfcx_derivative(double t) {
    return erfcx_limit[n] + t * evaluate(table_F[n], t);
}

double erfcx_at(double t) {
    return t * reduced_erfcx_derivative<0>(t);
}

double t_at(double x) {
    return 4.0 / (4.0 + x);
}

/// t R(t): what remains of the integral of erfcx beside the logarithm.
double remainder_at(double t) {
    return t * evaluate(table_R, t);
}

/// exp(-y^2) int_0^y erfcx(-u) du.
double scaled_integral_from_zero(double y) {
    const double t = t_at(y);
    return t * evaluate(table_H, t);
}

// ---- mean at or above threshold: b <= 0

SiegertIntegral integral_above_threshold(const Barrier& barrier) {
    const double start = 4.0 * barrier.sigma - barrier.distance;
    if (barrier.width < narrow_width * barrier.sigma) {
        double sum = 0.0;
        for (int k = 0; k < node_count; ++k) {
            const double p = 4.0 / (start + barrier.width * nodes[k]);
            sum += node_weights[k] * p * reduced_erfcx_derivative<0>(barrier.sigma * p);
        }
        return {.scaled = sqrt_pi * barrier.width * sum, .exponent = 0.0, .root = 1.0};
    }
    const double t = 4.0 * barrier.sigma / start;
    const double t_r = 4.0 * barrier.sigma / (start + barrier.width);
    const double logarithm = std::log1p(barrier.width / start);
    return {
        .scaled = logarithm + (remainder_at(t_r) - remainder_at(t)), .exponent = 0.0, .root = 1.0};
}

template <int n>
double difference_above_threshold(double t, double t_r, double ratio_power, double one_minus) {
    return erfcx_limit[n] * one_minus +
           (t * evaluate(table_F[n], t) - ratio_power * t_r * evaluate(table_F[n], t_r));
}

template <int count>
SiegertDifferences<count> differences_above_threshold(const Barrier& barrier) {
    const double start = 4.0 * barrier.sigma - barrier.distance;
    const double p = 4.0 / start;
    const double t = barrier.sigma * p;
    SiegertDifferences<count> result{.p = p, .t = t, .w = {}};

    if (barrier.width < narrow_width * barrier.sigma) {
        for (int k = 0; k < node_count; ++k) {
            const double ratio = start / (start + barrier.width * nodes[k]);
            double factor = node_weights[k] * barrier.width * p * ratio;
            [&]<int... n>(std::integer_sequence<int, n...>) {
                ((factor *= ratio,
                  result.w[n] += factor * reduced_erfcx_derivative<n + 1>(t * ratio)),
                 ...);
            }
            (std::make_integer_sequence<int, count>());
        }
        return result;
    }
    const double ratio = start / (start + barrier.width);
    const double t_r = t * ratio;
    const double step = barrier.width / (start + barrier.width);  // 1 - ratio
    double power = 1.0;
    double one_minus_power = 0.0;
    [&]<int... n>(std::integer_sequence<int, n...>) {
        ((one_minus_power += power * step, power *= ratio,
          result.w[n] = difference_above_threshold<n>(t, t_r, power, one_minus_power)),
         ...);
    }
    (std::make_integer_sequence<int, count>());
    return result;
}

// ---- mean below threshold: b > 0, everything scaled by exp(-b^2)

struct ScaledBarrier {
    double a, b, h;
    double e;  ///< exp(-b^2)
};

ScaledBarrier scaled(const Barrier& barrier, double root) {
    return {.a = (barrier.distance - barrier.width) / barrier.sigma,
            .b = barrier.distance / barrier.sigma,
            .h = barrier.width / barrier.sigma,
            .e = root * root};
}

bool is_narrow(const ScaledBarrier& s) {
    return s.h * (1.0 + 2.0 * s.b) < narrow_width;
}

/// e_n(y) exp(-b^2) for n = 0 ... count - 1, given exp(y^2 - b^2) if y > 0.
template <int count>
std::array<double, count> scaled_derivatives(const ScaledBarrier& s, double y, double growth) {
    std::array<double, count> e{};
    if (y <= 0.0) {
        const double t = t_at(-y);
        double factor = s.e;
        [&]<int... n>(std::integer_sequence<int, n...>) {
            ((factor *= t, e[n] = factor * reduced_erfcx_derivative<n>(t)), ...);
        }
        (std::make_integer_sequence<int, count>());
        return e;
    }
    e[0] = 2.0 * growth - erfcx_at(t_at(y)) * s.e;
    if constexpr (count > 1) e[1] = 2.0 * y * e[0] + two_over_sqrt_pi * s.e;
    for (std::size_t n = 2; n < count; ++n) {
        e[n] = 2.0 * y * e[n - 1] + 2.0 * static_cast<double>(n - 1) * e[n - 2];
    }
    return e;
}

template <int count>
std::array<double, count> scaled_derivatives_at_node(const ScaledBarrier& s, int k) {
    const double d = s.h * nodes[k];
    const double y = s.b - d;
    return scaled_derivatives<count>(s, y, exp_of_minus_small(d * (s.b + y)));
}

double integral_below_threshold(const ScaledBarrier& s) {
    if (is_narrow(s)) {
        double sum = 0.0;
        for (int k = 0; k < node_count; ++k) {
            sum += node_weights[k] * scaled_derivatives_at_node<1>(s, k)[0];
        }
        return sqrt_pi * s.h * sum;
    }
    const double up_to_threshold = sqrt_pi * scaled_integral_from_zero(s.b);
    if (s.a > 0.0) {
        return up_to_threshold -
               sqrt_pi * std::exp(-s.h * (s.a + s.b)) * scaled_integral_from_zero(s.a);
    }
    if (s.e == 0.0) return up_to_threshold;
    const double from_reset = std::log1p(-0.25 * s.a) + (log_constant + remainder_at(t_at(-s.a)));
    return up_to_threshold + s.e * from_reset;
}

template <int count>
SiegertDifferences<count> differences_below_threshold(const Barrier& barrier, double root) {
    const ScaledBarrier s = scaled(barrier, root);
    SiegertDifferences<count> result{.p = 1.0 / barrier.sigma, .t = 1.0, .w = {}};
    if (is_narrow(s)) {
        for (int k = 0; k < node_count; ++k) {
            const auto e = scaled_derivatives_at_node<count + 1>(s, k);
            for (std::size_t n = 0; n < count; ++n) result.w[n] += s.h * node_weights[k] * e[n + 1];
        }
        return result;
    }
    const auto threshold = scaled_derivatives<count>(s, s.b, 1.0);
    const double growth = s.a > 0.0 ? std::exp(-s.h * (s.a + s.b)) : 0.0;
    const auto reset = scaled_derivatives<count>(s, s.a, growth);
    for (std::size_t n = 0; n < count; ++n) result.w[n] = threshold[n] - reset[n];
    return result;
}

/// exp(-b^2 / 2). The rounding of b counts: exp(-b^2) multiplies it by 2 b^2.
double root_scale(const Barrier& barrier, double b) {
    const double b_low =
        (std::fma(-b, barrier.sigma, barrier.distance) + barrier.distance_low) / barrier.sigma;
    const double square = b * b;
    const double square_low = std::fma(b, b, -square) + 2.0 * b * b_low;
    return std::exp(-0.5 * square) * (1.0 - 0.5 * square_low);
}

}  // namespace

SiegertIntegral siegert_integral(const Barrier& barrier) {
    if (barrier.distance <= 0.0) return integral_above_threshold(barrier);
    constexpr double negligible = 39.0;  // exp(-b^2 / 2) underflows
    const double b = barrier.distance / barrier.sigma;
    const double root = b < negligible ? root_scale(barrier, b) : 0.0;
    return {
        .scaled = integral_below_threshold(scaled(barrier, root)), .exponent = b * b, .root = root};
}

template <int count>
SiegertDifferences<count> siegert_differences(const Barrier& barrier, double root) {
    return barrier.distance <= 0.0 ? differences_above_threshold<count>(barrier)
                                   : differences_below_threshold<count>(barrier, root);
}

template SiegertDifferences<2> siegert_differences<2>(const Barrier&, double);
template SiegertDifferences<4> siegert_differences<4>(const Barrier&, double);
template SiegertDifferences<5> siegert_differences<5>(const Barrier&, double);

}  // namespace siegert::numerics
