#pragma once

#include <siegert/arrays.hpp>
#include <siegert/lif/exp.hpp>
#include <siegert/model/network.hpp>
#include <siegert/theory/input_statistics.hpp>

namespace siegert::theory {

/// Static response of n neurons (or populations) at their working point.
struct RateResponse {
    Vector d_mu;                 ///< derivative of the rate with respect to mu [1/(V s)], n
    Vector d_sigma2;             ///< with respect to sigma^2 [1/(V^2 s)], n: d_sigma / (2 sigma)
    Matrix d_source_variance{};  ///< with respect to what each source adds to sigma^2 [1/(V^2 s)],
                                 ///< n x n; empty where that is d_sigma2 for all sources: where all
                                 ///< synapses onto a neuron share a time constant
};

/// Exact derivatives of the stationary rates at the given input. `method` is for exponential
/// synapses only. Where synapses of a neuron have several time constants, sigma and tau_s are those
/// of the one process that stands for its noise at the rates inputs.nu
/// (docs/theory/coloured_noise.md).
///
/// Throws: InvalidParameter if the network is invalid, shapes differ, or an input is out of range:
/// sigma must be positive, and inputs.nu given where it is needed.
[[nodiscard]] RateResponse rate_response(const Network& network, const PopulationInputs& inputs,
                                         lif::exp::Method method);

/// Change of the rate of neuron i for a change of the rate of neuron j, through its mean and its
/// variance,
///
///     J_eff_ij = tau_m_i (d_mu_i J_ij + d_sigma2_i J_ij^2)    (dimensionless, n x n),
///
/// with d_source_variance_ij in place of d_sigma2_i where it is given.
/// J [V] has one row and column for each neuron and is 0 where there is no synapse. For populations
/// multiply the result by the in-degrees K, entry by entry: it then is the effective connectivity
/// at zero frequency. Shapes: J n x n, rows = targets; tau_m [s] n, > 0. Throws: InvalidParameter
/// if shapes differ, a value is not finite, or tau_m not positive. Source: M. Helias, T. Tetzlaff &
/// M. Diesmann, New J. Phys. 15, 023002 (2013), appendix A; with exact derivatives,
/// docs/theory/covariances.md.
[[nodiscard]] Matrix pairwise_effective_connectivity(const Matrix& J, const Vector& tau_m,
                                                     const RateResponse& response);

/// Largest real part of the eigenvalues of the effective connectivity J_eff (n x n), dimensionless.
/// The linear dynamics without delay is stable while it is below 1.
///
/// Throws: InvalidParameter if J_eff is empty, not square or not finite.
[[nodiscard]] double spectral_bound(const Matrix& J_eff);

/// Covariances of a network in linear response.
struct PairwiseCovariances {
    Matrix covariances;     ///< integrated over all time lags [1/s], n x n
    Vector noise_strength;  ///< D: intensity of the noise that drives each neuron [1/s], n
};

/// Covariances of the spike trains of all pairs of neurons, integrated over all time lags [1/s],
///
///     C = (1 - J_eff)^-1 diag(D) (1 - J_eff)^-T,    C_ii = cv_i^2 nu_i,
///
/// that is the covariance of spike counts in long windows, divided by their length. The second
/// equation, which holds for renewal spike trains, fixes the noise strengths D.
///
/// D may come out negative where linear response and renewal statistics contradict each other:
/// then C is no covariance matrix.
/// Shapes: J_eff n x n; nu [Hz] and cvs have n entries, >= 0.
/// Throws: InvalidParameter if shapes differ or a value is out of its range; AccuracyNotReached if
/// 1 - J_eff or the equations for D are singular in double precision.
/// Source: M. Layer, M. Helias & D. Dahmen, arXiv:2308.00421; docs/theory/covariances.md.
[[nodiscard]] PairwiseCovariances pairwise_covariances(const Matrix& J_eff, const Vector& nu,
                                                       const Vector& cvs);

}  // namespace siegert::theory
