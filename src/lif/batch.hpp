#pragma once

#include <siegert/lif/batch.hpp>

#include "lif/batch_block.hpp"

#include <span>

namespace siegert::lif {

/// Where the results go; d_mu and d_sigma are empty unless derivatives are computed.
struct BatchResults {
    std::span<double> value;
    std::span<double> d_mu = {};
    std::span<double> d_sigma = {};
};

/// Where tau_s is 0 the method makes no difference.
///
/// Throws: InvalidParameter if a span has the wrong size, or naming the index of an invalid point.
void compute_batch(BatchQuantity quantity, const Batch& batch, const BatchResults& results);

}  // namespace siegert::lif
