#include "neurons/conductance/conductance_operator.hpp"

#include "neurons/adaptation/hermite_modes.hpp"
#include "numerics/linear_algebra.hpp"

#include <algorithm>
#include <cmath>

namespace siegert::neurons::conductance {
namespace {

/// Of one kind, in its own nodes.
struct Kind {
    Vector x;  ///< its values
    Matrix relaxation;
    Matrix refractory;
    Vector probability;
    Matrix mean;
    Matrix variance;
};

// The frame has the spread of the conductance; where that vanishes it keeps a width of its own.
double frame_width(const Conductance& conductance) {
    constexpr double narrowest = 1e-3;
    return std::max(std::sqrt(conductance.variance), narrowest);
}

// With z = (x - mean) / s, tau d E[psi] / dt = E[-z psi' + (variance / s^2) psi''].
Kind kind_of(const Conductance& conductance, int nodes, double tau_r) {
    const HermiteModes modes = hermite_modes(1, nodes - 1);
    const double s = frame_width(conductance);
    const double tau = conductance.tau;
    const Matrix Z = position(modes, 0);
    const Matrix L = lowering(modes, 0);
    const auto all = numerics::symmetric_eigen_decomposition(Z);
    const Matrix& U = all.vectors;
    const Matrix twice = L * L;
    const double excess = conductance.variance / (s * s) - 1.0;
    Vector degrees = Vector::LinSpaced(nodes, 0.0, nodes - 1.0);
    // The frame's own relaxation is diagonal; what it lacks to the variance is lifted once.
    const Matrix relaxation = (excess * twice - Matrix(degrees.asDiagonal())) / tau;
    const Vector decay = (-tau_r / tau * degrees).array().exp();
    Matrix refractory = decay.asDiagonal();
    if (excess != 0.0) {
        // z' = d z + noise of variance (1 + excess)(1 - d^2), expanded by two degrees at a time.
        const double d = std::exp(-tau_r / tau);
        Matrix lift = Matrix::Identity(nodes, nodes);
        Matrix power = Matrix::Identity(nodes, nodes);
        double factorial = 1.0;
        for (int k = 1; 2 * k < nodes; ++k) {
            factorial *= k;
            power = power * (0.5 * excess * (1.0 - d * d)) * twice;
            lift += power / factorial;
        }
        refractory = lift * refractory;
    }
    const auto in_nodes = [&](const Matrix& matrix) -> Matrix {
        return U.transpose() * matrix * U;
    };
    return {.x = conductance.mean + s * all.values.array(),
            .relaxation = in_nodes(relaxation),
            .refractory = in_nodes(refractory),
            .probability = U.row(0),
            .mean = in_nodes(L / (tau * s)),
            .variance = in_nodes(twice / (tau * s * s))};
}

Matrix product(const Matrix& a, const Matrix& b) {
    Matrix result(a.rows() * b.rows(), a.cols() * b.cols());
    for (Index i = 0; i < a.rows(); ++i) {
        for (Index j = 0; j < a.cols(); ++j) {
            result.block(i * b.rows(), j * b.cols(), b.rows(), b.cols()) = a(i, j) * b;
        }
    }
    return result;
}

Matrix identity(const Vector& like) {
    return Matrix::Identity(like.size(), like.size());
}

Vector ones(const Vector& like) {
    return Vector::Ones(like.size());
}

// Adds a kind to those before it.
void append(ConductanceOperator& all, const Kind& kind, const Conductance& conductance) {
    const Vector before = ones(all.probability);
    const Matrix same = identity(all.probability);
    all.conductance = product(all.conductance, ones(kind.x)) + product(before, kind.x);
    all.pull = product(all.pull, ones(kind.x)) + product(before, conductance.E_rev * kind.x);
    all.relaxation = product(all.relaxation, identity(kind.x)) + product(same, kind.relaxation);
    all.refractory = product(all.refractory, kind.refractory);
    all.probability = product(all.probability, kind.probability);
    for (auto& drive : all.drives) {
        drive.mean = product(drive.mean, identity(kind.x));
        drive.variance = product(drive.variance, identity(kind.x));
    }
    all.drives.push_back({.tau = conductance.tau,
                          .mean = product(same, kind.mean),
                          .variance = product(same, kind.variance)});
}

}  // namespace

ConductanceOperator conductance_operator(const std::vector<Conductance>& conductances, int nodes,
                                         double tau_r) {
    ConductanceOperator all{.conductance = Vector::Zero(1),
                            .pull = Vector::Zero(1),
                            .relaxation = Matrix::Zero(1, 1),
                            .refractory = Matrix::Ones(1, 1),
                            .probability = Vector::Ones(1),
                            .drives = {}};
    for (const Conductance& conductance : conductances) {
        append(all, kind_of(conductance, nodes, tau_r), conductance);
    }
    return all;
}

}  // namespace siegert::neurons::conductance
