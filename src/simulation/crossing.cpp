#include "simulation/crossing.hpp"

#include "simulation/philox.hpp"

#include <cmath>
#include <numbers>

namespace siegert::simulation {
namespace {

// J. R. Michael, W. R. Schucany and R. W. Haas, Am. Stat. 30, 88 (1976).
double inverse_gaussian(double mean, double shape, double normal, double u) {
    const double y = mean * normal * normal / shape;
    // mean (1 + y/2 - sqrt(y + y^2/4)) without its cancellation for large y
    const double smaller = mean / (1.0 + 0.5 * y + std::sqrt(y + 0.25 * y * y));
    return u * (mean + smaller) <= mean ? smaller : mean * mean / smaller;
}

}  // namespace

double crossing_probability(const DiffusionStep& step) {
    return std::exp(-2.0 * step.below_start * step.below_end / step.variance);
}

double crossing_time(const DiffusionStep& step, const std::array<std::uint32_t, 4>& words) {
    const double shape = step.below_start * step.below_start / step.variance;
    const double normal = std::sqrt(-2.0 * std::log(uniform(words[0]))) *
                          std::cos(2.0 * std::numbers::pi * uniform(words[1]));
    // A path that ends on the threshold: the mean is infinite, but w is finite for any shape.
    const double end = std::fmax(std::abs(step.below_end), 1e-12 * step.below_start);
    const double w = inverse_gaussian(step.below_start / end, shape, normal, uniform(words[2]));
    return step.dt * w / (1.0 + w);
}

double largest_value(const SmoothStep& step) {
    const double m_0 = step.slope_start * step.dt;
    const double m_1 = step.slope_end * step.dt;
    const double rise = step.V_end - step.V_start;
    // p(s) = V_start + m_0 s + (3 rise - 2 m_0 - m_1) s^2 + (m_0 + m_1 - 2 rise) s^3, 0 <= s <= 1
    const double a = 3.0 * (m_0 + m_1 - 2.0 * rise);
    const double b = 3.0 * rise - 2.0 * m_0 - m_1;
    double largest = std::fmax(step.V_start, step.V_end);
    const double discriminant = b * b - a * m_0;  // p'(s) = m_0 + 2 b s + a s^2
    if (discriminant < 0.0) return largest;
    // The root at which the slope falls, in the form that does not cancel for small a.
    const double s =
        b <= 0.0 ? m_0 / (std::sqrt(discriminant) - b) : -(b + std::sqrt(discriminant)) / a;
    if (s > 0.0 && s < 1.0) {
        const double value = step.V_start + s * (m_0 + s * (b + s * a / 3.0));
        largest = std::fmax(largest, value);
    }
    return largest;
}

}  // namespace siegert::simulation
