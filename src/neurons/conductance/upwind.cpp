#include "neurons/conductance/upwind.hpp"

#include "numerics/linear_algebra.hpp"

#include <algorithm>
#include <cmath>

namespace siegert::neurons::conductance {
namespace {

template <class Scalar>
using MatrixOf = Eigen::Matrix<Scalar, Eigen::Dynamic, Eigen::Dynamic>;
template <class Scalar>
using VectorOf = Eigen::Matrix<Scalar, Eigen::Dynamic, 1>;
template <class Scalar>
using RowOf = Eigen::Matrix<Scalar, 1, Eigen::Dynamic>;

/// F(V) [V]. What escapes upwards faster than any mesh sees need not be faster.
double current_at(const IntegrateAndFireNeuron& neuron, double V) {
    constexpr double fastest = 1e3;  // [V]
    double F = 0.0;
    neuron.current.taylor(V, 1.0, std::span(&F, 1));
    return std::isnan(F) ? fastest : std::min(F, fastest);
}

/// Where no neuron goes that is not about to come back.
double lowest_potential(const ConductanceNeuron& neuron) {
    constexpr double margin = 0.1;
    const IntegrateAndFireNeuron& parameters = neuron.neuron;
    double lowest = std::min(parameters.V_0, neuron.mu);
    for (const Conductance& c : neuron.conductances) lowest = std::min(lowest, c.E_rev);
    return lowest - margin * (parameters.V_th - parameters.V_0);
}

/// 1 / s (1 - exp(-s t))
Complex held(Complex s, double t) {
    return s == 0.0 ? t : (1.0 - std::exp(-s * t)) / s;
}

/// Of all below an edge, by p in the cell above it, x and what drives: p in the cell below, and the
/// total so far.
template <class Scalar>
struct Below {
    MatrixOf<Scalar> X;  ///< only columns of nodes that come down through the edge
    MatrixOf<Scalar> Y;
    MatrixOf<Scalar> G;
    RowOf<Scalar> a;
    RowOf<Scalar> b;
    RowOf<Scalar> c;
    std::vector<Index> down;
};

std::vector<Index> nodes_where(const Vector& v, bool (*holds)(double)) {
    std::vector<Index> nodes;
    for (Index i = 0; i < v.size(); ++i) {
        if (holds(v(i))) nodes.push_back(i);
    }
    return nodes;
}

template <class Scalar>
struct Elimination {
    const ConductanceOperator& op;
    const UpwindCells& cells;
    Scalar s;
    MatrixOf<Scalar> injected;        ///< what arrives at the reset, from x
    MatrixOf<Scalar> injected_drive;  ///< and from what drives refractory neurons

    Below<Scalar> begin() const {
        const Index n = op.probability.size();
        const auto exits = static_cast<Index>(cells.exits.size());
        const Index changes = injected_drive.cols();
        return {.X = MatrixOf<Scalar>(n, 0),
                .Y = MatrixOf<Scalar>::Zero(n, exits),
                .G = MatrixOf<Scalar>::Zero(n, changes),
                .a = RowOf<Scalar>(0),
                .b = RowOf<Scalar>::Zero(exits),
                .c = RowOf<Scalar>::Zero(changes),
                .down = {}};
    }

    // Half of what arrives goes to each side of the reset.
    bool receives(Index j) const { return j == cells.reset - 1 || j == cells.reset; }

