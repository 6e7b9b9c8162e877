#pragma once

#include <siegert/arrays.hpp>
#include <siegert/theory/eigenmodes.hpp>

#include <vector>

namespace siegert::theory {

/// Which connections move an eigenvalue of the effective connectivity, at one frequency.
///
///     T_ij = conj(u_i) v_j W_ij / (u^dagger v) = d lambda / d log W_ij,
///
/// rows = targets, columns = sources: a change of connection (i, j) by 1 % moves the eigenvalue by
/// 0.01 T_ij. The projections are on the direction k from the eigenvalue to the point 1, and on the
/// direction perpendicular to it, a quarter turn counterclockwise.
struct SensitivityMeasure {
    Index eigenvalue_index;          ///< mode, or position in eigenbasis(W[k]).values
    double critical_frequency;       ///< [Hz], of the grid
    Index critical_frequency_index;  ///< k
    Complex critical_eigenvalue;
    ComplexVector left_eigenvector;   ///< u
    ComplexVector right_eigenvector;  ///< v
    double condition;                 ///< 1 / |u^dagger v|; infinite: defective
    bool defined;               ///< false: a defective eigenvalue has no derivative; T is then 0
    Eigen::Vector2d k;          ///< unit vector from the eigenvalue to 1 (real, imaginary)
    Eigen::Vector2d k_per;      ///< (-k_1, k_0)
    ComplexMatrix sensitivity;  ///< T
    Matrix sensitivity_amp;     ///< part of T along k: brings the eigenvalue to 1, amplifies
    Matrix sensitivity_freq;    ///< part of T along k_per: shifts the peak in frequency
};

/// Sensitivity at the frequency of `omegas` closest to `omega` [rad/s], of the eigenvalue that is
/// closest to `eigenvalue` there; 1 gives the mode that shapes the spectrum most.
///
/// Throws: InvalidParameter if `W` and `omegas` do not fit, or as eigenbasis.
/// Source: H. Bos et al., PLoS Comput. Biol. 12, e1005132 (2016).
[[nodiscard]] SensitivityMeasure sensitivity_measure(const MatrixStack& W, const Vector& omegas,
                                                     double omega, Complex eigenvalue);

/// Sensitivity of one mode at the frequency of `omegas` closest to `omega` [rad/s].
///
/// Throws: as above, and InvalidParameter if there is no such mode.
[[nodiscard]] SensitivityMeasure sensitivity_measure(const MatrixStack& W, const Vector& omegas,
                                                     double omega, const Eigenmodes& modes,
                                                     Index mode);

/// Sensitivity of every mode, each where its eigenvalue comes closest to 1; in the order of
/// `modes`.
///
/// Frequencies are shared among `threads` threads (0: as many as cores).
/// Throws: InvalidParameter if `W`, `omegas` and `modes` do not fit.
[[nodiscard]] std::vector<SensitivityMeasure> sensitivity_measure_all_eigenmodes(
    const MatrixStack& W, const Vector& omegas, const Eigenmodes& modes, int threads);

}  // namespace siegert::theory
