#include "numerics/shifted_solve.hpp"

#include "numerics/linear_algebra.hpp"

#include <siegert/error.hpp>

#include <Eigen/Jacobi>

#include <cmath>
#include <optional>
#include <vector>

namespace siegert::numerics {
namespace {

// Up to this size a factorisation is faster than the twenty or so products GMRES takes.
constexpr Index largest_factorised = 64;

// Krylov vectors after which a factorisation of the matrices above is faster.
constexpr Index largest_krylov_space = 80;

Vector factorise_and_solve(const Matrix& jacobian, double shift, const Vector& rhs) {
    Matrix matrix = -jacobian;
    matrix.diagonal().array() += shift;
    return solve(matrix, rhs);
}

/// Y. Saad & M. H. Schultz, SIAM J. Sci. Stat. Comput. 7, 856 (1986), without restart. Empty where
/// the tolerance is not met.
std::optional<Vector> gmres(const Matrix& jacobian, double shift, const Vector& rhs,
                            double tolerance) {
    const Index n = rhs.size();
    const Index largest = std::min(n, largest_krylov_space);
    Matrix basis(n, largest + 1);
    Matrix hessenberg = Matrix::Zero(largest + 1, largest);
    Vector target = Vector::Zero(largest + 1);
    std::vector<Eigen::JacobiRotation<double>> rotations;

    const double rhs_norm = rhs.norm();
    if (rhs_norm == 0.0) return Vector::Zero(n);
    basis.col(0) = rhs / rhs_norm;
    target(0) = rhs_norm;
    for (Index k = 0; k < largest; ++k) {
        Vector next = shift * basis.col(k) - jacobian * basis.col(k);
        for (Index i = 0; i <= k; ++i) {
            hessenberg(i, k) = basis.col(i).dot(next);
            next -= hessenberg(i, k) * basis.col(i);
        }
        const double next_norm = next.norm();
        for (Index i = 0; i < k; ++i) {
            hessenberg.col(k).applyOnTheLeft(i, i + 1, rotations[static_cast<std::size_t>(i)]);
        }
        Eigen::JacobiRotation<double> rotation;
        rotation.makeGivens(hessenberg(k, k), next_norm, &hessenberg(k, k));
        rotations.push_back(rotation.adjoint());
        target.applyOnTheLeft(k, k + 1, rotations.back());

        const bool solved = std::abs(target(k + 1)) <= tolerance * rhs_norm;
        if (solved) {
            const auto triangle = hessenberg.topLeftCorner(k + 1, k + 1);
            return basis.leftCols(k + 1) *
                   triangle.triangularView<Eigen::Upper>().solve(target.head(k + 1));
        }
        if (next_norm == 0.0) return std::nullopt;
        basis.col(k + 1) = next / next_norm;
    }
    return std::nullopt;
}

}  // namespace

Vector solve_shifted(const Matrix& jacobian, double shift, const Vector& rhs, double tolerance) {
    if (!jacobian.allFinite() || !std::isfinite(shift) || !rhs.allFinite())
        throw InvalidParameter("a linear system must be finite in every entry");
    if (rhs.size() > largest_factorised) {
        if (auto solution = gmres(jacobian, shift, rhs, tolerance)) return *solution;
    }
    return factorise_and_solve(jacobian, shift, rhs);
}

}  // namespace siegert::numerics
