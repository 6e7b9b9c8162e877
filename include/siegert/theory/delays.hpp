#pragma once

#include <siegert/arrays.hpp>
#include <siegert/model/network.hpp>
#include <siegert/model/synapse.hpp>

namespace siegert::theory {

/// Transmission delays of one pair of populations.
struct Delay {
    double mean = unset;  ///< [s], >= 0
    double sd = unset;    ///< standard deviation [s], >= 0
};

/// Distributed delays of all pairs of populations; rows = targets, columns = sources.
///
/// `mean` and `sd` are the moments of the delays for none (sd is ignored), gaussian and lognormal.
/// For truncated_gaussian they belong to the normal distribution before it is cut at zero, as in
/// NNMT and in simulators that redraw negative delays; the delays themselves are longer on average.
struct Delays {
    Matrix mean;  ///< [s], n x n, >= 0
    Matrix sd;    ///< [s], n x n, >= 0; empty: all 0
    DelayDistribution distribution = DelayDistribution::none;
};

/// The delays of a network.
///
/// Throws: InvalidParameter if the network has no delays.
[[nodiscard]] Delays delays(const Network& network);

/// D(s) = E[exp(-s d)], the factor by which a randomly delayed signal exp(s t) is multiplied; on
/// the imaginary axis, s = i omega, the delay factor of Bos 2016.
///
///     none                 exp(-s m)
///     gaussian             exp(-s m + s^2 sd^2 / 2)
///     truncated_gaussian   exp(-s m + s^2 sd^2 / 2) Q(s sd - m / sd) / Q(-m / sd),
///                          Q(x) = erfc(x / sqrt(2)) / 2
///     lognormal            E[exp(-s exp(M + S z))], z standard normal, S^2 = log(1 + sd^2 / m^2),
///                          M = log m - S^2 / 2
///
/// sd = 0 gives exp(-s m) for each distribution; D(0) = 1. A lognormal delay has no D(s) for
/// Re s < 0, where its analytic continuation is returned; then Im s must not vanish.
///
/// Accuracy: absolute error below 1e-14 (1e-12 for lognormal) max(|D|, 1) on the imaginary axis for
/// |omega| m < 100, and |omega| m eps beyond; no NaN for any omega sd.
/// Throws: InvalidParameter if mean or sd is negative or not finite, if a lognormal delay has
/// mean = 0 < sd, or if it is to be continued to the negative real axis.
/// Source: formulas in docs/theory/delays.md; H. Bos et al., PLoS Comput. Biol. 12, e1005132 (2016)
/// for the truncated Gaussian.
[[nodiscard]] Complex delay_factor(DelayDistribution distribution, const Delay& delay, Complex s);

/// dD(s)/dm [1/s] at fixed sd.
///
/// Accuracy and Throws: as delay_factor, times |s|.
[[nodiscard]] Complex delay_factor_derivative(DelayDistribution distribution, const Delay& delay,
                                              Complex s);

/// D for every pair of populations at every s; frequencies x n x n, rows = targets.
///
/// Pairs with equal mean and sd are computed once.
/// Throws: InvalidParameter as delay_factor, or if the shapes of mean and sd differ.
[[nodiscard]] MatrixStack delay_dist_matrix(const Delays& delays, const ComplexVector& s);

/// dD/dm for every pair of populations at one s; n x n [1/s].
[[nodiscard]] ComplexMatrix delay_dist_derivative(const Delays& delays, Complex s);

}  // namespace siegert::theory
