#pragma once

#include <siegert/arrays.hpp>

namespace siegert::theory {

/// A low-pass filter h0 / (1 + i omega tau) fitted to one transfer function.
struct LowPassFit {
    double tau;        ///< time constant [s]; negative if the response leads its input
    double h0;         ///< gain at zero frequency [1/(V s)]
    double tau_error;  ///< relative standard error of tau; infinite if the data do not fix tau
    double h0_error;   ///< relative standard error of h0; infinite if tau_error is
};

/// Low-pass filter whose magnitude is nearest, in the sense of least squares, to that of a transfer
/// function N(omega),
///
///     sum_k ( |N(omega_k)| - |h0| / sqrt(1 + (omega_k tau)^2) )^2 = min.
///
/// Magnitudes leave the signs of h0 and tau open: they are those for which the filter is nearest to
/// N in the complex plane. The standard errors take the residuals as independent noise; they
/// measure how far N is from a low-pass filter.
///
/// Shapes: `omegas` [rad/s] has m >= 3 entries, at least two of different magnitude;
/// `transfer_function` [1/(V s)] has m.
/// Limits: |N| that does not fall with frequency gives tau = 0, |N| that falls like 1/omega from
/// the first frequency on gives the longest time constant that was searched, 1000 / min |omega|;
/// both with infinite errors, as has N = 0. Accuracy: tau and h0 solve the normal equations to
/// 1e-13 where the errors are below 1. Throws: InvalidParameter for shapes other than the above or
/// values that are not finite. Source: Senk et al., Phys. Rev. Research 2, 023174 (2020), section
/// "Comparison of neural-field and spiking models"; docs/theory/transfer_function_fit.md.
[[nodiscard]] LowPassFit low_pass_fit(const ComplexVector& transfer_function, const Vector& omegas);

/// Low-pass filters fitted to the transfer functions of all populations.
struct TransferFunctionFit {
    ComplexMatrix transfer_function_fit;  ///< the fitted filters [1/(V s)], m x n
    Vector tau_rate;                      ///< time constants [s], n
    Vector h0;                            ///< gains [1/(V s)], n
    Vector fit_error;                     ///< sqrt(tau_error^2 + h0_error^2), n
};

/// `low_pass_fit` of each column of `transfer_function` (m frequencies x n populations).
[[nodiscard]] TransferFunctionFit fit_transfer_function(const ComplexMatrix& transfer_function,
                                                        const Vector& omegas);

/// Weights of the linear rate model tau_rate dr/dt = -r + W_rate r(t - d) that the fit defines,
///
///     W_rate_ij = h0_i tau_m_i J_ij K_ij    (dimensionless, n x n).
///
/// Shapes: h0 [1/(V s)] and tau_m [s] have n entries; J [V] and K are n x n.
/// Throws: InvalidParameter if the shapes differ or a value is not finite.
/// Source: as `low_pass_fit`. Gain and time constant are those of the target i.
[[nodiscard]] Matrix rate_model_weights(const Vector& h0, const Vector& tau_m, const Matrix& J,
                                        const Matrix& K);

}  // namespace siegert::theory
