#pragma once

#include <siegert/theory/effective_connectivity.hpp>

#include "theory/delay_table.hpp"

namespace siegert::theory {

/// What W(s) consists of beside the transfer functions.
struct ConnectivityFactors {
    Matrix mean;  ///< tau_m_i J_ij K_ij, which multiplies n_mu
    Matrix
        variance;  ///< tau_m_i (J_ij^2 + J_sd_ij^2) K_ij, which multiplies n_sigma2; may be empty
    DelayTable delays;
};

/// Whether `variance` is wanted: not in Convention::nnmt.
enum class VarianceResponse { without, with };

/// With, if the transfer functions have it.
[[nodiscard]] inline VarianceResponse variance_of(const TransferFunctions& transfer) {
    return transfer.n_sigma2.size() != 0 ? VarianceResponse::with : VarianceResponse::without;
}

/// Throws: InvalidParameter as effective_connectivity.
[[nodiscard]] ConnectivityFactors connectivity_factors(const Delays& delays,
                                                       const Coupling& coupling,
                                                       VarianceResponse variance);

/// W at frequency k of the transfer functions.
[[nodiscard]] ComplexMatrix connectivity(const ConnectivityFactors& factors,
                                         const TransferFunctions& transfer, Index k);

}  // namespace siegert::theory
