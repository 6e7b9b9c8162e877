#pragma once

#include <siegert/arrays.hpp>
#include <siegert/theory/linear_stability.hpp>

namespace siegert::theory {

/// How the probability of a connection depends on the distance x of the two neurons.
///
/// When to use: as connections were measured.
enum class SpatialProfile {
    boxcar,       ///< constant for |x| < width, else zero
    gaussian,     ///< proportional to exp(-x^2 / (2 width^2))
    exponential,  ///< proportional to exp(-|x| / width)
};

/// Where the neurons are.
enum class Space {
    line,   ///< on a line: x is a number
    plane,  ///< in a plane: x is a vector, the profile depends on its length only
};

/// Fourier transform of the normalised profile at wavenumber k, dimensionless, 1 at k = 0:
///
///                    line                  plane
///     boxcar         sin(kw) / (kw)        2 J_1(kw) / (kw)
///     gaussian       exp(-(kw)^2 / 2)      exp(-(kw)^2 / 2)
///     exponential    1 / (1 + (kw)^2)      (1 + (kw)^2)^(-3/2)
///
/// k [1/m] may have any sign; width w [m] must not be negative, 0 is a purely local connection.
/// Accuracy: relative error below 1e-15 (1 + k w), where the value is not close to a zero of the
/// boxcar's.
/// Throws: InvalidParameter if a value is not finite or width negative.
/// Source: Senk et al., Phys. Rev. Research 2, 023174 (2020) for the boxcar on a line; the others
/// are elementary integrals, docs/theory/spatial.md.
[[nodiscard]] double ft_spatial_profile(SpatialProfile profile, Space space, double k,
                                        double width);

/// The same for a matrix of widths.
[[nodiscard]] Matrix ft_spatial_profile(SpatialProfile profile, Space space, double k,
                                        const Matrix& width);

/// Distances over which, and delays after which, populations act on each other. Rows = targets.
struct SpatialStructure {
    SpatialProfile profile;
    Space space;
    Matrix width;  ///< [m], n x n, >= 0
    Matrix Delay;  ///< constant delays [s], n x n, >= 0
};

/// What the spatial structure makes of each connection at complex frequency s [1/s] and wavenumber
/// k [1/m]: exp(-s Delay_ij) p_ij(k), dimensionless, n x n.
///
/// Throws: InvalidParameter if width and Delay differ in shape, or a value is negative or not
/// finite.
[[nodiscard]] ComplexMatrix spatial_factor(const SpatialStructure& structure, Complex s, double k);

/// Responses of n populations at one complex frequency s.
struct PopulationResponse {
    ComplexVector n_mu;      ///< to mu [1/(V s)], n
    ComplexVector n_sigma2;  ///< to sigma^2 [1/(V^2 s)], n; empty: ignored
};

/// Coefficients of a network's input, as in its working point.
struct InputWeights {
    Matrix mean;      ///< tau_m_i J_ij K_ij [V s], n x n
    Matrix variance;  ///< tau_m_i J_ij^2 K_ij [V^2 s], n x n; may be empty if n_sigma2 is
};

/// Effective connectivity of spiking neurons at complex frequency s and wavenumber k,
///
///     W_ij(s, k) = (n_mu_i(s) mean_ij + n_sigma2_i(s) variance_ij) exp(-s Delay_ij) p_ij(k).
///
/// With the transfer functions at that s it enters `follow_root`, which gives the dispersion
/// relation.
/// Throws: InvalidParameter as spatial_factor, or if shapes do not fit.
[[nodiscard]] ComplexMatrix spatial_effective_connectivity(const SpatialStructure& structure,
                                                           const InputWeights& weights,
                                                           const PopulationResponse& response,
                                                           Complex s, double k);

/// The linear rate model that replaces the neurons, from `fit_transfer_function`.
struct RateModel {
    Vector tau_rate;  ///< time constants [s], n, not 0
    Matrix W_rate;    ///< weights, dimensionless, n x n
};

/// Effective connectivity of the rate model at complex frequency s and wavenumber k,
///
///     W_ij(s, k) = W_rate_ij / (1 + s tau_rate_i) exp(-s Delay_ij) p_ij(k).
///
/// Throws: InvalidParameter as spatial_factor, or if shapes do not fit.
[[nodiscard]] ComplexMatrix spatial_effective_connectivity(const SpatialStructure& structure,
                                                           const RateModel& model, Complex s,
                                                           double k);

/// Dispersion relation lambda(k) [1/s] of the rate model on one branch of the Lambert W function,
/// for the spatial mode with the largest absolute value at each wavenumber; one value for each k
/// [1/m].
///
/// Throws: InvalidParameter unless all populations have the same tau_rate and all connections the
/// same Delay (to 1e-9 relative): use `follow_root` for others; and as spatial_factor.
/// Source: as solve_chareq_lambertw_constant_delay.
[[nodiscard]] ComplexVector rate_model_dispersion(const SpatialStructure& structure,
                                                  const RateModel& model,
                                                  const Vector& k_wavenumbers, int branch);

}  // namespace siegert::theory
