#include "numerics/continuation.hpp"

#include "numerics/linear_algebra.hpp"

#include <siegert/error.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <utility>

namespace siegert::numerics {
namespace {

constexpr int most_corrections = 10;
constexpr double largest_correction = 0.5;  // of a step

// Of the samples that interpolate a zero, relative to the distance of the two points between which
// it lies. These are close where the curve bends; the error is 1e-12 of that distance.
constexpr double distance_from_zero = 1e-3;
constexpr double error_of_interpolation = 1e-7;  // at most, relative to the same

Matrix bordered(const Matrix& jacobian, const Vector& row) {
    Matrix result(row.size(), row.size());
    result << jacobian, row.transpose();
    return result;
}

// The shortest solution where the matrix is exactly singular, as at a branch point.
Vector solved(const Matrix& matrix, const Vector& right) {
    const Vector x = solve(matrix, right);
    return x.allFinite() ? x : least_squares(matrix, right);
}

// Tangent, and determinant with it as the last row: that with another row is larger by their
// scalar product. At a branch point exactly no tangent is better than another.
CurvePoint point_at(Vector x, const Matrix& jacobian, const Vector& direction) {
    const LuDecomposition<double> lu(bordered(jacobian, direction));
    Vector tangent = lu.solve(Vector::Unit(x.size(), x.size() - 1));
    const double length = tangent.norm();
    if (!std::isfinite(length)) {
        return {.x = std::move(x),
                .tangent = direction.normalized(),
                .orientation = 0,
                .log_determinant = -std::numeric_limits<double>::infinity()};
    }
    tangent /= length;
    return {.x = std::move(x),
            .tangent = std::move(tangent),
            .orientation = lu.sign_of_determinant(),
            .log_determinant = lu.log_abs_determinant() + std::log(length)};
}

bool is_finite(const CurveEquations& at_x) {
    return at_x.value.allFinite() && at_x.jacobian.allFinite();
}

std::optional<CurvePoint> newton(const Curve& curve, const Vector& guess, const Vector& direction,
                                 const ContinuationOptions& options, double farthest) {
    Vector x = guess;
    for (int k = 0; k < most_corrections; ++k) {
        const CurveEquations at_x = curve(x);
        if (!is_finite(at_x)) return std::nullopt;
        Vector residual = Vector::Zero(x.size());
        residual.head(at_x.value.size()) = -at_x.value;
        const Vector step = solved(bordered(at_x.jacobian, direction), residual);
        const double length = step.norm();
        x += step;
        if (!((x - guess).norm() <= farthest)) return std::nullopt;
        if (length > options.tolerance * (1.0 + x.norm())) continue;
        return point_at(x, at_x.jacobian, direction);
    }
    return std::nullopt;
}

// The null vector of the Jacobian, along `direction`.
Vector first_tangent(const Matrix& jacobian, const Vector& direction) {
    const Vector tangent = null_vector(jacobian);
    return tangent.dot(direction) < 0.0 ? Vector(-tangent) : tangent;
}

bool is_bounded(const ContinuationOptions& options) {
    return options.lower.size() > 0;
}

// A start on the edge of the box is there exactly.
void remove_rounding(CurvePoint& point, const ContinuationOptions& options) {
    constexpr double rounding = 1e-9;
    for (Index k = 0; is_bounded(options) && k < point.x.size(); ++k) {
        for (const double edge : {options.lower(k), options.upper(k)}) {
            if (std::abs(point.x(k) - edge) < rounding) point.x(k) = edge;
        }
    }
}

std::optional<CurvePoint> first_point(const Curve& curve, const Vector& start,
                                      const Vector& direction, const ContinuationOptions& options) {
    try {
        const CurveEquations at_start = curve(start);
        if (!is_finite(at_start)) return std::nullopt;
        return corrected(curve, start, first_tangent(at_start.jacobian, direction), options);
    } catch (const Error&) {
        return std::nullopt;
    }
}

// The unknown that is farthest outside the box, relative to the step; -1: none is.
Index unknown_outside(const CurvePoint& before, const Vector& x,
                      const ContinuationOptions& options) {
    Index outside = -1;
    double earliest = 1.0;  // part of the step after which the edge is reached
    for (Index k = 0; is_bounded(options) && k < x.size(); ++k) {
        if (x(k) >= options.lower(k) && x(k) <= options.upper(k)) continue;
        const double edge = x(k) < options.lower(k) ? options.lower(k) : options.upper(k);
        const double part = (edge - before.x(k)) / (x(k) - before.x(k));
        if (part > earliest) continue;
        earliest = part;
        outside = k;
    }
    return outside;
}

// Whether an unknown turned back beyond an edge of the box, by the parabola through both points.
bool turns_outside(const CurvePoint& a, const CurvePoint& b, const ContinuationOptions& options) {
    const double step = (b.x - a.x).norm();
    for (Index k = 0; is_bounded(options) && k < a.x.size(); ++k) {
        const double rise = a.tangent(k);
        const double fall = b.tangent(k);
        if (!(rise * fall < 0.0)) continue;
        const double extremum = a.x(k) + 0.5 * step * rise * rise / (rise - fall);
        if (extremum < options.lower(k) || extremum > options.upper(k)) return true;
    }
    return false;
}

// The point on the edge between one inside the box and one outside.
std::optional<CurvePoint> point_on_edge(const Curve& curve, const CurvePoint& inside,
                                        const Vector& outside, Index k,
                                        const ContinuationOptions& options) {
    const double edge = outside(k) < options.lower(k) ? options.lower(k) : options.upper(k);
    const double part = (edge - inside.x(k)) / (outside(k) - inside.x(k));
    Vector guess = inside.x + part * (outside - inside.x);
    guess(k) = edge;
    auto point = corrected_at(curve, guess, k, options);
    const double step = (outside - inside.x).norm();
    if (!point || (point->x - guess).norm() > largest_correction * step) return std::nullopt;
    return point->tangent.dot(inside.tangent) < 0.0 ? reversed(std::move(*point)) : point;
}

// Whether the curve passed its first point in the last step.
bool returned(const TracedCurve& traced, const Curve& curve, const ContinuationOptions& options) {
    constexpr std::size_t fewest = 4;
    if (traced.points.size() < fewest) return false;
    const CurvePoint& first = traced.points.front();
    const CurvePoint& a = traced.points[traced.points.size() - 2];
    const CurvePoint& b = traced.points.back();
    const double step = a.tangent.dot(b.x - a.x);
    const double along = a.tangent.dot(first.x - a.x);
    const bool passed = along > 0.0 && along <= step;
    if (!passed || (first.x - a.x).norm() > 2.0 * step) return false;
    const auto point = corrected(curve, a.x + along / step * (b.x - a.x), a.tangent, options);
    constexpr double same = 1e-6;
    return point && (point->x - first.x).norm() < same && point->tangent.dot(first.tangent) > 0.0;
}

// Steps grow by how much less the tangent turned than it may.
double growth(const CurvePoint& a, const CurvePoint& b, double largest_turn) {
    const double turn = std::acos(std::min(1.0, a.tangent.dot(b.tangent)));
    return std::clamp(0.5 * largest_turn / std::max(turn, 1e-6), 0.5, 2.0);
}

bool turned_too_far(const CurvePoint& a, const CurvePoint& b, double largest_turn) {
    return !(a.tangent.dot(b.tangent) >= std::cos(largest_turn));
}

/// The part of a curve that planes perpendicular to the tangent at `start` cut one by one, at the
/// distance s from there, and a function on it.
struct Arc {
    const Curve& curve;
    const CurvePoint& start;
    const TestFunction& test;
    const ContinuationOptions& options;
};

struct Sample {
    double s;
    CurvePoint point;
    double value;  ///< of the test function
};

/// Two samples whose values differ in sign.
struct Bracket {
    Sample low, high;
};

double length(const Arc& arc, const CurvePoint& point) {
    return arc.start.tangent.dot(point.x - arc.start.x);
}

Sample tested(const Arc& arc, const CurvePoint& point) {
    const double value = arc.test(point);
    if (!std::isfinite(value)) throw AccuracyNotReached("the test function must be finite");
    return {.s = length(arc, point), .point = point, .value = value};
}

// The cubic polynomial through two points along their tangents, at s.
Vector hermite(const Arc& arc, const Bracket& bracket, double s) {
    const auto& [low, high] = bracket;
    const double width = high.s - low.s;
    const double u = (s - low.s) / width;
    const Vector low_slope = width / arc.start.tangent.dot(low.point.tangent) * low.point.tangent;
    const Vector high_slope =
        width / arc.start.tangent.dot(high.point.tangent) * high.point.tangent;
    const double v = 1.0 - u;
    return v * v * (1.0 + 2.0 * u) * low.point.x + u * u * (1.0 + 2.0 * v) * high.point.x +
           u * v * (v * low_slope - u * high_slope);
}

Sample sample_at(const Arc& arc, const Bracket& bracket, double s) {
    const auto point =
        corrected(arc.curve, hermite(arc, bracket, s), arc.start.tangent, arc.options);
    if (!point) throw AccuracyNotReached("the curve cannot be found between two of its points");
    return tested(arc, *point);
}

// The zero need not be a regular point: it is not approached more closely than needed.
Bracket narrowed(const Arc& arc, Bracket bracket) {
    constexpr double uneven = 0.45;  // a zero in the middle, by symmetry, is not hit
    const double width = 8.0 * distance_from_zero * (bracket.high.s - bracket.low.s);
    while (bracket.high.s - bracket.low.s > width) {
        const double s = bracket.low.s + uneven * (bracket.high.s - bracket.low.s);
        Sample middle = sample_at(arc, bracket, s);
        const bool is_below = (middle.value < 0.0) == (bracket.low.value < 0.0);
        (is_below ? bracket.low : bracket.high) = std::move(middle);
    }
    return bracket;
}

double linear_zero(const Bracket& bracket) {
    const auto& [low, high] = bracket;
    return low.s + (high.s - low.s) * low.value / (low.value - high.value);
}

// Where the test function vanishes, by inverse cubic interpolation (Neville's scheme).
CurvePoint interpolated_zero(const std::array<Sample, 4>& samples) {
    std::array<Vector, 4> x, tangent;
    for (std::size_t k = 0; k < 4; ++k) {
        x[k] = samples[k].point.x;
        tangent[k] = samples[k].point.tangent;
    }
    for (std::size_t order = 1; order < 4; ++order) {
        for (std::size_t k = 0; k + order < 4; ++k) {
            const double first = samples[k].value;
            const double last = samples[k + order].value;
            const double weight = last / (last - first);
            x[k] = weight * x[k] + (1.0 - weight) * x[k + 1];
            tangent[k] = weight * tangent[k] + (1.0 - weight) * tangent[k + 1];
        }
    }
    if (!x[0].allFinite()) throw AccuracyNotReached("the test function does not change");
    return {.x = x[0], .tangent = tangent[0].normalized()};
}

// On the curve, unless it is not regular there.
CurvePoint polished(const Arc& arc, const CurvePoint& zero, double farthest) {
    constexpr double singular = -14.0;  // logarithm of the determinant, relative to the start's
    auto point = corrected(arc.curve, zero.x, zero.tangent, arc.options, farthest);
    const bool is_regular = point && point->log_determinant - arc.start.log_determinant > singular;
    return is_regular ? std::move(*point) : zero;
}

}  // namespace

std::optional<CurvePoint> corrected(const Curve& curve, const Vector& guess,
                                    const Vector& direction, const ContinuationOptions& options,
                                    double farthest) {
    try {
        return newton(curve, guess, direction, options, farthest);
    } catch (const Error&) {
        return std::nullopt;
    }
}

std::optional<CurvePoint> corrected_at(const Curve& curve, const Vector& guess, Index k,
                                       const ContinuationOptions& options) {
    auto point = corrected(curve, guess, Vector::Unit(guess.size(), k), options);
    if (point) point->x(k) = guess(k);
    return point;
}

CurvePoint reversed(CurvePoint point) {
    point.tangent *= -1.0;
    point.orientation *= -1;
    return point;
}

TracedCurve follow(const Curve& curve, const Vector& start, const Vector& direction,
                   const ContinuationOptions& options) {
    TracedCurve traced;
    if (auto first = first_point(curve, start, direction, options)) {
        remove_rounding(*first, options);
        traced.points.push_back(std::move(*first));
    }
    double step = options.first_step;
    while (!traced.points.empty()) {
        if (traced.points.size() >= options.most_points) {
            traced.end = CurveEnd::most_points;
            break;
        }
        if (step < options.shortest_step) break;
        const CurvePoint& here = traced.points.back();
        auto next = corrected(curve, here.x + step * here.tangent, here.tangent, options,
                              largest_correction * step);
        if (!next || turned_too_far(here, *next, options.largest_turn) ||
            turns_outside(here, *next, options)) {
            step *= 0.5;
            ++traced.rejected;
            continue;
        }
        if (const Index k = unknown_outside(here, next->x, options); k >= 0) {
            if (auto last = point_on_edge(curve, here, next->x, k, options)) {
                constexpr double same = 1e-9;  // of a start on the edge
                if ((last->x - here.x).norm() < same) traced.points.pop_back();
                traced.points.push_back(std::move(*last));
                traced.end = CurveEnd::edge;
                break;
            }
            step *= 0.5;
            ++traced.rejected;
            continue;
        }
        step = std::min(options.longest_step, step * growth(here, *next, options.largest_turn));
        traced.points.push_back(std::move(*next));
        if (returned(traced, curve, options)) {
            traced.points.back() = traced.points.front();
            traced.end = CurveEnd::closed;
            break;
        }
    }
    return traced;
}

std::optional<CurvePoint> located(const Curve& curve, const CurvePoint& a, const CurvePoint& b,
                                  const TestFunction& test, const ContinuationOptions& options) {
    try {
        const Arc arc{.curve = curve, .start = a, .test = test, .options = options};
        const Bracket bracket = narrowed(arc, {tested(arc, a), tested(arc, b)});
        const double zero = linear_zero(bracket);
        const double distance = distance_from_zero * length(arc, b);
        std::array<Sample, 4> samples;
        std::ranges::transform(std::array{-2.0, -1.0, 1.0, 2.0}, samples.begin(), [&](double k) {
            return sample_at(arc, bracket, zero + k * distance);
        });
        return polished(arc, interpolated_zero(samples), error_of_interpolation * length(arc, b));
    } catch (const Error&) {
        return std::nullopt;
    }
}

TestFunction turning(Index k) {
    return [k](const CurvePoint& point) { return point.tangent(k); };
}

TestFunction crossing(const CurvePoint& reference) {
    return [level = reference.log_determinant](const CurvePoint& point) {
        return point.orientation * std::exp(point.log_determinant - level);
    };
}

}  // namespace siegert::numerics
