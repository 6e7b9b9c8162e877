#pragma once

#include <siegert/arrays.hpp>
#include <siegert/theory/delays.hpp>

#include <vector>

namespace siegert::theory {

/// What the response has of each connection (i, j) where the synapses of a population have several
/// time constants; their filters are then not in the transfer functions. Else everything is empty.
struct ConnectionFilters {
    Vector tau_m;     ///< membrane time constants [s], n
    Matrix tau_s;     ///< time constants of the connections [s], n x n; 0: no filter
    Matrix variance;  ///< effective variance of the noise for the variance from j, n x n
    Matrix barrier;   ///< by how much that variance lowers the mean, in effect [1/V], n x n, <= 0:
                      ///< slower noise is as good as higher thresholds
};

/// The response of neurons with conductances to each kind of them (a time constant and a reversal
/// potential), filters included. They take the places of n_mu and n_sigma2 of a connection.
struct ConductanceResponses {
    Matrix kind;                      ///< of each connection, n x n, from 0; empty: no conductances
    std::vector<ComplexMatrix> mean;  ///< of each population: frequencies x kinds [1/(S s)]
    std::vector<ComplexMatrix> variance;  ///< the same to the squares of weights [1/(S^2 s)]
};

/// Linear response of one neuron of each population at the frequencies s.
struct TransferFunctions {
    ComplexVector s;         ///< growth rate + i omega [1/s]
    ComplexMatrix n_mu;      ///< response to the mean, frequencies x n [1/(V s)]
    ComplexMatrix n_sigma2;  ///< response to sigma^2, frequencies x n [1/(V^2 s)]; empty: ignored
    ConnectionFilters connections{};      ///< empty unless synapses have several time constants
    ConductanceResponses conductances{};  ///< empty unless synapses are conductances
};

/// Synapses of a network; rows = targets, columns = sources.
struct Coupling {
    Matrix J;      ///< weight [V or S], n x n
    Matrix J_sd;   ///< standard deviation of the weights [V or S], n x n; empty: 0
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
/// With several time constants (transfer.connections not empty), F(z) = 1 / (1 + z) and
/// F2(z) = F(z) F(z / 2),
///
///     W_ij(s) = tau_m_i K_ij [ J_ij n_mu_i F(s tau_ij) + (J_ij^2 + J_sd_ij^2) F2(s tau_ij)
///               (variance_ij n_sigma2_i + barrier_ij (1 + s tau_m_i) n_mu_i) ] D_ij(s).
///
/// With conductances the responses to the kind of (i, j) take the places of n_mu_i and n_sigma2_i.
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
