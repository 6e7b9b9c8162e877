#include <siegert/theory/linear_stability.hpp>

#include "numerics/complex_linear_algebra.hpp"
#include "numerics/lambert_w.hpp"
#include "require_arrays.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace siegert::theory {
namespace {

constexpr double exp_is_safe = 300.0;

void validate(const ConstantDelay& model) {
    require(model.tau != 0.0 && std::isfinite(model.tau), "tau", model.tau,
            "be finite and not zero");
    require_not_negative("delay", model.delay);
}

ComplexVector matrix_eigenvalues(const Matrix& matrix) {
    require(matrix.rows() > 0, "connectivity", static_cast<double>(matrix.rows()),
            "have at least one row");
    require_shape("connectivity", matrix, matrix.rows(), matrix.rows());
    require_all_finite("connectivity", matrix);
    return numerics::eigenvalues(matrix);
}

Complex without_delay(int branch, double tau, Complex c) {
    if (branch == 0) return (c - 1.0) / tau;
    return {-std::numeric_limits<double>::infinity(), 0.0};
}

Complex eigenvalue(int branch, const ConstantDelay& model, Complex c) {
    const double ratio = model.delay / model.tau;
    if (ratio == 0.0) return without_delay(branch, model.tau, c);
    if (c == 0.0) {
        if (branch == 0) return -1.0 / model.tau;
        return {-std::numeric_limits<double>::infinity(), 0.0};
    }
    const Complex w = std::abs(ratio) < exp_is_safe
                          ? numerics::lambert_w(branch, c * (ratio * std::exp(ratio)))
                          : numerics::lambert_w_of_exp(branch, std::log(c * ratio) + ratio);
    return (w - ratio) / model.delay;
}

}  // namespace

Complex solve_chareq_lambertw_constant_delay(int branch, const ConstantDelay& model, Complex c) {
    validate(model);
    require(std::isfinite(std::abs(c)), "c", std::abs(c), "be finite");
    return eigenvalue(branch, model, c);
}

Complex solve_chareq_lambertw_constant_delay(int branch, const ConstantDelay& model,
                                             const Matrix& connectivity) {
    return solve_chareq_lambertw_constant_delay(branch, model, largest_eigenvalue(connectivity));
}

std::vector<Complex> constant_delay_eigenvalues(const ConstantDelay& model,
                                                const Matrix& connectivity, int branches) {
    validate(model);
    require(branches >= 0, "branches", branches, "not be negative");
    std::vector<Complex> eigenvalues;
    for (const Complex c : matrix_eigenvalues(connectivity))
        for (int branch = -branches; branch <= branches; ++branch)
            eigenvalues.push_back(eigenvalue(branch, model, c));
    std::ranges::stable_sort(eigenvalues, std::ranges::greater{},
                             [](Complex lambda) { return lambda.real(); });
    return eigenvalues;
}

Complex largest_eigenvalue(const Matrix& matrix) {
    const ComplexVector eigenvalues = matrix_eigenvalues(matrix);
    Index largest = 0;
    eigenvalues.cwiseAbs().maxCoeff(&largest);
    const Complex value = eigenvalues(largest);
    return {value.real(), std::abs(value.imag())};
}

}  // namespace siegert::theory
