#pragma once

#include <siegert/theory/peak_sensitivity.hpp>

#include "theory/connectivity_factors.hpp"

namespace siegert::theory {

/// A network in linear response on a grid of frequencies.
struct LinearNetwork {
    const TransferFunctions& transfer;
    ConnectivityFactors factors;
    const Matrix& noise;  ///< 1 x n or frequencies x n [Hz]
    const Vector& omegas;
};

/// The peak of `prediction` with 1 % more synapses of each connection, from the spectrum with that
/// change, beside what the derivatives predict.
///
/// 1 - W changes by one entry, so that by the formula of Sherman and Morrison one inverse at each
/// frequency serves all connections.
[[nodiscard]] RecomputedChange recomputed_change(const LinearNetwork& network,
                                                 const PeakSensitivity& prediction);

}  // namespace siegert::theory
