#pragma once

#include <siegert/arrays.hpp>

#include <algorithm>
#include <array>
#include <cstddef>

/// The polynomial of degree four through five neighbouring values of a grid, and its maximum.
namespace siegert::theory {

inline constexpr Index points = 5;  // of the interpolation
using Stencil = std::array<double, points>;

// Coefficients, in Newton's form, of the polynomial through five values.
[[nodiscard]] inline Stencil divided_differences(const Stencil& x, const Stencil& y) {
    Stencil c = y;
    for (std::size_t level = 1; level < points; ++level)
        for (std::size_t i = points - 1; i >= level; --i)
            c[i] = (c[i] - c[i - 1]) / (x[i] - x[i - level]);
    return c;
}

struct LocalValue {
    double value;
    double slope;
    double curvature;
};

// The polynomial and its two derivatives at z, by Horner's scheme.
[[nodiscard]] inline LocalValue evaluate(const Stencil& x, const Stencil& c, double z) {
    LocalValue p{.value = 0.0, .slope = 0.0, .curvature = 0.0};
    for (std::size_t i = points; i-- > 0;) {
        const double d = z - x[i];
        p.curvature = p.curvature * d + 2.0 * p.slope;
        p.slope = p.slope * d + p.value;
        p.value = p.value * d + c[i];
    }
    return p;
}

[[nodiscard]] inline LocalValue interpolate(const Stencil& x, const Stencil& y, double z) {
    return evaluate(x, divided_differences(x, y), z);
}

// The first of the five grid points around frequency k.
[[nodiscard]] inline Index stencil_begin(Index k, Index frequencies) {
    return std::clamp<Index>(k - points / 2, 0, frequencies - points);
}

[[nodiscard]] inline Stencil pick(const Vector& values, Index begin) {
    Stencil result{};
    for (Index i = 0; i < points; ++i) result[static_cast<std::size_t>(i)] = values(begin + i);
    return result;
}

/// A maximum between the neighbours of a grid point.
struct Maximum {
    double x;
    double value;
};

/// The maximum of the polynomial between the neighbours of grid point k, at which the values are
/// highest. Bisection on the slope: it changes sign there.
[[nodiscard]] inline Maximum maximum_near(const Vector& values, const Vector& grid, Index k) {
    const Index begin = stencil_begin(k, grid.size());
    const Stencil x = pick(grid, begin);
    const Stencil c = divided_differences(x, pick(values, begin));
    double low = grid(k - 1);
    double high = grid(k + 1);
    constexpr int bisections = 60;
    for (int i = 0; i < bisections; ++i) {
        const double middle = 0.5 * (low + high);
        (evaluate(x, c, middle).slope > 0.0 ? low : high) = middle;
    }
    const double middle = 0.5 * (low + high);
    return {.x = middle, .value = evaluate(x, c, middle).value};
}

}  // namespace siegert::theory
