#pragma once

#include <siegert/arrays.hpp>

#include <vector>

namespace siegert::theory {

using IndexMatrix = Eigen::Matrix<Index, Eigen::Dynamic, Eigen::Dynamic>;

/// Eigenvalues of one matrix with right and left eigenvectors,
///
///     W v_m = lambda_m v_m,    u_m^dagger W = lambda_m u_m^dagger.
///
/// Vectors are columns of Euclidean norm 1 whose component of largest modulus is real and positive.
struct EigenBasis {
    ComplexVector values;
    ComplexMatrix right;  ///< columns v_m
    ComplexMatrix left;   ///< columns u_m
    Vector condition;     ///< 1 / |u_m^dagger v_m|: change of lambda_m per change of W, at most;
                          ///< infinite if lambda_m is defective
};

/// Eigenvalues and eigenvectors of W.
///
/// Accuracy: eigenvalues to condition(m) |W| 1e-15. For defective eigenvalues (a feed-forward chain
/// of populations has them) the vectors are those of a matrix within |W| 1e-15 of W. Throws:
/// InvalidParameter if W is not square or not finite.
[[nodiscard]] EigenBasis eigenbasis(const ComplexMatrix& W);

/// Eigenvalues of W(omega), followed from frequency to frequency.
struct Eigenmodes {
    ComplexMatrix eigenvalues;  ///< frequencies x n; a column is the trajectory of one mode
    IndexMatrix
        order;  ///< frequencies x n; eigenvalues(k, m) == eigenbasis(W[k]).values(order(k, m))
};

/// The eigenmodes of the effective connectivity, followed across frequency.
///
/// From one frequency to the next all modes are paired at once, by the permutation that minimises
/// the sum of
///
///     1 - |v_m(k)^dagger v_l(k+1)|^2 + |lambda_m - lambda_l| / (|lambda_m| + |lambda_l|).
///
/// Every eigenvalue belongs to exactly one mode at every frequency. Modes are sorted by how close
/// they come to the point 1, closest first. Too coarse a grid of frequencies shows as jumps of a
/// trajectory.
///
/// `W` is frequencies x n x n; frequencies are shared among `threads` threads (0: as many as
/// cores), and the result does not depend on their number. Throws: InvalidParameter if W is empty,
/// not square or not finite. Source: assignment instead of the nearest-neighbour search of NNMT;
/// docs/theory/eigenmodes.md.
[[nodiscard]] Eigenmodes eigenmodes(const MatrixStack& W, int threads);

/// Index of the frequency at which mode m comes closest to the point 1.
[[nodiscard]] Index critical_frequency_index(const Eigenmodes& modes, Index m);

/// Eigenvalues put in the order of continuous trajectories.
struct MatchedEigenvalues {
    ComplexMatrix eigenvalues;  ///< frequencies x n; a column is a trajectory
    IndexMatrix mask;  ///< eigenvalues(k, m) == original(k, mask(k, m)); each row is a permutation
};

/// Orders given eigenvalues across frequencies, as NNMT's match_eigenvalues_across_frequencies.
///
/// Trajectories start in the order of the first row. From one row to the next a trajectory keeps
/// its index if its eigenvalue moves by at most `margin`; all others are paired at once by the
/// least sum of distances. NNMT pairs one after the other, so that two trajectories may take the
/// same eigenvalue, and forgets earlier exchanges at later ones; where it does neither, the results
/// are equal.
///
/// `eigenvalues` is frequencies x n.
/// Throws: InvalidParameter if `margin` is negative or an eigenvalue is not finite.
[[nodiscard]] MatchedEigenvalues match_eigenvalues_across_frequencies(
    const ComplexMatrix& eigenvalues, double margin);

/// Where a trajectory crosses the positive real axis: a rhythm that grows if the crossing lies
/// beyond 1 and the network is otherwise stable.
struct AxisCrossing {
    Index mode;
    double omega;       ///< [rad/s], between the frequencies of the grid
    double eigenvalue;  ///< real part at the crossing, > 0
};

/// Crossings of the positive real axis by all modes, the largest eigenvalue first; linear
/// interpolation between neighbouring frequencies.
///
/// Throws: InvalidParameter if `omegas` does not have one entry for each row of the eigenvalues.
[[nodiscard]] std::vector<AxisCrossing> axis_crossings(const ComplexMatrix& eigenvalues,
                                                       const Vector& omegas);

}  // namespace siegert::theory
