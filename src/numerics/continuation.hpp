#pragma once

#include <siegert/arrays.hpp>

#include <functional>
#include <limits>
#include <optional>
#include <vector>

/// Curves F(x) = 0 of m smooth equations in m + 1 unknowns, through folds, and special points on
/// them.
namespace siegert::numerics {

/// F at one x.
struct CurveEquations {
    Vector value;     ///< m
    Matrix jacobian;  ///< dF_i / dx_j, m x (m + 1)
};

/// May throw siegert::Error outside its domain, which a curve then does not enter. Where the last
/// columns of the Jacobian are inaccurate, points are found all the same, more slowly.
using Curve = std::function<CurveEquations(const Vector& x)>;

/// A regular point of a curve.
struct CurvePoint {
    Vector x;
    Vector tangent;  ///< of length 1, in the direction in which the curve is followed

    int orientation = 0;           ///< sign of det [J; tangent']: changes where a branch crosses
    double log_determinant = 0.0;  ///< logarithm of its size
};

/// The box in which a curve is followed, and how carefully. Unknowns should be scaled such that
/// steps of one size suit all of them.
struct ContinuationOptions {
    Vector lower;  ///< of each unknown, may be infinite; empty: no bounds
    Vector upper;
    double first_step = 0.02;     ///< > 0
    double longest_step = 0.25;   ///< > 0
    double shortest_step = 1e-9;  ///< > 0
    double largest_turn = 0.3;    ///< [rad], of the tangent in one step
    double tolerance = 1e-10;     ///< of the last correction, which converges quadratically
    std::size_t most_points = 5000;
};

/// Why a curve was not followed further.
enum class CurveEnd {
    edge,         ///< it left the box: the last point is on the edge
    closed,       ///< it came back to where it began
    lost,         ///< the shortest step was too long
    most_points,  ///< there are as many points as allowed
};

struct TracedCurve {
    std::vector<CurvePoint> points;
    CurveEnd end = CurveEnd::lost;
    int rejected = 0;  ///< steps that were tried and shortened
};

/// The point of the curve nearest to `guess` in the plane through `guess` that `direction` is
/// perpendicular to, by Newton's method; its tangent points along `direction`. None if it does not
/// converge, strays from the guess by more than `farthest`, or leaves the domain of the curve.
[[nodiscard]] std::optional<CurvePoint> corrected(
    const Curve& curve, const Vector& guess, const Vector& direction,
    const ContinuationOptions& options, double farthest = std::numeric_limits<double>::infinity());

/// The point of the curve near `guess` whose unknown number k has the value of `guess`.
[[nodiscard]] std::optional<CurvePoint> corrected_at(const Curve& curve, const Vector& guess,
                                                     Index k, const ContinuationOptions& options);

/// The same point of the curve followed the other way.
[[nodiscard]] CurvePoint reversed(CurvePoint point);

/// Follows the curve from `start`, a point on it, by pseudo-arclength continuation: a step along
/// the tangent, and Newton's method in the plane perpendicular to it. It goes where the tangent
/// has a positive component along `direction`.
///
/// A step is halved if it is corrected by more than a third of it, if Newton's method does not
/// converge, or if the tangent turns by more than largest_turn. No points if `start` is not on a
/// regular part of the curve.
/// Source: E. L. Allgower & K. Georg, Introduction to Numerical Continuation Methods (SIAM 2003);
/// W. Govaerts, Numerical Methods for Bifurcations of Dynamical Equilibria (SIAM 2000).
[[nodiscard]] TracedCurve follow(const Curve& curve, const Vector& start, const Vector& direction,
                                 const ContinuationOptions& options);

/// A smooth function of the points of a curve.
using TestFunction = std::function<double(const CurvePoint& point)>;

/// The zero of `test` on the curve between neighbouring points, at which it has different signs.
///
/// The zero is bracketed along the tangent at `a` and interpolated from samples 3e-4 away, so that
/// it may be a point where the curve is not regular. None if the curve cannot be found in between
/// or `test` throws siegert::Error or is not finite.
[[nodiscard]] std::optional<CurvePoint> located(const Curve& curve, const CurvePoint& a,
                                                const CurvePoint& b, const TestFunction& test,
                                                const ContinuationOptions& options);

/// Where unknown number k turns back: a fold.
[[nodiscard]] TestFunction turning(Index k);

/// Where another branch crosses: det [J; tangent'], relative to that at `reference`.
[[nodiscard]] TestFunction crossing(const CurvePoint& reference);

}  // namespace siegert::numerics
