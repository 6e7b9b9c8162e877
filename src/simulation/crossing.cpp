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

double first_crossing(const SmoothStep& step, double level) {
    if (step.V_start >= level) return 0.0;
    const double m_0 = step.slope_start * step.dt;
    const double m_1 = step.slope_end * step.dt;
    const double rise = step.V_end - step.V_start;
    // p(s) = V_start + m_0 s + (3 rise - 2 m_0 - m_1) s^2 + (m_0 + m_1 - 2 rise) s^3, 0 <= s <= 1
    const double a = 3.0 * (m_0 + m_1 - 2.0 * rise);
    const double b = 3.0 * rise - 2.0 * m_0 - m_1;
    const auto reaches = [=](double s) {
        return step.V_start + s * (m_0 + s * (b + s * a / 3.0)) >= level;
    };
    // Between the ends p has its maximum at the root of p'(s) = m_0 + 2 b s + a s^2 where the slope
    // falls, in the form that does not cancel for small a.
    double above = step.V_end >= level ? 1.0 : -1.0;
    const double discriminant = b * b - a * m_0;
    if (discriminant >= 0.0) {
        const double top =
            b <= 0.0 ? m_0 / (std::sqrt(discriminant) - b) : -(b + std::sqrt(discriminant)) / a;
        if (top > 0.0 && top < 1.0 && reaches(top)) above = top;
    }
    if (above < 0.0) return -1.0;
    double below = 0.0;
    constexpr int halvings = 50;  // to the last bits of a step
    for (int k = 0; k < halvings; ++k) {
        const double middle = 0.5 * (below + above);
        (reaches(middle) ? above : below) = middle;
    }
    return above * step.dt;
}

}  // namespace siegert::simulation
