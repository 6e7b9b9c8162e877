#include "numerics/cv_integral.hpp"

#include "numerics/cv_tables.hpp"
#include "numerics/narrow_interval.hpp"
#include "numerics/piecewise_polynomial.hpp"

#include <cmath>
#include <numbers>

namespace siegert::numerics {
namespace {

double t_at(double x) {
    return 4.0 / (4.0 + x);
}

/// (M(b) - M(a)) / t^2 for b <= 0, where t = 4 / (4 - b).
double above_threshold(const Barrier& barrier, double start) {
    const double t = 4.0 * barrier.sigma / start;
    if (barrier.width < narrow_width * barrier.sigma) {
        double sum = 0.0;
        for (int k = 0; k < node_count; ++k) {
            const double ratio = start / (start + barrier.width * nodes[k]);
            sum += node_weights[k] * (ratio * ratio * ratio) * evaluate(table_hn, t * ratio);
        }
        return 4.0 * barrier.width / start * sum;
    }
    const double ratio = start / (start + barrier.width);
    const double t_r = t * ratio;
    const double step = barrier.width / (start + barrier.width);  // 1 - ratio
    return M_limit * step * (1.0 + ratio) +
           (t * evaluate(table_Mn, t) - ratio * ratio * t_r * evaluate(table_Mn, t_r));
}

/// h(u) exp(-2 b^2), given growth = exp(2 u^2 - 2 b^2) if u > 0 and e = exp(-b^2).
double scaled_h(double u, double growth, double e) {
    const double t = t_at(std::abs(u));
    return u > 0.0 ? growth * t * evaluate(table_hp, t) : e * e * t * t * t * evaluate(table_hn, t);
}

/// (M(b) - M(a)) exp(-2 b^2) / t^2 for b > 0, where t = 4 / (4 + b).
double below_threshold(double a, double b, double h, double e) {
    const double t = t_at(b);
    if (h * (1.0 + 4.0 * b) < narrow_width) {
        double sum = 0.0;
        for (int k = 0; k < node_count; ++k) {
            const double d = h * nodes[k];
            const double u = b - d;
            sum += node_weights[k] * scaled_h(u, exp_of_minus_small(2.0 * d * (b + u)), e);
        }
        return h * sum / (t * t);
    }
    const double t_a = t_at(std::abs(a));
    const double ratio = t_a / t;
    const double at_reset = a > 0.0 ? std::exp(-2.0 * h * (a + b)) * evaluate(table_Mp, t_a)
                                    : e * e * (M_limit + t_a * evaluate(table_Mn, t_a));
    return evaluate(table_Mp, t) - ratio * ratio * at_reset;
}

}  // namespace

double cv_integral(const Barrier& barrier, double root) {
    constexpr double two_pi = 2.0 * std::numbers::pi;
    if (barrier.distance <= 0.0) {
        const double start = 4.0 * barrier.sigma - barrier.distance;
        return 4.0 * barrier.sigma / start * std::sqrt(two_pi * above_threshold(barrier, start));
    }
    const double b = barrier.distance / barrier.sigma;
    const double a = (barrier.distance - barrier.width) / barrier.sigma;
    const double h = barrier.width / barrier.sigma;
    return t_at(b) * std::sqrt(two_pi * below_threshold(a, b, h, root * root));
}

}  // namespace siegert::numerics
