#pragma once

#include "lif/batch_block.hpp"

#include <cstddef>
#include <optional>
#include <span>

namespace siegert::lif {

/// The spans of a public batch.
struct BatchColumns {
    std::span<const double> mu;
    std::span<const double> sigma;
    std::span<const double> V_0;
    std::span<const double> V_th;
    std::span<const double> tau_m;
    std::span<const double> tau_r;
    std::optional<std::span<const double>> tau_s;  ///< none for delta synapses
};

/// Where the results go; d_mu and d_sigma are empty unless derivatives are computed.
struct BatchResults {
    std::span<double> value;
    std::span<double> d_mu;
    std::span<double> d_sigma;
};

/// Throws: InvalidParameter if a span has the wrong size, or naming the index of an invalid point.
void compute_batch(BatchQuantity quantity, BatchMethod method, const BatchColumns& columns,
                   const BatchResults& results);

}  // namespace siegert::lif