    void add_cell(Below<Scalar>& below, Index j, const MatrixOf<Scalar>& source) const {
        const Index n = op.probability.size();
        const double h = cells.h(j);
        const bool is_top = j + 1 == cells.h.size();
        const auto up_in =
            VectorOf<Scalar>((cells.v.col(j).cwiseMax(0.0) / h).template cast<Scalar>());
        const Vector down_out = cells.v.col(j).cwiseMin(0.0) / h;
        const Vector up_out = cells.v.col(j + 1).cwiseMax(0.0) / h;
        MatrixOf<Scalar> A = op.relaxation.template cast<Scalar>();
        A.diagonal() += (down_out - up_out).template cast<Scalar>();
        A.diagonal().array() -= s;
        for (std::size_t k = 0; k < below.down.size(); ++k) {
            const auto column = static_cast<Index>(k);
            A.col(below.down[k]) += up_in.cwiseProduct(below.X.col(column));
        }
        const Vector& above = cells.v.col(j + 1);
        const auto down =
            is_top ? std::vector<Index>{} : nodes_where(above, [](double v) { return v < 0.0; });
        const auto d = static_cast<Index>(down.size());
        const Index exits = below.Y.cols();
        const Index changes = below.G.cols();
        MatrixOf<Scalar> right(n, d + exits + changes);
        right.leftCols(d).setZero();
        for (Index k = 0; k < d; ++k) {
            const Index node = down[static_cast<std::size_t>(k)];
            right(node, k) = cells.v(node, j + 1) / h;
        }
        right.middleCols(d, exits) = -(up_in.asDiagonal() * below.Y);
        right.rightCols(changes) = -(up_in.asDiagonal() * below.G) - source;
        if (receives(j)) {
            right.middleCols(d, exits) -= 0.5 / h * injected;
            right.rightCols(changes) -= 0.5 / h * injected_drive;
        }
        const MatrixOf<Scalar> all = numerics::solve(A, right);
        RowOf<Scalar> own = (h * op.probability.transpose()).template cast<Scalar>();
        for (std::size_t k = 0; k < below.down.size(); ++k) {
            own(below.down[k]) += below.a(static_cast<Index>(k));
        }
        const RowOf<Scalar> totals = own * all;
        below.X = all.leftCols(d);
        below.Y = all.middleCols(d, exits);
        below.G = all.rightCols(changes);
        below.a = totals.leftCols(d);
        below.b += totals.middleCols(d, exits);
        below.c += totals.rightCols(changes);
        below.down = down;
    }
};

template <class Scalar>
MatrixOf<Scalar> at_exits(const UpwindCells& cells, const MatrixOf<Scalar>& top) {
    MatrixOf<Scalar> flux = top(cells.exits, Eigen::all);
    for (Index k = 0; k < flux.rows(); ++k) {
        flux.row(k) *= cells.v(cells.exits[static_cast<std::size_t>(k)], cells.v.cols() - 1);
    }
    return flux;
}

Vector exit_weights(const ConductanceOperator& op, const UpwindCells& cells) {
    return op.probability(cells.exits);
}

/// The flux x with x = B x that makes the total probability 1. `total` is the probability for x.
Vector stationary_flux(const Vector& q, const Matrix& B, const Vector& total) {
    const double scale = 1.0 / total.cwiseAbs().maxCoeff();
    const Matrix system =
        Matrix::Identity(B.rows(), B.cols()) - B + q * (scale * total).transpose();
    return numerics::solve(system, scale * q);
}

/// What a change of mu carries through each edge: the density upstream.
Matrix carried_by_mu(const UpwindCells& cells, const Matrix& p) {
    Matrix flux = Matrix::Zero(cells.v.rows(), cells.v.cols());
    for (Index edge = 1; edge < flux.cols(); ++edge) {
        for (Index i = 0; i < flux.rows(); ++i) {
            const bool up = cells.v(i, edge) > 0.0;
            if (!up && edge + 1 == flux.cols()) continue;
            flux(i, edge) = p(i, up ? edge - 1 : edge) / cells.tau_m;
        }
    }
    return flux;
}

}  // namespace

UpwindCells upwind_cells(const ConductanceNeuron& neuron, const ConductanceOperator& op,
                         Index count) {
    const IntegrateAndFireNeuron& parameters = neuron.neuron;
    const double lowest = lowest_potential(neuron);
    const double above = parameters.V_th - parameters.V_0;
    const double below = parameters.V_0 - lowest;
    const auto n_above =
        std::max<Index>(4, std::llround(static_cast<double>(count) * above / (above + below)));
    const auto n_below = std::max<Index>(2, count - n_above);
    UpwindCells cells{.h = Vector(n_below + n_above),
                      .v = Matrix(op.conductance.size(), n_below + n_above + 1),
                      .reset = n_below,
                      .tau_m = parameters.tau_m,
                      .tau_r = parameters.tau_r,
                      .exits = {}};
    cells.h.head(n_below).setConstant(below / static_cast<double>(n_below));
    cells.h.tail(n_above).setConstant(above / static_cast<double>(n_above));
    double V = lowest;
    for (Index edge = 0; edge < cells.v.cols(); ++edge) {
        const double drive = current_at(parameters, V) + neuron.mu;
        cells.v.col(edge) =
            (drive + op.pull.array() - op.conductance.array() * V) / parameters.tau_m;
        if (edge < cells.h.size()) V += cells.h(edge);
    }
    cells.v.col(0).setZero();
    cells.exits = nodes_where(cells.v.rightCols(1), [](double v) { return v > 0.0; });
    return cells;
}

UpwindDensity upwind_density(const ConductanceOperator& op, const UpwindCells& cells) {
    const Index n = op.probability.size();
    const Index count = cells.h.size();
    const auto exits = static_cast<Index>(cells.exits.size());
    UpwindDensity state{.flux = Vector::Zero(exits), .p = Matrix::Zero(n, count)};
    if (exits == 0) return state;
    const Elimination<double> elimination{.op = op,
                                          .cells = cells,
                                          .s = 0.0,
                                          .injected = op.refractory(Eigen::all, cells.exits),
                                          .injected_drive = Matrix(n, 0)};
    auto below = elimination.begin();
    std::vector<Below<double>> steps;
    for (Index j = 0; j < count; ++j) {
        elimination.add_cell(below, j, Matrix(n, 0));
        steps.push_back(below);
    }
    const Vector q = exit_weights(op, cells);
    const Vector total = below.b.transpose() + cells.tau_r * q;
    if (!total.allFinite()) return state;
    state.flux = stationary_flux(q, at_exits<double>(cells, below.Y), total);
    for (Index j = count - 1; j >= 0; --j) {
        const auto& step = steps[static_cast<std::size_t>(j)];
        state.p.col(j) = step.Y * state.flux;
        for (std::size_t k = 0; k < step.down.size(); ++k) {
            state.p.col(j) += step.X.col(static_cast<Index>(k)) * state.p(step.down[k], j + 1);
        }
    }
    return state;
}

UpwindCrossing upwind_crossing(const ConductanceOperator& op, const UpwindCells& cells,
                               const UpwindDensity& stationary, Complex s, Driven driven) {
    const Index n = op.probability.size();
    const Index kinds = driven == Driven::nothing ? 0 : static_cast<Index>(op.drives.size());
    const Index changes = driven == Driven::nothing ? 0 : 1 + 2 * kinds;
    const Matrix refractory = op.refractory(Eigen::all, cells.exits);
    const Vector returning = refractory * stationary.flux;
    ComplexMatrix returning_drive = ComplexMatrix::Zero(n, changes);
    for (Index k = 0; k < kinds; ++k) {
        const auto& drive = op.drives[static_cast<std::size_t>(k)];
        const Complex rate = s + 1.0 / drive.tau;
        returning_drive.col(1 + 2 * k) =
            held(rate, cells.tau_r) * (drive.mean * returning).cast<Complex>();
        returning_drive.col(2 + 2 * k) = held(rate + 1.0 / drive.tau, cells.tau_r) *
                                         (drive.variance * returning).cast<Complex>();
    }
    const Elimination<Complex> elimination{
        .op = op,
        .cells = cells,
        .s = s,
        .injected = std::exp(-s * cells.tau_r) * refractory.cast<Complex>(),
        .injected_drive = returning_drive};
    auto below = elimination.begin();
    Matrix by_mu;
    if (changes > 0) by_mu = carried_by_mu(cells, stationary.p);
    Matrix source(n, changes);
    for (Index j = 0; j < cells.h.size(); ++j) {
        if (changes > 0) source.col(0) = -(by_mu.col(j + 1) - by_mu.col(j)) / cells.h(j);
        for (Index k = 0; k < kinds; ++k) {
            const auto& drive = op.drives[static_cast<std::size_t>(k)];
            source.col(1 + 2 * k) = drive.mean * stationary.p.col(j);
            source.col(2 + 2 * k) = drive.variance * stationary.p.col(j);
        }
        elimination.add_cell(below, j, source.cast<Complex>());
    }
    UpwindCrossing result{.first_passage = at_exits<Complex>(cells, below.Y),
                          .mass = below.b.transpose(),
                          .driven = at_exits<Complex>(cells, below.G),
                          .driven_mass = below.c.transpose()};
    if (changes > 0) {
        result.driven.col(0) += by_mu.col(by_mu.cols() - 1)(cells.exits).cast<Complex>();
    }
    return result;
}

}  // namespace siegert::neurons::conductance
