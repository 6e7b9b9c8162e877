#pragma once

#include "landscape/state_curve.hpp"

#include <optional>
#include <vector>

namespace siegert::landscape {

/// A special point between points `after` and `after` + 1 of a branch.
struct SpecialPoint {
    EventKind kind;
    std::size_t after;
    numerics::CurvePoint at;
    double frequency = 0.0;  ///< [Hz]
};

/// A branch as a curve.
struct Trace {
    std::vector<numerics::CurvePoint> points;
    std::vector<SpecialPoint> special;
    BranchEnd begin = BranchEnd::lost;
    BranchEnd end = BranchEnd::lost;
};

/// How a traced curve ended.
[[nodiscard]] BranchEnd end_of(numerics::CurveEnd end);

/// The branch through a state, followed in both directions, with its folds and branch points.
[[nodiscard]] Trace trace_through(const StateCurve& curve, const Vector& x,
                                  const numerics::ContinuationOptions& options);

/// The states where a branch passes the value of the parameter that the unknown has (the last of
/// x), each once.
[[nodiscard]] std::vector<Vector> states_of(const StateCurve& curve, const Trace& trace,
                                            double last_unknown,
                                            const numerics::ContinuationOptions& options);

/// States on both sides of a branch point, on the branch that crosses there.
[[nodiscard]] std::vector<Vector> crossing_states(const StateCurve& curve,
                                                  const numerics::CurvePoint& branch_point,
                                                  const numerics::ContinuationOptions& options);

}  // namespace siegert::landscape
