#pragma once

#include <complex>
#include <span>

namespace siegert::numerics {

/// What the first passage of an Ornstein-Uhlenbeck process from x_r to x_th needs at one frequency
/// s. With Psi_s(x) = exp(x^2/4) U(s - 1/2, -x), U the parabolic cylinder function, which solves
///
///     Psi_s'' = x Psi_s' + s Psi_s,    Psi_s' = s Psi_(s+1),
///
/// all fields are integrals and values of Psi_s, Psi_(s+1), ... in one common unit, chosen so that
/// nothing overflows: only ratios have a meaning. No field is the difference of two large ones, so
/// that s = 0, -1, -2 are not special and a short interval costs no digits.
struct FirstPassageIntegrals {
    std::complex<double> psi_r;           ///< Psi_s(x_r)
    std::complex<double> psi_1_r;         ///< Psi_(s+1)(x_r)
    std::complex<double> integral_psi_1;  ///< of Psi_(s+1): (Psi_s(x_th) - Psi_s(x_r)) / s
    std::complex<double> integral_psi_2;  ///< of Psi_(s+2)
    std::complex<double> integral_psi_3;  ///< of Psi_(s+3)
    std::complex<double> increase_psi_3;  ///< Psi_(s+3)(x_th) - Psi_(s+3)(x_r)
};

/// Where an interval begins and ends. gap = x_th - x_r is given apart, because the difference of
/// the ends can have lost digits that the caller still has.
struct PassageInterval {
    double x_r;
    double x_th;  ///< at most largest_threshold
    double gap;   ///< > 0
};

/// Beyond this x_th the mean passage time, of order exp(x_th^2/2), is near the end of double range.
inline constexpr double largest_threshold = 40.0;

/// Smallest real part of s.
inline constexpr double smallest_growth = -20.0;

/// The integrals at every s, of which Re s >= smallest_growth; out is as long as s.
///
/// Several s are computed at once in the lanes of the widest vector unit of the machine. Sorted
/// by |s| they are computed fastest.
/// Accuracy: see docs/theory/transfer_function.md.
void first_passage_integrals(const PassageInterval& interval,
                             std::span<const std::complex<double>> s,
                             std::span<FirstPassageIntegrals> out);

}  // namespace siegert::numerics
