#pragma once

/// Quadrature for intervals on which differences of an antiderivative would lose digits.
namespace siegert::numerics {

/// Below this width, in units of the length on which the integrand changes, the rule of five nodes
/// is exact to rounding. Above, a difference loses at most a few units in the last place.
inline constexpr double narrow_width = 0.25;

/// Gauss-Legendre rule with five nodes on [0, 1].
inline constexpr int node_count = 5;
inline constexpr double nodes[node_count] = {0.046910077030668004, 0.23076534494715845, 0.5,
                                             0.7692346550528415, 0.953089922969332};
inline constexpr double node_weights[node_count] = {0.11846344252809454, 0.23931433524968324,
                                                    0.28444444444444444, 0.23931433524968324,
                                                    0.11846344252809454};

/// exp(-x) for 0 <= x <= narrow_width is exp_of_minus_middle times the Taylor polynomial of degree
/// 10 in the distance from the middle, to 3e-18.
inline constexpr double exp_of_minus_middle = 0.8824969025845954;
inline constexpr double inverse_factorials[] = {
    1.0 / 3628800, 1.0 / 362880, 1.0 / 40320, 1.0 / 5040, 1.0 / 720, 1.0 / 120,
    1.0 / 24,      1.0 / 6,      1.0 / 2,     1.0,        1.0};

[[nodiscard]] inline double exp_of_minus_small(double x) {
    const double y = 0.5 * narrow_width - x;
    double sum = 0.0;
    for (const double c : inverse_factorials) sum = sum * y + c;
    return exp_of_minus_middle * sum;
}

}  // namespace siegert::numerics
