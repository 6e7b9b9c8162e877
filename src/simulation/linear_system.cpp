#include "simulation/linear_system.hpp"

#include "numerics/linear_algebra.hpp"

#include <cmath>

namespace siegert::simulation {
namespace {

Matrix step_covariance(const LinearSystem& system, double dt) {
    const Index n = system.A.rows();
    Matrix block = Matrix::Zero(2 * n, 2 * n);
    block.topLeftCorner(n, n) = -system.A;
    block.topRightCorner(n, n) = system.B * system.B.transpose();
    block.bottomRightCorner(n, n) = system.A.transpose();
    const Matrix exponential = numerics::exponential(block * dt);
    const Matrix P = exponential.bottomRightCorner(n, n).transpose();
    const Matrix covariance = P * exponential.topRightCorner(n, n);
    return 0.5 * (covariance + covariance.transpose());
}

}  // namespace

Matrix covariance_factor(const Matrix& covariance) {
    // A variance that is this small beside its row's is rounding: the component is a function of
    // those before it.
    constexpr double negligible = 1e-13;
    const Index n = covariance.rows();
    Matrix L = Matrix::Zero(n, n);
    Index columns = 0;
    for (Index j = 0; j < n; ++j) {
        const Vector rest =
            covariance.col(j) - L.leftCols(columns) * L.row(j).head(columns).transpose();
        if (!(rest(j) > negligible * covariance(j, j))) continue;
        L.col(columns).tail(n - j) = rest.tail(n - j) / std::sqrt(rest(j));
        ++columns;
    }
    return L.leftCols(columns);
}

ExactStep exact_step(const LinearSystem& system, double dt) {
    const Index n = system.A.rows();
    Matrix augmented = Matrix::Zero(n + 1, n + 1);
    augmented.topLeftCorner(n, n) = system.A;
    augmented.topRightCorner(n, 1) = system.c;
    const Matrix exponential = numerics::exponential(augmented * dt);
    ExactStep step{.P = exponential.topLeftCorner(n, n),
                   .constant = exponential.topRightCorner(n, 1),
                   .L = Matrix::Zero(n, 0)};
    if (system.B.size() != 0) step.L = covariance_factor(step_covariance(system, dt));
    return step;
}

}  // namespace siegert::simulation
