#include "statistics/slepian_tapers.hpp"

#include <cmath>
#include <limits>
#include <numbers>
#include <utility>

namespace siegert::statistics {
namespace {

constexpr double pi = std::numbers::pi;

/// Symmetric tridiagonal matrix. off_diagonal(j) couples j and j + 1.
struct Tridiagonal {
    Vector diagonal;
    Vector off_diagonal;
};

// Slepian's matrix, divided by n^2 so that its entries are of order one.
Tridiagonal commuting_matrix(Index n, double time_bandwidth) {
    const auto size = static_cast<double>(n);
    const double cosine = std::cos(2.0 * pi * time_bandwidth / size);
    Tridiagonal result{Vector(n), Vector(n - 1)};
    for (Index j = 0; j < n; ++j) {
        const auto position = static_cast<double>(j);
        const double from_centre = ((size - 1.0) / 2.0 - position) / size;
        result.diagonal(j) = from_centre * from_centre * cosine;
        if (j + 1 < n) {
            result.off_diagonal(j) =
                (position + 1.0) * (size - position - 1.0) / (2.0 * size * size);
        }
    }
    return result;
}

// Number of eigenvalues above x: the signs of the pivots of the matrix minus x (Sylvester).
Index eigenvalues_above(const Tridiagonal& matrix, double x) {
    constexpr double tiny = std::numeric_limits<double>::min();
    Index above = 0;
    double pivot = 1.0, coupling = 0.0;
    for (Index j = 0; j < matrix.diagonal.size(); ++j) {
        pivot = matrix.diagonal(j) - x - coupling * coupling / pivot;
        if (pivot == 0.0) pivot = tiny;
        above += pivot > 0.0;
        if (j < matrix.off_diagonal.size()) coupling = matrix.off_diagonal(j);
    }
    return above;
}

// Eigenvalue with k others above it, by bisection to the last bit.
double eigenvalue(const Tridiagonal& matrix, Index k) {
    double low = -1.0, high = 1.5;  // Gershgorin: |diagonal| <= 1/4, two couplings <= 1/8
    while (true) {
        const double middle = (low + high) / 2.0;
        if (middle <= low || middle >= high) return middle;
        (eigenvalues_above(matrix, middle) > k ? low : high) = middle;
    }
}

// Solves (matrix - shift) x = b by elimination with row exchanges.
Vector solve_shifted(const Tridiagonal& matrix, double shift, Vector b) {
    const Index n = b.size();
    Vector pivot = matrix.diagonal.array() - shift;
    Vector above = matrix.off_diagonal;  // first superdiagonal
    Vector above_2 = Vector::Zero(n);    // second, filled by exchanges
    const auto guarded = [](double x) {
        return x == 0.0 ? std::numeric_limits<double>::epsilon() : x;
    };
    for (Index j = 0; j + 1 < n; ++j) {
        double below = matrix.off_diagonal(j);
        double next_above = j + 2 < n ? above(j + 1) : 0.0;
        if (std::abs(below) > std::abs(pivot(j))) {
            std::swap(pivot(j), below);
            std::swap(above(j), pivot(j + 1));
            std::swap(above_2(j), next_above);
            std::swap(b(j), b(j + 1));
        }
        const double factor = below / guarded(pivot(j));
        pivot(j + 1) -= factor * above(j);
        if (j + 2 < n) above(j + 1) = next_above - factor * above_2(j);
        b(j + 1) -= factor * b(j);
    }
    for (Index j = n - 1; j >= 0; --j) {
        double sum = b(j);
        if (j + 1 < n) sum -= above(j) * b(j + 1);
        if (j + 2 < n) sum -= above_2(j) * b(j + 2);
        b(j) = sum / guarded(pivot(j));
    }
    return b;
}

}  // namespace

Matrix slepian_tapers(Index n, double time_bandwidth, Index tapers) {
    const auto matrix = commuting_matrix(n, time_bandwidth);
    Matrix result(n, tapers);
    for (Index k = 0; k < tapers; ++k) {
        const double shift = eigenvalue(matrix, k);
        // A sine with the nodes and the symmetry of the taper is near enough for inverse iteration
        // to converge in two steps.
        const auto start = [&](Index j) {
            return std::sin(pi * static_cast<double>(k + 1) * (static_cast<double>(j) + 0.5) /
                            static_cast<double>(n));
        };
        Vector taper = Vector::NullaryExpr(n, start);
        const Vector shape = taper;
        for (int iteration = 0; iteration < 3; ++iteration) {
            taper = solve_shifted(matrix, shift, taper).normalized();
        }
        result.col(k) = taper.dot(shape) < 0.0 ? Vector(-taper) : taper;
    }
    return result;
}

}  // namespace siegert::statistics
