#include <siegert/theory/eigenmodes.hpp>

#include "numerics/assignment.hpp"
#include "numerics/complex_linear_algebra.hpp"
#include "numerics/parallel.hpp"
#include "require.hpp"
#include "theory/require_shape.hpp"
#include "theory/streamed.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <limits>
#include <numeric>

namespace siegert::theory {
namespace {

using numerics::EigenDecomposition;

// Cost of continuing mode i of one frequency as mode j of the next.
Matrix distances(const EigenDecomposition& now, const EigenDecomposition& next) {
    constexpr double smallest = std::numeric_limits<double>::min();  // two zeros: distance 0
    const Index n = now.values.size();
    const Vector size_now = now.values.cwiseAbs();
    const Vector size_next = next.values.cwiseAbs();
    const ComplexMatrix overlap = numerics::product(now.vectors.adjoint(), next.vectors);
    Matrix cost = 1.0 - overlap.cwiseAbs2().array();
    for (Index j = 0; j < n; ++j)
        for (Index i = 0; i < n; ++i)
            cost(i, j) += std::sqrt(std::norm(now.values(i) - next.values(j))) /
                          (size_now(i) + size_next(j) + smallest);
    return cost;
}

struct Steps {
    ComplexMatrix eigenvalues;  // as the decomposition returns them
    IndexMatrix successor;      // row k: index at k + 1 of each eigenvalue of k
};

EigenDecomposition decomposition_at(const MatrixAt& W, Index k) {
    try {
        return numerics::eigen_decomposition(W.at(k));
    } catch (const AccuracyNotReached& error) {
        throw AccuracyNotReached(fmt::format("at {}: {}", frequency_name(W, k), error.what()));
    }
}

// Blocks of frequencies are independent but for the decomposition at their common border, which is
// computed twice.
Steps decompose_and_pair(const MatrixAt& W, int threads) {
    const Index last = W.frequencies - 1;
    const Index n = W.rows;
    Steps steps{ComplexMatrix(last + 1, n), IndexMatrix(last, n)};
    numerics::parallel_blocks(last + 1, threads, [&](Index begin, Index end) {
        EigenDecomposition now = decomposition_at(W, begin);
        for (Index k = begin; k < end; ++k) {
            steps.eigenvalues.row(k) = now.values.transpose();
            if (k == last) return;
            EigenDecomposition next = decomposition_at(W, k + 1);
            const std::vector<Index> pairs = numerics::assignment(distances(now, next));
            for (Index i = 0; i < n; ++i)
                steps.successor(k, i) = pairs[static_cast<std::size_t>(i)];
            now = std::move(next);
        }
    });
    return steps;
}

ComplexMatrix in_order(const ComplexMatrix& values, const IndexMatrix& order) {
    ComplexMatrix result(values.rows(), values.cols());
    for (Index m = 0; m < values.cols(); ++m)
        for (Index k = 0; k < values.rows(); ++k) result(k, m) = values(k, order(k, m));
    return result;
}

Eigenmodes follow(const Steps& steps) {
    const Index n = steps.eigenvalues.cols();
    IndexMatrix order(steps.eigenvalues.rows(), n);
    for (Index m = 0; m < n; ++m) {
        order(0, m) = m;
        for (Index k = 0; k + 1 < order.rows(); ++k)
            order(k + 1, m) = steps.successor(k, order(k, m));
    }
    return {.eigenvalues = in_order(steps.eigenvalues, order), .order = order};
}

Eigenmodes closest_to_one_first(const Eigenmodes& modes) {
    const Vector distance = (modes.eigenvalues.array() - 1.0).abs().colwise().minCoeff();
    std::vector<Index> sorted(static_cast<std::size_t>(distance.size()));
    std::iota(sorted.begin(), sorted.end(), Index{0});
    std::stable_sort(sorted.begin(), sorted.end(),
                     [&](Index a, Index b) { return distance(a) < distance(b); });
    return {.eigenvalues = modes.eigenvalues(Eigen::all, sorted),
            .order = modes.order(Eigen::all, sorted)};
}

// The trajectories that would move by more than the margin if they kept their index.
std::vector<Index> moved(const ComplexMatrix& original, const MatchedEigenvalues& matched, Index k,
                         double margin) {
    std::vector<Index> result;
    for (Index m = 0; m < original.cols(); ++m) {
        const Complex kept = original(k, matched.mask(k - 1, m));
        if (std::abs(kept - matched.eigenvalues(k - 1, m)) > margin) result.push_back(m);
    }
    return result;
}

void match_row(const ComplexMatrix& original, MatchedEigenvalues& matched, Index k, double margin) {
    matched.mask.row(k) = matched.mask.row(k - 1);
    const std::vector<Index> open = moved(original, matched, k, margin);
    const auto count = static_cast<Index>(open.size());
    Matrix cost(count, count);
    for (Index a = 0; a < count; ++a) {
        const Complex before = matched.eigenvalues(k - 1, open[static_cast<std::size_t>(a)]);
        for (Index b = 0; b < count; ++b) {
            const Index candidate = matched.mask(k - 1, open[static_cast<std::size_t>(b)]);
            cost(a, b) = std::abs(original(k, candidate) - before);
        }
    }
    const std::vector<Index> pairs = numerics::assignment(cost);
    for (std::size_t a = 0; a < open.size(); ++a)
        matched.mask(k, open[a]) = matched.mask(k - 1, open[static_cast<std::size_t>(pairs[a])]);
    for (Index m = 0; m < original.cols(); ++m)
        matched.eigenvalues(k, m) = original(k, matched.mask(k, m));
}

}  // namespace

Eigenmodes eigenmodes(const MatrixStack& W, int threads) {
    require_square_stack("W", W);
    return eigenmodes(matrix_at(W), threads);
}

Eigenmodes eigenmodes(const MatrixAt& W, int threads) {
    return closest_to_one_first(follow(decompose_and_pair(W, threads)));
}

Index critical_frequency_index(const Eigenmodes& modes, Index m) {
    Index k = 0;
    (modes.eigenvalues.col(m).array() - 1.0).abs().minCoeff(&k);
    return k;
}

MatchedEigenvalues match_eigenvalues_across_frequencies(const ComplexMatrix& eigenvalues,
                                                        double margin) {
    require_not_negative("margin", margin);
    if (!eigenvalues.allFinite())
        throw InvalidParameter("eigenvalues must be finite in every entry");
    MatchedEigenvalues matched{eigenvalues, IndexMatrix(eigenvalues.rows(), eigenvalues.cols())};
    if (eigenvalues.rows() == 0) return matched;
    for (Index m = 0; m < eigenvalues.cols(); ++m) matched.mask(0, m) = m;
    for (Index k = 1; k < eigenvalues.rows(); ++k) match_row(eigenvalues, matched, k, margin);
    return matched;
}

std::vector<AxisCrossing> axis_crossings(const ComplexMatrix& eigenvalues, const Vector& omegas) {
    require_length("omegas", omegas.size(), eigenvalues.rows());
    std::vector<AxisCrossing> crossings;
    for (Index m = 0; m < eigenvalues.cols(); ++m) {
        for (Index k = 0; k + 1 < eigenvalues.rows(); ++k) {
            const Complex a = eigenvalues(k, m);
            const Complex b = eigenvalues(k + 1, m);
            if ((a.imag() > 0.0) == (b.imag() > 0.0)) continue;
            const double t = a.imag() / (a.imag() - b.imag());
            const double value = std::lerp(a.real(), b.real(), t);
            if (value > 0.0)
                crossings.push_back({m, std::lerp(omegas(k), omegas(k + 1), t), value});
        }
    }
    std::stable_sort(crossings.begin(), crossings.end(),
                     [](const auto& a, const auto& b) { return a.eigenvalue > b.eigenvalue; });
    return crossings;
}

}  // namespace siegert::theory
