#include "numerics/least_change.hpp"

#include "numerics/linear_algebra.hpp"

#include <nlopt.h>

#include <algorithm>
#include <exception>
#include <limits>
#include <memory>
#include <vector>

namespace siegert::numerics {
namespace {

constexpr double infinite = std::numeric_limits<double>::infinity();

double violation_of(const Demands& demands) {
    double largest = 0.0;
    if (demands.equal.size() > 0) largest = demands.equal.cwiseAbs().maxCoeff();
    if (demands.at_most.size() > 0) largest = std::max(largest, demands.at_most.maxCoeff());
    return largest;
}

/// The demands at the last place that was asked for, and the best one so far. NLopt is C: what is
/// thrown waits here until it has returned.
class Memory {
public:
    Memory(const LeastChangeProblem& problem, int most_evaluations)
        : problem_(problem), most_(most_evaluations) {}

    const std::optional<Demands>& at(const Vector& y) {
        if (y_.size() > 0 && y == y_) return demands_;
        y_ = y;
        demands_.reset();
        if (evaluations_ >= most_ || thrown_) return demands_;
        ++evaluations_;
        try {
            demands_ = problem_.demands(y);
        } catch (...) {
            thrown_ = std::current_exception();
        }
        if (demands_) remember(y, violation_of(*demands_));
        return demands_;
    }

    [[nodiscard]] bool is_exhausted() const { return thrown_ || evaluations_ >= most_; }
    [[nodiscard]] const LeastChangeProblem& problem() const { return problem_; }

    [[nodiscard]] LeastChange best() const {
        if (thrown_) std::rethrow_exception(thrown_);
        return {.y = best_y_, .violation = best_, .evaluations = evaluations_};
    }

    // What was found so far counts no more: it was a trial.
    void forget() {
        best_ = infinite;
        y_.resize(0);
    }

private:
    void remember(const Vector& y, double violation) {
        if (!(violation < best_)) return;
        best_ = violation;
        best_y_ = y;
    }

