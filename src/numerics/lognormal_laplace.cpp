#include "numerics/lognormal_laplace.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>

namespace siegert::numerics {
namespace {

using Complex = std::complex<double>;

// w with w exp(w) = z, to a few digits: the path of integration may be any near the saddle point.
Complex saddle(Complex z) {
    Complex w = std::log(1.0 + z);
    for (int i = 0; i < 5; ++i) {
        const Complex f = w - z * std::exp(-w);
        w -= f / (w + 1.0 - (w + 2.0) * f / (2.0 * (w + 1.0)));
    }
    return w;
}

// exp(z) - 1 - z without cancellation.
Complex exp_minus_linear(Complex z) {
    if (std::norm(z) > 0.25) return std::exp(z) - 1.0 - z;
    constexpr int terms = 14;  // 0.5^14 / 16! < 1e-17
    Complex sum = 0.0;
    for (int n = terms + 2; n >= 3; --n) sum = (sum + 1.0) * z / static_cast<double>(n);
    return 0.5 * z * z * (sum + 1.0);
}

// The integrand along t = tau + i shift, where the standard normal variable is saddle + t:
// exp(-t^2/2 - slope t - a_saddle (exp(sigma t) - 1 - sigma t)).
struct Path {
    Complex a_saddle;  // a exp(sigma saddle)
    Complex slope;     // derivative of the exponent at t = 0, nearly zero
    double sigma;
    double shift;
};

Complex integrand(const Path& path, double tau) {
    const Complex t(tau, path.shift);
    return std::exp(-t * (0.5 * t + path.slope) - path.a_saddle * exp_minus_linear(path.sigma * t));
}

// Adds the nodes offset + k step on both sides until they no longer contribute.
Complex sum(const Path& path, double offset, double step) {
    constexpr double negligible = 1e-18;
    constexpr double reach = 9.0;  // exp(-9^2/2) < 1e-17
    Complex total = 0.0;
    double largest = 0.0;
    for (const double direction : {1.0, -1.0}) {
        for (double tau = direction > 0.0 ? offset : offset - step; std::abs(tau) < reach;
             tau += direction * step) {
            const Complex value = integrand(path, tau);
            const double size = std::abs(value.real()) + std::abs(value.imag());
            largest = std::max(largest, size);
            total += value;
            if (size < negligible * largest && std::abs(tau) > step) break;
        }
    }
    return total;
}

Complex trapezoidal_rule(const Path& path, double width) {
    constexpr double tolerance =
        1e-10;  // the rule converges exponentially, faster than it is checked
    constexpr int halvings = 14;
    double step = 0.5 * width;
    Complex value = step * sum(path, 0.0, step);
    for (int i = 0; i < halvings; ++i) {
        const Complex refined = 0.5 * (value + step * sum(path, 0.5 * step, step));
        const double change = std::abs(refined - value);
        value = refined;
        step *= 0.5;
        if (change <= tolerance * std::abs(value)) break;
    }
    return value;
}

// At the saddle point the integrand oscillates to the right with phase arg(a_saddle). Moving the
// path down turns the oscillation into decay; moved by more than the width of the peak, it would
// climb and lose digits. Beyond phase pi/2 (Re a < 0) it would grow, which is worth some digits.
double path_shift(Complex a_saddle, double sigma, double width) {
    constexpr double affordable = 3.0;  // exp(3^2/2): two digits
    const double phase = std::arg(a_saddle);
    const double wanted = std::max(0.0, std::abs(phase) - std::numbers::pi / 4.0) / sigma;
    const double needed = std::max(0.0, std::abs(phase) - std::numbers::pi / 2.0) / sigma;
    const double shift = std::max(std::min(wanted, width), std::min(needed, affordable));
    return -std::copysign(shift, phase);
}

}  // namespace

Complex lognormal_laplace(Complex a, double sigma) {
    if (a == 0.0) return 1.0;
    const Complex w = saddle(a * sigma * sigma);
    const Complex z = -w / sigma;
    const Complex a_saddle = a * std::exp(-w);
    const double width = 1.0 / std::sqrt(1.0 + std::abs(w));
    const Path path{.a_saddle = a_saddle,
                    .slope = z + sigma * a_saddle,
                    .sigma = sigma,
                    .shift = path_shift(a_saddle, sigma, width)};
    constexpr double inv_sqrt_2pi = std::numbers::inv_sqrtpi / std::numbers::sqrt2;
    return inv_sqrt_2pi * std::exp(-0.5 * z * z - a_saddle) * trapezoidal_rule(path, width);
}

}  // namespace siegert::numerics
