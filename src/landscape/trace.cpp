#include "landscape/trace.hpp"

#include "numerics/linear_algebra.hpp"

#include <algorithm>
#include <iterator>

namespace siegert::landscape {

BranchEnd end_of(numerics::CurveEnd end) {
    switch (end) {
        case numerics::CurveEnd::edge:
            return BranchEnd::edge;
        case numerics::CurveEnd::closed:
            return BranchEnd::closed;
        case numerics::CurveEnd::most_points:
            return BranchEnd::most_points;
        case numerics::CurveEnd::lost:
            break;
    }
    return BranchEnd::lost;
}

namespace {

using numerics::ContinuationOptions;
using numerics::CurvePoint;
using numerics::TracedCurve;

// The first direction backwards, then the second, without the start twice.
std::vector<CurvePoint> joined(TracedCurve backwards, TracedCurve forwards) {
    std::vector<CurvePoint> points;
    for (auto point = backwards.points.rbegin(); point != backwards.points.rend(); ++point) {
        points.push_back(numerics::reversed(std::move(*point)));
    }
    if (!points.empty() && !forwards.points.empty()) points.pop_back();
    std::ranges::move(forwards.points, std::back_inserter(points));
    return points;
}

bool signs_differ(double a, double b) {
    return a * b < 0.0;
}

// On a branch that crosses another one at its fold, both test functions vanish there.
bool is_same(const CurvePoint& a, const CurvePoint& b) {
    constexpr double same = 1e-5;
    return (a.x - b.x).norm() < same;
}

std::vector<SpecialPoint> special_points(const StateCurve& curve,
                                         const std::vector<CurvePoint>& points,
                                         const ContinuationOptions& options) {
    const auto equations = as_function(curve);
    const Index p = curve.populations;
    std::vector<SpecialPoint> found;
    for (std::size_t k = 0; k + 1 < points.size(); ++k) {
        const CurvePoint& a = points[k];
        const CurvePoint& b = points[k + 1];
        std::optional<CurvePoint> branch_point, fold;
        if (a.orientation != b.orientation) {
            branch_point = numerics::located(equations, a, b, numerics::crossing(a), options);
        }
        if (signs_differ(a.tangent(p), b.tangent(p))) {
            fold = numerics::located(equations, a, b, numerics::turning(p), options);
        }
        if (fold && branch_point && is_same(*fold, *branch_point)) fold.reset();
        if (fold) found.push_back({EventKind::fold, k, *fold});
        const bool found_before =
            branch_point && !found.empty() && is_same(found.back().at, *branch_point);
        if (branch_point && !found_before)
            found.push_back({EventKind::branch_point, k, *branch_point});
    }
    return found;
}

}  // namespace

Trace trace_through(const StateCurve& curve, const Vector& x, const ContinuationOptions& options) {
    const auto equations = as_function(curve);
    const Vector along = Vector::Unit(x.size(), x.size() - 1);
    auto forwards = numerics::follow(equations, x, along, options);
    Trace trace{.points = {}, .special = {}, .begin = end_of(forwards.end), .end = {}};
    trace.end = trace.begin;
    if (forwards.end == numerics::CurveEnd::closed) {
        trace.points = std::move(forwards.points);
    } else {
        auto backwards = numerics::follow(equations, x, -along, options);
        trace.begin = end_of(backwards.end);
        trace.points = joined(std::move(backwards), std::move(forwards));
    }
    trace.special = special_points(curve, trace.points, options);
    return trace;
}

std::vector<Vector> states_of(const StateCurve& curve, const Trace& trace, double last_unknown,
                              const ContinuationOptions& options) {
    const Index p = curve.populations;
    std::vector<Vector> passed;  // the points with the folds among them: p is monotonic in between
    auto special = trace.special.begin();
    for (std::size_t k = 0; k < trace.points.size(); ++k) {
        passed.push_back(trace.points[k].x);
        for (; special != trace.special.end() && special->after == k; ++special) {
            if (special->kind != EventKind::hopf) passed.push_back(special->at.x);
        }
    }
    std::vector<Vector> found;
    const auto add = [&](const Vector& x) {
        if (std::ranges::none_of(found, [&](const Vector& y) { return (x - y).norm() < 1e-7; })) {
            found.push_back(x);
        }
    };
    const auto equations = as_function(curve);
    for (std::size_t k = 0; k < passed.size(); ++k) {
        if (passed[k](p) == last_unknown) add(passed[k]);
        if (k + 1 == passed.size()) break;
        const double before = passed[k](p) - last_unknown;
        const double after = passed[k + 1](p) - last_unknown;
        if (!signs_differ(before, after)) continue;
        Vector guess = passed[k] + before / (before - after) * (passed[k + 1] - passed[k]);
        guess(p) = last_unknown;
        if (const auto point = numerics::corrected_at(equations, guess, p, options)) add(point->x);
    }
    return found;
}

std::vector<Vector> crossing_states(const StateCurve& curve, const CurvePoint& branch_point,
                                    const ContinuationOptions& options) {
    constexpr double away = 0.01;
    const auto function = as_function(curve);
    const Index size = branch_point.x.size();
    Matrix extended(size, size);
    extended << equations(curve, branch_point.x).jacobian, branch_point.tangent.transpose();
    const Vector direction = numerics::null_vector(extended);
    std::vector<Vector> states;
    for (const double sign : {-1.0, 1.0}) {
        const auto point = numerics::corrected(function, branch_point.x + sign * away * direction,
                                               direction, options);
        if (point) states.push_back(point->x);
    }
    return states;
}

}  // namespace siegert::landscape
