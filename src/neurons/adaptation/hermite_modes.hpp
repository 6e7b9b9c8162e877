#pragma once

#include <siegert/arrays.hpp>

#include <vector>

/// Functions of adaptation currents w_j, expanded in Hermite polynomials of z_j = (w_j - m_j) /
/// s_j:
///
///     p(w) = sum_k c_k prod_j psi_kj(z_j) phi(z_j),    c_k = E[prod_j psi_kj(z_j)]
///
/// with the normalised polynomials psi_n = He_n / sqrt(n!) and the normal density phi, for all k of
/// a total degree up to an order. Matrices act on the coefficients c.
namespace siegert::neurons {

struct HermiteModes {
    int currents;
    int order;
    std::vector<std::vector<int>> degrees;  ///< k of each mode, by total degree; the first is zero
};

[[nodiscard]] HermiteModes hermite_modes(int currents, int order);

/// Multiplication by z_j, symmetric: what exceeds the order is left out.
[[nodiscard]] Matrix position(const HermiteModes& modes, int j);

/// E[d psi_k / d z_j] from the coefficients.
[[nodiscard]] Matrix lowering(const HermiteModes& modes, int j);

/// E[psi_k(z')] for z'_j = scale_j z_j + shift_j from the coefficients. Exact.
[[nodiscard]] Matrix affine(const HermiteModes& modes, const Vector& scale, const Vector& shift);

/// The mode with degree k in current j and zero in the others, k <= order.
[[nodiscard]] Index pure_mode(const HermiteModes& modes, int j, int k);

}  // namespace siegert::neurons
