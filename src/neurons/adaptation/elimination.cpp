#include "neurons/adaptation/elimination.hpp"

#include "numerics/linear_algebra.hpp"

#include <cmath>

namespace siegert::neurons {
namespace {

constexpr int changes = 2;  // of mu and of sigma^2

template <class Scalar, int M>
struct Types {
    static constexpr int width = M == Eigen::Dynamic ? Eigen::Dynamic : 2 * M + changes;
    using Square = Eigen::Matrix<Scalar, M, M>;
    using Column = Eigen::Matrix<Scalar, M, 1>;
    using Row = Eigen::Matrix<Scalar, 1, M>;
    using Sources = Eigen::Matrix<Scalar, M, changes>;
    using Right = Eigen::Matrix<Scalar, M, width, Eigen::RowMajor>;
    using Rows = Eigen::Matrix<Scalar, M, M, Eigen::RowMajor>;
    using RealSquare = Eigen::Matrix<double, M, M>;
    using RealColumn = Eigen::Matrix<double, M, 1>;
};

/// Below an edge: the flux A p + B x + g through it and the probability a p + b x + c beneath it,
/// for the density p there and the flux x through the threshold.
template <class Scalar, int M>
struct Beneath {
    using T = Types<Scalar, M>;
    typename T::Square A, B;
    typename T::Sources g;
    typename T::Row a, b;
    Eigen::Matrix<Scalar, 1, changes> c;
};

template <class Scalar, int M>
Beneath<Scalar, M> nothing(Index n) {
    Beneath<Scalar, M> at;
    at.A.setZero(n, n);
    at.B.setZero(n, n);
    at.g.setZero(n, changes);
    at.a.setZero(n);
    at.b.setZero(n);
    at.c.setZero();
    return at;
}

/// p at the lower edge of a cell, from p at its upper edge and x: below * p + threshold * x.
template <int M>
struct Step {
    typename Types<double, M>::RealSquare below, threshold;
};

/// N^-1 right in the place of `right`, by elimination without exchange of rows: diffusion makes the
/// diagonal of N large.
template <class Rows, class Right>
void solve_in_place(Rows& N, Right& right) {
    using Scalar = typename Rows::Scalar;
    const Index n = N.rows();
    for (Index c = 0; c < n; ++c) {
        const Scalar reciprocal = Scalar(1.0) / N(c, c);
        N.row(c) *= reciprocal;
        right.row(c) *= reciprocal;
        for (Index r = 0; r < n; ++r) {
            if (r == c) continue;
            const Scalar factor = N(r, c);
            N.row(r) -= factor * N.row(c);
            right.row(r) -= factor * right.row(c);
        }
    }
}

/// Goes over one cell. `right` holds p at its lower edge afterwards: factors of p at the upper edge
/// and of x, and the part that the sources make.
template <class Scalar, int M, class Source>
void add_cell(Beneath<Scalar, M>& at, typename Types<Scalar, M>::Right& right,
              const AdaptingOperator& op, const Cells& all, std::size_t k, Scalar s,
              const Source& source) {
    using T = Types<Scalar, M>;
    const Cells::Cell& cell = all.cells[k];
    const Index n = op.w.size();
    const double diffusion = all.D / cell.h;
    typename T::Square W =
        (0.25 * cell.h * (op.relaxation + cell.V * op.coupling)).template cast<Scalar>();
    W.diagonal().array() -= 0.25 * cell.h * s;
    const typename T::RealColumn f = 0.5 * (cell.f - op.w.array() / all.tau_m);
    const typename T::Sources S = source(k).template cast<Scalar>();

    // A p = T11 p + T12 p_up + S - g - B x
    typename T::Rows N = at.A + W;
    N.diagonal().array() -= (f.array() + diffusion).template cast<Scalar>();
    right.template leftCols<M>(n) = -W;
    right.template leftCols<M>(n).diagonal().array() +=
        (f.array() - diffusion).template cast<Scalar>();
    right.template middleCols<M>(n, n) = -at.B;
    right.template rightCols<changes>() = S - at.g;
    solve_in_place(N, right);

    typename T::Square up = W;
    up.diagonal().array() += (f.array() + diffusion).template cast<Scalar>();
    at.A = up.lazyProduct(right.template leftCols<M>(n)) + W;
    at.A.diagonal().array() += (f.array() - diffusion).template cast<Scalar>();
    at.B = up.lazyProduct(right.template middleCols<M>(n, n));
    at.g = up.lazyProduct(right.template rightCols<changes>()) + S;
    const typename T::Row half =
        (0.5 * cell.h * op.probability.transpose()).template cast<Scalar>();
    const typename T::Row a = at.a + half;
    at.a = a.lazyProduct(right.template leftCols<M>(n)) + half;
    at.b += a.lazyProduct(right.template middleCols<M>(n, n));
    at.c += a.lazyProduct(right.template rightCols<changes>());
}

/// From the lowest edge to the threshold; visit(k, right) sees each cell.
template <class Scalar, int M, class Source, class Visit>
Beneath<Scalar, M> eliminate(const AdaptingOperator& op, const Cells& all, Scalar s,
                             const Source& source, const Visit& visit) {
    const Index n = op.w.size();
    auto at = nothing<Scalar, M>(n);
    typename Types<Scalar, M>::Right right(n, 2 * n + changes);
    for (std::size_t k = 0; k < all.cells.size(); ++k) {
        if (k == all.reset) at.B = std::exp(-s * all.tau_r) * op.reset.template cast<Scalar>();
        add_cell<Scalar, M>(at, right, op, all, k, s, source);
        visit(k, right);
    }
    return at;
}

/// The flux x with x = B x that makes the total probability 1. `total` is the probability for x;
/// probability * (1 - B) = 0.
Vector stationary_flux(const AdaptingOperator& op, const Matrix& B, const Vector& total) {
    const double scale = 1.0 / total.cwiseAbs().maxCoeff();
    const Matrix system =
        Matrix::Identity(B.rows(), B.cols()) - B + op.probability * (scale * total).transpose();
    return numerics::solve(system, scale * op.probability);
}

template <int M>
StationaryDensity density_of(const AdaptingOperator& op, const Cells& all, double V_0) {
    using T = Types<double, M>;
    const Index n = op.w.size();
    const auto edges = static_cast<Index>(all.cells.size()) + 1;
    std::vector<Step<M>> steps(all.cells.size());
    const typename T::Sources none = T::Sources::Zero(n, changes);
    const auto at = eliminate<double, M>(
        op, all, 0.0, [&](std::size_t) -> const typename T::Sources& { return none; },
        [&](std::size_t k, const typename T::Right& right) {
            steps[k] = {right.template leftCols<M>(n), right.template middleCols<M>(n, n)};
        });
    StationaryDensity state{.flux = Vector::Zero(n),
                            .p = Matrix::Zero(n, edges),
                            .mass = Vector::Zero(n),
                            .mean_potential = 0.0};
    const Vector total = at.b.transpose() + all.tau_r * op.probability;
    if (!total.allFinite()) return state;
    state.flux = stationary_flux(op, at.B, total);
    for (Index k = edges - 2; k >= 0; --k) {
        const auto cell = static_cast<std::size_t>(k);
        state.p.col(k) =
            steps[cell].below * state.p.col(k + 1) + steps[cell].threshold * state.flux;
        const Vector mass = 0.5 * all.cells[cell].h * (state.p.col(k) + state.p.col(k + 1));
        state.mass += mass;
        state.mean_potential += all.cells[cell].V * op.probability.dot(mass);
    }
    state.mean_potential += V_0 * all.tau_r * op.probability.dot(state.flux);
    return state;
}

template <int M>
Crossing crossing_of(const AdaptingOperator& op, const Cells& all,
                     const StationaryDensity& stationary, Complex s) {
    using T = Types<double, M>;
    const auto source = [&](std::size_t cell) {
        const auto k = static_cast<Index>(cell);
        const Cells::Cell& c = all.cells[cell];
        typename T::Sources S(op.w.size(), changes);
        S.col(0) = 0.5 / all.tau_m * (stationary.p.col(k) + stationary.p.col(k + 1));
        S.col(1) = -0.5 / (all.tau_m * c.h) * (stationary.p.col(k + 1) - stationary.p.col(k));
        return S;
    };
    const auto at = eliminate<Complex, M>(op, all, s, source, [](std::size_t, const auto&) {});
    return {.first_passage = at.B,
            .driven = at.g,
            .mass = at.b.transpose(),
            .driven_mass = at.c.transpose()};
}

/// Calls `use` with the number of nodes as a constant, where it is a usual one.
template <class Use>
auto with_size(Index n, Use use) {
    switch (n) {
        case 3:
            return use(std::integral_constant<int, 3>{});
        case 5:
            return use(std::integral_constant<int, 5>{});
        default:
            return use(std::integral_constant<int, Eigen::Dynamic>{});
    }
}

}  // namespace

Cells cells_on(const Problem& problem, const PotentialMesh& mesh) {
    Cells all{.cells = {},
              .reset = mesh.reset,
              .D = problem.D,
              .tau_m = problem.tau_m,
              .tau_r = problem.tau_r};
    for (std::size_t k = 0; k + 1 < mesh.edges.size(); ++k) {
        const double V = 0.5 * (mesh.edges[k] + mesh.edges[k + 1]);
        all.cells.push_back(
            {.h = mesh.edges[k + 1] - mesh.edges[k], .V = V, .f = local_drift(problem, V).f});
    }
    return all;
}

StationaryDensity stationary_density(const AdaptingOperator& op, const Cells& cells, double V_0) {
    return with_size(op.w.size(),
                     [&](auto size) { return density_of<decltype(size)::value>(op, cells, V_0); });
}

Crossing crossing(const AdaptingOperator& op, const Cells& cells,
                  const StationaryDensity& stationary, Complex s) {
    return with_size(op.w.size(), [&](auto size) {
        return crossing_of<decltype(size)::value>(op, cells, stationary, s);
    });
}

}  // namespace siegert::neurons
