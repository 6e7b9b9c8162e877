#include "neurons/adaptation/hermite_modes.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace siegert::neurons {
namespace {

/// All ways to give `total` degrees to the currents from j on.
void append(HermiteModes& modes, std::vector<int>& degrees, std::size_t j, int total) {
    if (j + 1 == degrees.size()) {
        degrees[j] = total;
        modes.degrees.push_back(degrees);
        return;
    }
    for (int k = total; k >= 0; --k) {
        degrees[j] = k;
        append(modes, degrees, j + 1, total - k);
    }
}

Index size(const HermiteModes& modes) {
    return static_cast<Index>(modes.degrees.size());
}

const std::vector<int>& degrees(const HermiteModes& modes, Index mode) {
    return modes.degrees[static_cast<std::size_t>(mode)];
}

/// Coefficients of psi_n(scale z + shift) in psi_m(z), by psi_{n+1} = (z psi_n - sqrt(n) psi_{n-1})
/// / sqrt(n + 1).
Matrix affine(int order, double scale, double shift) {
    Matrix T = Matrix::Zero(order + 1, order + 1);
    T(0, 0) = 1.0;
    for (int n = 0; n < order; ++n) {
        for (int m = 0; m <= n + 1; ++m) {
            double z_times = 0.0;
            if (m > 0) z_times += std::sqrt(m) * T(n, m - 1);
            if (m < order) z_times += std::sqrt(m + 1.0) * T(n, m + 1);
            T(n + 1, m) = scale * z_times + shift * T(n, m);
            if (n > 0) T(n + 1, m) -= std::sqrt(n) * T(n - 1, m);
            T(n + 1, m) /= std::sqrt(n + 1.0);
        }
    }
    return T;
}

}  // namespace

HermiteModes hermite_modes(int currents, int order) {
    HermiteModes modes{.currents = currents, .order = order, .degrees = {}};
    std::vector<int> degrees(static_cast<std::size_t>(currents), 0);
    for (int total = 0; total <= order; ++total) append(modes, degrees, 0, total);
    return modes;
}

Matrix lowering(const HermiteModes& modes, int j) {
    const Index n = size(modes);
    Matrix L = Matrix::Zero(n, n);
    const auto current = static_cast<std::size_t>(j);
    for (Index k = 0; k < n; ++k) {
        auto lower = degrees(modes, k);
        if (lower[current]-- == 0) continue;
        const auto found = std::ranges::find(modes.degrees, lower);
        L(k, found - modes.degrees.begin()) = std::sqrt(lower[current] + 1.0);
    }
    return L;
}

Matrix position(const HermiteModes& modes, int j) {
    const Matrix L = lowering(modes, j);
    return L + L.transpose();
}

Matrix affine(const HermiteModes& modes, const Vector& scale, const Vector& shift) {
    const Index n = size(modes);
    Matrix all = Matrix::Ones(n, n);
    for (Index j = 0; j < scale.size(); ++j) {
        const Matrix one = affine(modes.order, scale(j), shift(j));
        const auto current = static_cast<std::size_t>(j);
        for (Index k = 0; k < n; ++k) {
            for (Index m = 0; m < n; ++m)
                all(k, m) *= one(degrees(modes, k)[current], degrees(modes, m)[current]);
        }
    }
    return all;
}

Index pure_mode(const HermiteModes& modes, int j, int k) {
    std::vector<int> degrees(static_cast<std::size_t>(modes.currents), 0);
    degrees[static_cast<std::size_t>(j)] = k;
    return std::ranges::find(modes.degrees, degrees) - modes.degrees.begin();
}

}  // namespace siegert::neurons
