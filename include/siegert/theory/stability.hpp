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

/// How the phase of det(1 - W(i omega)) is followed.
struct WindingOptions {
    double first_step = 6.0;         ///< [rad/s], > 0
    double longest_step = 500.0;     ///< [rad/s], > 0; below 1 / (longest delay)
    Index most_frequencies = 20000;  ///< at which W may be evaluated, >= 1
};

/// How often det(1 - W(i omega)) winds around zero.
struct Winding {
    NyquistStability nyquist;
    Index frequencies;  ///< at which W was evaluated
    double reached;     ///< [rad/s]: the phase is known from 0 to here
    double end;   ///< [rad/s]: above, no eigenvalue of W reaches modulus 1; infinite: not known
    double step;  ///< [rad/s]: mean distance of the frequencies that were needed
    std::vector<Complex>
        zeros;  ///< [1/s]: where det(1 - W(s)) nearly vanishes, starts for growth_rates
};

/// Counts the growing modes of a network whose W is known as a function.
///
/// The frequencies are chosen here: from 0 to where the eigenvalues of |W| (entry by entry) stay
/// below 1, and from there along t W, t = 1 ... 0. Between two frequencies the logarithm of the
/// determinant must change as its derivatives at both ends, -tr[(1 - W)^-1 dW / domega], predict,
/// and by less than one at each; otherwise the interval is halved. So no whole turn can hide
/// between them as it can on a given grid. nyquist.resolved is false where the frequencies that are
/// allowed do not suffice, or where a mode neither grows nor decays.
///
/// Throws: InvalidParameter if an option is out of range, and whatever W throws.
[[nodiscard]] Winding winding(const ConnectivityAt& W, const WindingOptions& options = {});

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
