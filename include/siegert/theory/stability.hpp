#pragma once

#include <siegert/arrays.hpp>
#include <siegert/theory/characteristic_equation.hpp>

#include <vector>

namespace siegert::theory {

/// How many perturbations of the stationary state grow, by the Nyquist criterion.
struct NyquistStability {
    int unstable_modes;  ///< zeros of det(1 - W(s)) with Re s > 0, complex pairs counted as two
    double largest_phase_step;  ///< of one mode between neighbouring frequencies [rad]
    double open_phase;  ///< distance of the total phase from a multiple of pi [rad]; 0 if the
                        ///< grid reached from omega = 0 to where W vanishes
    bool resolved;      ///< largest_phase_step < pi / 2 and open_phase < pi / 4
};

/// Counts the zeros of det(1 - W(s)) in the right half plane from the phase of det(1 - W(i omega)).
///
/// The number of unstable modes is the phase that the determinant collects from omega = 0 to
/// infinity, divided by -pi; W is causal, stable in itself, and its eigenvalues are below 1 in
/// modulus at infinite frequency. `eigenvalues` is frequencies x n, each column a trajectory
/// (eigenmodes), at increasing frequencies from near zero to where all are small. Where the grid is
/// too coarse or too short, `resolved` is false.
///
/// Throws: InvalidParameter if there is no frequency or an eigenvalue is not finite.
/// Source: H. Nyquist, Bell Syst. Tech. J. 11, 126 (1932); docs/theory/eigenmodes.md.
[[nodiscard]] NyquistStability nyquist_stability(const ComplexMatrix& eigenvalues);

/// A perturbation exp(s t) of the stationary state that sustains itself: det(1 - W(s)) = 0.
struct GrowingMode {
    Complex s;        ///< growth rate + i omega [1/s]; the conjugate is a solution as well
    double residual;  ///< |1 - lambda| of the eigenvalue of W(s) closest to 1
};

/// Options of growth_rates.
struct GrowthRateOptions {
    double tolerance = 1e-9;  ///< residual of an accepted mode, > 0
    int max_iterations = 60;  ///< Newton steps for each start, >= 1
};

/// Points near the imaginary axis from which growth_rates should find the leading modes: at each
/// closest approach of a trajectory to 1, the zero of 1 - lambda(s) by linear extrapolation. The
/// closest approach of all comes first.
///
/// `eigenvalues` is frequencies x n (eigenmodes), `omegas` the frequencies [rad/s], increasing.
/// Throws: InvalidParameter if shapes do not fit.
[[nodiscard]] std::vector<Complex> growth_rate_starts(const ComplexMatrix& eigenvalues,
                                                      const Vector& omegas);

/// The modes that Newton's method on det(1 - W(s)) = 0 reaches from the starts, each once, the
/// fastest growing first; Im s >= 0.
///
/// Zeros that were found are divided out, so that several starts lead to several modes. Starts that
/// do not converge, or leave the domain of W, are dropped: the list need not be complete.
/// nyquist_stability tells how many modes with positive growth rate there are.
///
/// Throws: InvalidParameter if an option is out of range.
[[nodiscard]] std::vector<GrowingMode> growth_rates(const ConnectivityAt& W,
                                                    const std::vector<Complex>& starts,
                                                    const GrowthRateOptions& options = {});

}  // namespace siegert::theory
