#include "numerics/lambert_w.hpp"

#include "require.hpp"

#include <array>
#include <cmath>
#include <cstddef>
#include <limits>
#include <numbers>

namespace siegert::numerics {
namespace {

using Complex = std::complex<double>;

constexpr double pi = std::numbers::pi;
constexpr double infinity = std::numeric_limits<double>::infinity();
constexpr int iteration_limit = 50;  // never reached: five iterations are the rule

// Coefficients of W = sum mu_n p^n, p = sqrt(2 (e z + 1)), by the recurrence of Corless et al.
// The series converges for |p| < sqrt(2).
constexpr std::size_t series_terms = 40;

constexpr std::array<double, series_terms> branch_point_coefficients() {
    std::array<double, series_terms> mu{-1.0, 1.0};
    std::array<double, series_terms> alpha{2.0, -1.0};
    for (std::size_t n = 2; n < series_terms; ++n) {
        for (std::size_t j = 2; j < n; ++j) alpha[n] += mu[j] * mu[n + 1 - j];
        const auto order = static_cast<double>(n);
        mu[n] = (order - 1.0) / (order + 1.0) * (mu[n - 2] / 2.0 + alpha[n - 2] / 4.0) -
                alpha[n] / 2.0 - mu[n - 1] / (order + 1.0);
    }
    return mu;
}

constexpr auto series_coefficients = branch_point_coefficients();
constexpr double series_suffices = 0.4;    // |p| below which the series alone is exact
constexpr double series_is_a_guess = 1.0;  // |p| below which the iteration may start from it

// Near the branch point W inherits half the digits of e z + 1, so e is carried in two doubles.
Complex branch_point_parameter(Complex z) {
    constexpr double e_rest = 1.4456468917292502e-16;  // e - double(e)
    const double real = std::fma(std::numbers::e, z.real(), 1.0) + e_rest * z.real();
    return std::sqrt(2.0 * Complex(real, std::numbers::e * z.imag()));
}

Complex branch_point_series(Complex p) {
    Complex sum = 0.0;
    for (std::size_t n = series_terms; n-- > 0;) sum = sum * p + series_coefficients[n];
    return sum;
}

// Only three sheets meet at -1/e, two of them on one side of the cut each.
bool meets_branch_point(int branch, Complex z) {
    if (branch == 0) return true;
    return (branch == -1 && z.imag() >= 0.0) || (branch == 1 && z.imag() < 0.0);
}

// Halley's iteration for w exp(w) = z: exact for small w, where logarithms would cancel.
Complex refine_product(Complex w, Complex z) {
    for (int iteration = 0; iteration < iteration_limit; ++iteration) {
        const Complex exp_w = std::exp(w);
        const Complex excess = w * exp_w - z;
        const Complex step = excess / (exp_w * (w + 1.0) - (w + 2.0) * excess / (2.0 * (w + 1.0)));
        w -= step;
        if (std::abs(step) <= 1e-10 * std::abs(w)) break;  // cubic: the next step is below 1e-30
    }
    return w;
}

// Fourth-order iteration of Fritsch, Shafer and Crowley for w + log w = target: no overflow. The
// residual is taken modulo 2 pi i, which keeps an iterate that strays across the cut of log w.
Complex refine_logarithm(Complex w, Complex target) {
    for (int iteration = 0; iteration < iteration_limit; ++iteration) {
        const Complex difference = target - w - std::log(w);
        const Complex r(difference.real(), std::remainder(difference.imag(), 2.0 * pi));
        const Complex q = 2.0 * (1.0 + w) * (1.0 + w + 2.0 / 3.0 * r);
        const Complex step = r / (1.0 + w) * (q - r) / (q - 2.0 * r);
        w *= 1.0 + step;
        if (std::abs(step) <= 1e-8) break;  // fourth order: the next step is below 1e-30
    }
    return w;
}

Complex asymptotic(Complex target) {
    const Complex log_target = std::log(target);
    return target - log_target + log_target / target;
}

// W_0 where Re z > -1/2: interpolates between z and log z (Winitzki). Fails near z = -1.
Complex principal_guess(Complex z) {
    const Complex u = std::log(1.0 + z);
    return u * (1.0 - std::log(1.0 + u) / (2.0 + u));
}

// w + log w, except on the real part of branch -1, where log w meets its cut.
Complex logarithmic_target(int branch, Complex log_z) {
    return log_z + Complex(0.0, 2.0 * pi * branch);
}

double real_branch_minus_one(double z) {
    const double target = std::log(-z);
    double w = target - std::log(-target);
    for (int iteration = 0; iteration < iteration_limit; ++iteration) {
        const double r = target - w - std::log(-w);
        const double q = 2.0 * (1.0 + w) * (1.0 + w + 2.0 / 3.0 * r);
        const double step = r / (1.0 + w) * (q - r) / (q - 2.0 * r);
        w *= 1.0 + step;
        if (std::abs(step) <= 1e-8) break;
    }
    return w;
}

Complex starting_value(int branch, Complex z, double p_size, Complex p) {
    if (p_size < series_is_a_guess) return branch_point_series(branch == 0 ? p : -p);
    if (branch == 0 && z.real() > -0.5 && std::abs(z) < 10.0) return principal_guess(z);
    return asymptotic(logarithmic_target(branch, std::log(z)));
}

}  // namespace

Complex lambert_w(int branch, Complex z) {
    require(!std::isnan(std::abs(z)), "z", std::abs(z), "be a number");
    z = {z.real(), z.imag() + 0.0};  // no negative zero
    if (z == 0.0) return branch == 0 ? Complex(0.0) : Complex(-infinity, 0.0);

    const Complex p = branch_point_parameter(z);
    const double p_size = meets_branch_point(branch, z) ? std::abs(p) : infinity;
    if (p_size < series_suffices) return branch_point_series(branch == 0 ? p : -p);
    if (branch == -1 && z.imag() == 0.0 && z.real() < 0.0 && z.real() > -1.0 / std::numbers::e)
        return real_branch_minus_one(z.real());

    const Complex w = starting_value(branch, z, p_size, p);
    if (std::abs(w) < 1.0) return refine_product(w, z);
    return refine_logarithm(w, logarithmic_target(branch, std::log(z)));
}

Complex lambert_w_of_exp(int branch, Complex log_z) {
    constexpr double exp_is_safe = 300.0;
    if (std::abs(log_z.real()) < exp_is_safe) return lambert_w(branch, std::exp(log_z));
    if (branch == 0 && log_z.real() < 0.0) return std::exp(log_z);  // W_0(z) = z (1 + O(z))
    const Complex target = logarithmic_target(branch, log_z);
    return refine_logarithm(asymptotic(target), target);
}

}  // namespace siegert::numerics
