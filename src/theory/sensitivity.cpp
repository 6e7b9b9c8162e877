#include <siegert/theory/sensitivity.hpp>

#include "numerics/parallel.hpp"
#include "require.hpp"
#include "theory/require_shape.hpp"
#include "theory/streamed.hpp"

#include <cmath>
#include <map>
#include <numbers>
#include <utility>

namespace siegert::theory {
namespace {

Index nearest(const Vector& omegas, double omega) {
    Index k = 0;
    (omegas.array() - omega).abs().minCoeff(&k);
    return k;
}

// Direction from the eigenvalue to 1; along the real axis where it is already there.
Eigen::Vector2d direction_to_one(Complex eigenvalue) {
    const Complex difference = 1.0 - eigenvalue;
    const double length = std::abs(difference);
    if (length == 0.0) return {1.0, 0.0};
    return {difference.real() / length, difference.imag() / length};
}

// d lambda / d log W.
ComplexMatrix eigenvalue_derivative(const ComplexMatrix& W, const EigenBasis& basis, Index m) {
    if (std::isinf(basis.condition(m))) return ComplexMatrix::Zero(W.rows(), W.cols());
    const auto u = basis.left.col(m);
    const auto v = basis.right.col(m);
    return (u.conjugate() * v.transpose() / u.dot(v)).cwiseProduct(W);
}

Matrix projection(const ComplexMatrix& T, const Eigen::Vector2d& direction) {
    return T.real() * direction(0) + T.imag() * direction(1);
}

struct Place {
    Index frequency;  // on the grid
    Index position;   // in the basis
    Index label;      // eigenvalue_index of the result
};

SensitivityMeasure measure(const ComplexMatrix& W, double omega, const EigenBasis& basis,
                           const Place& place) {
    const Index m = place.position;
    const Eigen::Vector2d k = direction_to_one(basis.values(m));
    const Eigen::Vector2d k_per(-k(1), k(0));
    const ComplexMatrix T = eigenvalue_derivative(W, basis, m);
    return {.eigenvalue_index = place.label,
            .critical_frequency = omega / (2.0 * std::numbers::pi),
            .critical_frequency_index = place.frequency,
            .critical_eigenvalue = basis.values(m),
            .left_eigenvector = basis.left.col(m),
            .right_eigenvector = basis.right.col(m),
            .condition = basis.condition(m),
            .defined = !std::isinf(basis.condition(m)),
            .k = k,
            .k_per = k_per,
            .sensitivity = T,
            .sensitivity_amp = projection(T, k),
            .sensitivity_freq = projection(T, k_per)};
}

void require_grid(const MatrixStack& W, const Vector& omegas) {
    require_square_stack("W", W);
    require_length("omegas", omegas.size(), W.frequencies());
    if (!omegas.allFinite()) throw InvalidParameter("omegas must be finite in every entry");
}

void require_modes(const MatrixStack& W, const Eigenmodes& modes) {
    require_shape("the order of the modes", modes.order.rows(), modes.order.cols(), W.frequencies(),
                  W.rows());
}

}  // namespace

SensitivityMeasure sensitivity_measure(const MatrixStack& W, const Vector& omegas, double omega,
                                       Complex eigenvalue) {
    require_grid(W, omegas);
    require_finite("omega", omega);
    require_finite("eigenvalue", std::abs(eigenvalue));
    const Index k = nearest(omegas, omega);
    const EigenBasis basis = eigenbasis(W[k]);
    Index m = 0;
    (basis.values.array() - eigenvalue).abs().minCoeff(&m);
    return measure(W[k], omegas(k), basis, {.frequency = k, .position = m, .label = m});
}

SensitivityMeasure sensitivity_measure(const MatrixStack& W, const Vector& omegas, double omega,
                                       const Eigenmodes& modes, Index mode) {
    require_grid(W, omegas);
    require_modes(W, modes);
    require_finite("omega", omega);
    require(mode >= 0 && mode < W.rows(), "mode", static_cast<double>(mode),
            fmt::format("be one of 0 ... {}", W.rows() - 1));
    const Index k = nearest(omegas, omega);
    return measure(W[k], omegas(k), eigenbasis(W[k]),
                   {.frequency = k, .position = modes.order(k, mode), .label = mode});
}

std::vector<SensitivityMeasure> sensitivity_measure_all_eigenmodes(const MatrixStack& W,
                                                                   const Vector& omegas,
                                                                   const Eigenmodes& modes,
                                                                   int threads) {
    require_grid(W, omegas);
    require_modes(W, modes);
    return sensitivity_measures(matrix_at(W), omegas, modes, W.rows(), threads);
}

std::vector<SensitivityMeasure> sensitivity_measures(const MatrixAt& W, const Vector& omegas,
                                                     const Eigenmodes& modes, Index count,
                                                     int threads) {
    std::map<Index, std::vector<Index>> modes_at;  // several modes may share a frequency
    for (Index m = 0; m < count; ++m) modes_at[critical_frequency_index(modes, m)].push_back(m);
    const std::vector<std::pair<Index, std::vector<Index>>> groups(modes_at.begin(),
                                                                   modes_at.end());

    std::vector<SensitivityMeasure> result(static_cast<std::size_t>(count));
    numerics::parallel_blocks(
        static_cast<Index>(groups.size()), threads, [&](Index begin, Index end) {
            for (Index g = begin; g < end; ++g) {
                const auto& [k, members] = groups[static_cast<std::size_t>(g)];
                const ComplexMatrix W_k = W.at(k);
                const EigenBasis basis = eigenbasis(W_k);
                for (const Index m : members)
                    result[static_cast<std::size_t>(m)] =
                        measure(W_k, omegas(k), basis,
                                {.frequency = k, .position = modes.order(k, m), .label = m});
            }
        });
    return result;
}

}  // namespace siegert::theory
