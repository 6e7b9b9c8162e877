#include "landscape/modes.hpp"

#include <siegert/error.hpp>
#include <siegert/theory/characteristic_equation.hpp>
#include <siegert/theory/stability_verdict.hpp>

#include "numerics/parallel.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace siegert::landscape {
namespace {

using numerics::CurvePoint;
using theory::CharacteristicRoot;
using theory::ConnectivityAt;

theory::StabilityVerdict verdict_at(const StateCurve& curve, const CurvePoint& point,
                                    const theory::ResponseOptions& response, int searches) {
    const State state = state_at(curve, point.x);
    return theory::stability_verdict(state.network, state.inputs,
                                     {.response = response, .growth_rate_starts = searches});
}

ConnectivityAt connectivity_at(const StateCurve& curve, const Vector& x,
                               const theory::ResponseOptions& response) {
    const State state = state_at(curve, x);
    return theory::connectivity_at(state.network, state.inputs, response);
}

/// W along the straight part of a branch between two points, which is corrected at each place.
class ConnectivityBetween {
public:
    ConnectivityBetween(const StateCurve& curve, const CurvePoint& a, const CurvePoint& b,
                        const HopfSearch& search)
        : curve_(curve), a_(a), b_(b), search_(search) {}

    /// At the part of the way from a to b.
    ComplexMatrix operator()(Complex s, double part) {
        if (part != part_) {
            const auto point = numerics::corrected(as_function(curve_), a_.x + part * (b_.x - a_.x),
                                                   a_.tangent, search_.continuation);
            if (!point) throw AccuracyNotReached("the branch cannot be found between two points");
            W_ = connectivity_at(curve_, point->x, search_.response);
            part_ = part;
        }
        return W_(s);
    }

private:
    const StateCurve& curve_;
    const CurvePoint& a_;
    const CurvePoint& b_;
    const HopfSearch& search_;
    double part_ = -1.0;
    ConnectivityAt W_;
};

/// Growing oscillations at one end of a step, followed to the other.
struct Crossing {
    Complex at_a;
    Complex at_b;
};

enum class Direction { forwards, backwards };

std::vector<Crossing> crossings_from(const StateCurve& curve, const CurvePoint& a,
                                     const CurvePoint& b, Direction direction,
                                     const HopfSearch& search) {
    constexpr int searches = 16;
    const bool forwards = direction == Direction::forwards;
    const auto verdict = verdict_at(curve, forwards ? a : b, search.response, searches);
    const double highest = 2.0 * std::numbers::pi * search.highest_frequency;
    Vector way(2);
    way << (forwards ? 0.0 : 1.0), (forwards ? 1.0 : 0.0);
    std::vector<Crossing> found;
    for (const auto& mode : verdict.growth_rates) {
        if (mode.s.real() <= 0.0 || mode.s.imag() == 0.0) continue;
        if (mode.s.imag() > highest) continue;
        ConnectivityBetween family(curve, a, b, search);
        const auto roots = theory::follow_root(
            [&family](Complex s, double part) { return family(s, part); }, way, mode.s);
        const CharacteristicRoot& last = roots.back();
        if (!last.converged || last.s.real() > 0.0) continue;
        found.push_back(forwards ? Crossing{mode.s, last.s} : Crossing{last.s, mode.s});
    }
    return found;
}

// Where the real part of a root vanishes between two points, and the root there.
std::optional<SpecialPoint> located_hopf(const StateCurve& curve, const CurvePoint& a,
                                         const CurvePoint& b, const Crossing& crossing,
                                         const HopfSearch& search) {
    const double length = a.tangent.dot(b.x - a.x);
    const auto root_at = [&](const CurvePoint& point) {
        const double part = a.tangent.dot(point.x - a.x) / length;
        const Complex expected = (1.0 - part) * crossing.at_a + part * crossing.at_b;
        return theory::characteristic_root(connectivity_at(curve, point.x, search.response),
                                           expected);
    };
    const auto growth_rate = [&](const CurvePoint& point) { return root_at(point).s.real(); };
    const auto point =
        numerics::located(as_function(curve), a, b, growth_rate, search.continuation);
    if (!point) return std::nullopt;
    const auto root = root_at(*point);
    if (!root.converged) return std::nullopt;
    return SpecialPoint{.kind = EventKind::hopf,
                        .after = 0,
                        .at = *point,
                        .frequency = root.s.imag() / (2.0 * std::numbers::pi)};
}

std::vector<SpecialPoint> hopf_points_between(const StateCurve& curve, const CurvePoint& a,
                                              const CurvePoint& b, const HopfSearch& search) {
    std::vector<SpecialPoint> found;
    for (const auto direction : {Direction::forwards, Direction::backwards}) {
        for (const auto& crossing : crossings_from(curve, a, b, direction, search)) {
            auto point = located_hopf(curve, a, b, crossing, search);
            if (point) found.push_back(std::move(*point));
        }
    }
    std::ranges::sort(found, {},
                      [&a](const SpecialPoint& point) { return a.tangent.dot(point.at.x - a.x); });
    return found;
}

// Real modes begin or cease to grow at folds and branch points only.
int real_changes(const Trace& trace, std::size_t after) {
    return static_cast<int>(std::ranges::count(trace.special, after, &SpecialPoint::after));
}

bool may_hold_hopf_points(const Trace& trace, const std::vector<int>& modes, std::size_t k) {
    if (modes[k] == not_counted || modes[k + 1] == not_counted) return true;
    return std::abs(modes[k + 1] - modes[k]) > 0 &&
           !(real_changes(trace, k) == 1 && std::abs(modes[k + 1] - modes[k]) == 1);
}

}  // namespace

std::vector<int> counted_modes(const StateCurve& curve, const Trace& trace,
                               const theory::ResponseOptions& response) {
    const auto size = static_cast<Index>(trace.points.size());
    std::vector<int> modes(trace.points.size(), not_counted);
    numerics::parallel_blocks(size, response.threads, [&](Index begin, Index end) {
        for (Index k = begin; k < end; ++k) {
            const auto at = static_cast<std::size_t>(k);
            try {
                const auto verdict = verdict_at(curve, trace.points[at], response, 0);
                if (verdict.nyquist.resolved) modes[at] = verdict.nyquist.unstable_modes;
            } catch (const AccuracyNotReached&) {
                continue;  // eigenvalues that cannot be computed leave it undecided
            }
        }
    });
    return modes;
}

std::vector<SpecialPoint> hopf_points(const StateCurve& curve, const Trace& trace,
                                      const std::vector<int>& modes, const HopfSearch& search) {
    std::vector<SpecialPoint> found;
    for (std::size_t k = 0; k + 1 < trace.points.size(); ++k) {
        if (!may_hold_hopf_points(trace, modes, k)) continue;
        try {
            for (auto& point :
                 hopf_points_between(curve, trace.points[k], trace.points[k + 1], search)) {
                point.after = k;
                found.push_back(std::move(point));
            }
        } catch (const Error&) {
            continue;  // outside the domain of W; the counts remain
        }
    }
    return found;
}

}  // namespace siegert::landscape
