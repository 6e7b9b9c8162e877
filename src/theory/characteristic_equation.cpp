#include <siegert/theory/characteristic_equation.hpp>

#include "numerics/linear_algebra.hpp"
#include "require_arrays.hpp"
#include "theory/characteristic_determinant.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace siegert::theory {
namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();

constexpr int halvings = 12;

// Steps along a parameter, relative to the distance between two given values.
constexpr double first_step = 1e-3;     // as long as the direction is unknown
constexpr double smallest_step = 1e-5;  // shorter ones mean that the root cannot be followed
constexpr double trusted_curvature = 0.2;
constexpr double negligible_surprise = 1e-3;

double log_determinant(const ComplexMatrix& W) {
    const ComplexMatrix difference = ComplexMatrix::Identity(W.rows(), W.cols()) - W;
    return numerics::LuDecomposition<Complex>(difference).log_abs_determinant();
}

// Infinite outside the domain of W, so that it is never accepted as an improvement.
double log_determinant_at(const ConnectivityAt& connectivity, Complex s) {
    try {
        const double value = log_determinant(connectivity(s));
        return std::isnan(value) ? infinity : value;
    } catch (const InvalidParameter&) {
        return infinity;
    }
}

void validate(const RootOptions& options) {
    require_positive("tolerance", options.tolerance);
    require_positive("max_step", options.max_step);
    require(options.max_iterations >= 1, "max_iterations", options.max_iterations, "be at least 1");
}

void validate(const ComplexMatrix& W) {
    require(W.rows() > 0, "W(start)", static_cast<double>(W.rows()), "have at least one row");
    require_shape("W(start)", W, W.rows(), W.rows());
    require_all_finite("W(start)", W);
}

// The longest of step, step/2, ... that makes the determinant smaller; zero if none does.
Complex damped(const ConnectivityAt& connectivity, Complex s, Complex step, double log_size) {
    for (int halving = 0; halving < halvings; ++halving) {
        if (log_determinant_at(connectivity, s + step) < log_size) return step;
        step *= 0.5;
    }
    return 0.0;
}

CharacteristicRoot newton(const ConnectivityAt& connectivity, Complex start,
                          const RootOptions& options) {
    CharacteristicRoot root{.s = start, .residual = infinity, .iterations = 0, .converged = false};
    while (!root.converged && root.iterations < options.max_iterations) {
        const ComplexMatrix W = connectivity(root.s);
        const double log_size = log_determinant(W);
        root.converged = log_size == -infinity;
        if (root.converged) break;

        Complex step = -1.0 / logarithmic_derivative(connectivity, root.s, W);
        if (!std::isfinite(std::abs(step))) break;
        ++root.iterations;
        root.converged = std::abs(step) <= options.tolerance * scale_of(root.s);
        if (!root.converged) {
            step *= std::min(1.0, options.max_step / std::abs(step));
            step = damped(connectivity, root.s, step, log_size);
            if (step == 0.0) break;
        }
        root.s += step;
    }
    root.residual = distance_from_one(connectivity(root.s));
    return root;
}

// A root that is known, and how it moves with the parameter.
struct Anchor {
    double parameter;
    Complex s;
    Complex slope;  // ds / dparameter, from the last step
};

Complex predicted(const Anchor& anchor, double parameter) {
    return anchor.s + anchor.slope * (parameter - anchor.parameter);
}

// A root far from where the last ones point to is suspected to belong to another branch.
bool is_continuation(const Anchor& anchor, const CharacteristicRoot& root, double parameter) {
    const double surprise = std::abs(root.s - predicted(anchor, parameter));
    return root.converged && surprise <= trusted_curvature * std::abs(root.s - anchor.s) +
                                             negligible_surprise * scale_of(root.s);
}

struct Step {
    CharacteristicRoot root;
    Anchor anchor;
};

Step step_to(const ConnectivityFamily& connectivity, const Anchor& anchor, double parameter,
             const RootOptions& options) {
    const auto here = [&](Complex s) { return connectivity(s, parameter); };
    const auto root = newton(here, predicted(anchor, parameter), options);
    const Complex slope = (root.s - anchor.s) / (parameter - anchor.parameter);
    return {root, {parameter, root.s, slope}};
}

// Follows the root from the anchor to the parameter in steps that adapt to how well it is
// predicted. The anchor that is returned is where the search ended: at the parameter, unless it
// failed.
Step follow_to(const ConnectivityFamily& connectivity, Anchor anchor, double parameter,
               const RootOptions& options) {
    const double whole = parameter - anchor.parameter;
    const bool slope_unknown = anchor.slope == 0.0;
    double size = slope_unknown ? whole * first_step : whole;
    while (true) {
        const bool last = std::abs(size) >= std::abs(parameter - anchor.parameter);
        const double next = last ? parameter : anchor.parameter + size;
        const auto step = step_to(connectivity, anchor, next, options);
        if (is_continuation(anchor, step.root, next)) {
            anchor = step.anchor;
            if (last) return step;
            size *= 2.0;
        } else {
            size *= 0.5;
            if (std::abs(size) < smallest_step * std::abs(whole)) return {step.root, anchor};
        }
    }
}

}  // namespace

CharacteristicRoot characteristic_root(const ConnectivityAt& connectivity, Complex start,
                                       const RootOptions& options) {
    validate(options);
    require(std::isfinite(std::abs(start)), "start", std::abs(start), "be finite");
    validate(connectivity(start));
    return newton(connectivity, start, options);
}

std::vector<CharacteristicRoot> follow_root(const ConnectivityFamily& connectivity,
                                            const Vector& parameters, Complex start,
                                            const RootOptions& options) {
    require_all_finite("parameters", parameters);
    std::vector<CharacteristicRoot> roots;
    if (parameters.size() == 0) return roots;
    const auto first = [&](Complex s) { return connectivity(s, parameters(0)); };
    roots.push_back(characteristic_root(first, start, options));
    Anchor anchor{.parameter = parameters(0), .s = roots.back().s, .slope = 0.0};
    for (const double parameter : parameters.tail(parameters.size() - 1)) {
        if (!roots.back().converged) {
            roots.push_back({anchor.s, infinity, 0, false});
        } else if (parameter == anchor.parameter) {
            roots.push_back(roots.back());
        } else {
            const auto step = follow_to(connectivity, anchor, parameter, options);
            anchor = step.anchor;
            roots.push_back(step.root);
            roots.back().converged = anchor.parameter == parameter;
        }
    }
    return roots;
}

}  // namespace siegert::theory