    const LeastChangeProblem& problem_;
    int most_;
    int evaluations_ = 0;
    Vector y_;
    std::optional<Demands> demands_;
    double best_ = infinite;
    Vector best_y_;
    std::exception_ptr thrown_;
};

Vector vector_at(unsigned n, const double* values) {
    return Eigen::Map<const Vector>(values, static_cast<Index>(n));
}

Memory& memory(void* data) {
    return *static_cast<Memory*>(data);
}

// |y|^2 / 2, infinite where the demands are not known: SLSQP then shortens its step.
double half_square(unsigned n, const double* values, double* gradient, void* data) {
    const Vector y = vector_at(n, values);
    if (!memory(data).at(y)) return infinite;
    if (gradient != nullptr) std::copy(y.begin(), y.end(), gradient);
    return 0.5 * y.squaredNorm();
}

void fill(unsigned n, const double* values, const Vector Demands::*value,
          const Matrix Demands::*derivatives, Memory& from, double* result, double* gradient) {
    const auto& demands = from.at(vector_at(n, values));
    if (!demands) return;
    const Vector& known = (*demands).*value;
    std::copy(known.begin(), known.end(), result);
    if (gradient == nullptr) return;
    using RowMajor = Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;
    Eigen::Map<RowMajor>(gradient, known.size(), static_cast<Index>(n)) = (*demands).*derivatives;
}

void equalities(unsigned, double* result, unsigned n, const double* y, double* gradient,
                void* data) {
    fill(n, y, &Demands::equal, &Demands::by_equal, memory(data), result, gradient);
}

void inequalities(unsigned, double* result, unsigned n, const double* y, double* gradient,
                  void* data) {
    fill(n, y, &Demands::at_most, &Demands::by_at_most, memory(data), result, gradient);
}

// Half the sum of the squares of what is missing, and a little of |y|^2, which decides where many y
// miss the same.
double missing(unsigned n, const double* values, double* gradient, void* data) {
    constexpr double little = 1e-8;
    const Vector y = vector_at(n, values);
    const auto& demands = memory(data).at(y);
    if (!demands) return infinite;
    const Vector over = demands->at_most.cwiseMax(0.0);
    if (gradient != nullptr) {
        const Vector sum = demands->by_equal.transpose() * demands->equal +
                           demands->by_at_most.transpose() * over + little * y;
        std::copy(sum.begin(), sum.end(), gradient);
    }
    return 0.5 * (demands->equal.squaredNorm() + over.squaredNorm() + little * y.squaredNorm());
}

using Optimizer = std::unique_ptr<nlopt_opt_s, decltype(&nlopt_destroy)>;

Optimizer slsqp(Memory& from, nlopt_func objective) {
    const auto& problem = from.problem();
    Optimizer optimizer(nlopt_create(NLOPT_LD_SLSQP, static_cast<unsigned>(problem.lower.size())),
                        &nlopt_destroy);
    nlopt_set_lower_bounds(optimizer.get(), problem.lower.data());
    nlopt_set_upper_bounds(optimizer.get(), problem.upper.data());
    nlopt_set_min_objective(optimizer.get(), objective, &from);
    nlopt_set_xtol_rel(optimizer.get(), 1e-9);
    nlopt_set_maxeval(optimizer.get(), 1000);
    return optimizer;
}

Vector minimize(nlopt_opt_s* optimizer, Vector y) {
    double value = 0.0;
    nlopt_optimize(optimizer, y.data(), &value);
    return y;
}

Vector least_square(Memory& from, const Vector& start, double tolerance) {
    const Optimizer optimizer = slsqp(from, half_square);
    const auto add = [&](Index count, nlopt_mfunc function, auto declare) {
        if (count == 0) return;
        const Vector tolerances = Vector::Constant(count, tolerance);
        declare(optimizer.get(), static_cast<unsigned>(count), function, &from, tolerances.data());
    };
    add(from.problem().equalities, equalities, nlopt_add_equality_mconstraint);
    add(from.problem().inequalities, inequalities, nlopt_add_inequality_mconstraint);
    return minimize(optimizer.get(), start);
}

// Newton steps of least length onto the equalities and the inequalities that are not met.
Vector corrected(Memory& from, Vector y, double tolerance) {
    constexpr int most_steps = 8;
    const auto& problem = from.problem();
    for (int step = 0; step < most_steps; ++step) {
        const auto& demands = from.at(y);
        if (!demands || violation_of(*demands) <= tolerance) break;
        std::vector<Index> missed;
        for (Index k = 0; k < demands->at_most.size(); ++k) {
            if (demands->at_most(k) > 0.0) missed.push_back(k);
        }
        const auto more = static_cast<Index>(missed.size());
        Matrix by(problem.equalities + more, y.size());
        Vector value(by.rows());
        by << demands->by_equal, demands->by_at_most(missed, Eigen::all);
        value << demands->equal, demands->at_most(missed);
        for (Index k = 0; k < y.size(); ++k) {  // those at a bound stay there
            if (y(k) <= problem.lower(k) || y(k) >= problem.upper(k)) by.col(k).setZero();
        }
        const Vector move = least_squares(by, -value);
        y = (y + move).cwiseMax(problem.lower).cwiseMin(problem.upper);
    }
    static_cast<void>(from.at(y));
    return y;
}

}  // namespace

LeastChange least_change(const LeastChangeProblem& problem, const Vector& start,
                         const LeastChangeOptions& options) {
    Memory from(problem, options.most_evaluations);
    const Vector first = start.cwiseMax(problem.lower).cwiseMin(problem.upper);
    if (problem.equalities <= problem.lower.size()) {
        const Vector y = least_square(from, first, 0.1 * options.tolerance);
        from.forget();
        static_cast<void>(corrected(from, y, 0.1 * options.tolerance));
        const LeastChange found = from.best();
        if (found.violation <= options.tolerance || from.is_exhausted()) return found;
    }
    const Optimizer optimizer = slsqp(from, missing);
    const Vector y = minimize(optimizer.get(), first);
    from.forget();
    static_cast<void>(corrected(from, y, 0.1 * options.tolerance));
    return from.best();
}

}  // namespace siegert::numerics
