#pragma once

#include <siegert/arrays.hpp>

#include <functional>
#include <optional>

namespace siegert::numerics {

/// What is demanded of y, with derivatives: rows = demands.
struct Demands {
    Vector equal;  ///< shall vanish
    Matrix by_equal;
    Vector at_most;  ///< shall not exceed 0
    Matrix by_at_most;
};

/// Finds the y of least |y| between bounds that meets all demands.
struct LeastChangeProblem {
    std::function<std::optional<Demands>(const Vector& y)> demands;  ///< none: not known there
    Index equalities, inequalities;                                  ///< how many
    Vector lower, upper;                                             ///< of y; 0 lies between
};

struct LeastChangeOptions {
    double tolerance = 1e-10;    ///< of every demand, > 0
    int most_evaluations = 300;  ///< of the demands, >= 1
};

struct LeastChange {
    Vector y;
    double violation;  ///< largest |equal| and positive part of at_most; infinite: never known
    int evaluations;
};

/// From `start`, by sequential quadratic programming (NLopt's SLSQP), then Newton steps of least
/// length onto the equalities. Where the demands cannot all be met, y is where the sum of the
/// squares of what is missing is least that was found, and `violation` says so.
///
/// Source: D. Kraft, DFVLR-FB 88-28 (1988).
[[nodiscard]] LeastChange least_change(const LeastChangeProblem& problem, const Vector& start,
                                       const LeastChangeOptions& options);

}  // namespace siegert::numerics
