#pragma once

#include <siegert/arrays.hpp>
#include <siegert/theory/delays.hpp>

namespace siegert::theory {

/// Linear response of one neuron of each population at the frequencies s.
struct TransferFunctions {
    ComplexVector s;         ///< growth rate + i omega [1/s]
    ComplexMatrix n_mu;      ///< response to the mean, frequencies x n [1/(V s)]
    ComplexMatrix n_sigma2;  ///< response to sigma^2, frequencies x n [1/(V^2 s)]; empty: ignored
};

/// Synapses of a network; rows = targets, columns = sources.
struct Coupling {
    Matrix J;      ///< weight [V], n x n
    Matrix J_sd;   ///< standard deviation of the weights [V], n x n; empty: 0
    Matrix K;      ///< in-degree, n x n, >= 0
    Vector tau_m;  ///< membrane time constant of the targets [s], n, > 0
};

/// The synapses of a network; J_sd where it has a distribution of weights, as in std_input.
[[nodiscard]] Coupling coupling(const Network& network);

/// Effective connectivity: W(i, j) spikes of one neuron of population i are caused by one spike
/// of every neuron of j, or rather: the rate of i follows the rate of j by the factor
///
///     W_ij(s) = tau_m_i K_ij [ J_ij n_mu_i(s) + (J_ij^2 + J_sd_ij^2) n_sigma2_i(s) ] D_ij(s).
///
/// The second term is the modulation of the input's variance by the rate of the source; it is left
/// out where `transfer.n_sigma2` is empty, as in NNMT and Bos 2016. tau_m is that of the target.
///
/// `D` has the frequencies of `transfer`; the result is frequencies x n x n, dimensionless.
/// Throws: InvalidParameter if shapes do not fit or a value is not finite.
/// Source: H. Bos et al., PLoS Comput. Biol. 12, e1005132 (2016); the variance term as in
/// N. Brunel, J. Comput. Neurosci. 8, 183 (2000). docs/theory/effective_connectivity.md.
[[nodiscard]] MatrixStack effective_connectivity(const TransferFunctions& transfer,
                                                 const MatrixStack& D, const Coupling& coupling);

/// The same with D computed on the way, not stored, and frequencies shared among `threads` threads
/// (0: as many as cores). The result does not depend on the number of threads.
[[nodiscard]] MatrixStack effective_connectivity(const TransferFunctions& transfer,
                                                 const Delays& delays, const Coupling& coupling,
                                                 int threads);

/// dW_ij / dJ_ij = tau_m K_ij [n_mu_i + 2 J_ij n_sigma2_i] D_ij [1/V] at fixed working point and
/// J_sd; frequencies x n x n.
///
/// Throws: as effective_connectivity.
[[nodiscard]] MatrixStack effective_connectivity_dJ(const TransferFunctions& transfer,
                                                    const MatrixStack& D, const Coupling& coupling);

}  // namespace siegert::theory
