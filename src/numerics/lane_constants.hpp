#pragma once

#include <array>
#include <cmath>
#include <complex>
#include <cstddef>

/// What the vector code of the parabolic cylinder functions shares between targets.
namespace siegert::numerics {

#include "numerics/tables/liouville_green.inc"

inline constexpr std::size_t max_lanes = 8;
inline constexpr int max_terms = 120;

inline constexpr std::array<double, max_terms + 8> inverse_factorials = [] {
    std::array<double, max_terms + 8> values{1.0};
    for (std::size_t n = 1; n < values.size(); ++n) {
        values[n] = values[n - 1] / static_cast<double>(n);
    }
    return values;
}();

/// 1 / n! for 0 <= n < max_terms + 8.
inline double inverse_factorial(int n) {
    return inverse_factorials[static_cast<std::size_t>(n)];
}

using Complex = std::complex<double>;

/// One complex number for each lane, in memory.
struct LaneValues {
    alignas(64) double re[max_lanes];
    alignas(64) double im[max_lanes];

    [[nodiscard]] Complex at(std::size_t lane) const { return {re[lane], im[lane]}; }
    void set(std::size_t lane, Complex value) {
        re[lane] = value.real();
        im[lane] = value.imag();
    }
};

/// log z. std::log takes ten times as long where |z| is close to 1, for digits that are lost in the
/// sums that it is a part of.
inline Complex log_of(Complex z) {
    return {std::log(std::abs(z)), std::arg(z)};
}

/// log(1 + z) without loss for small z.
inline Complex log1p(Complex z) {
    return {0.5 * std::log1p(2.0 * z.real() + std::norm(z)), std::atan2(z.imag(), 1.0 + z.real())};
}

}  // namespace siegert::numerics
