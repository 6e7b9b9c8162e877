#pragma once

#include <cstddef>

namespace siegert::lif {

/// Some points of a batch, one array for each parameter, as the vector code takes them. Every
/// point is ordinary (rate_problem.hpp); what lies behind the last one is a copy of it.
struct BatchBlock {
    static constexpr std::size_t capacity = 128;  // a multiple of every vector length

    alignas(64) double mu[capacity];
    alignas(64) double sigma[capacity];
    alignas(64) double V_0[capacity];
    alignas(64) double V_th[capacity];
    alignas(64) double tau_m[capacity];
    alignas(64) double tau_r[capacity];
    alignas(64) double k[capacity];  ///< shift of threshold and reset, in units of sigma
};

/// Results for the points of a block.
struct BlockResults {
    alignas(64) double value[BatchBlock::capacity];
    alignas(64) double d_mu[BatchBlock::capacity];
    alignas(64) double d_sigma[BatchBlock::capacity];
};

/// How k enters.
enum class BatchMethod {
    shift,   ///< threshold and reset are raised by k sigma
    taylor,  ///< the rate is expanded to first order in k
};

/// What is to be computed for each point.
enum class BatchQuantity {
    rate,              ///< into value
    rate_derivatives,  ///< rate into value, and its derivatives
    cv,                ///< into value
};

/// Computes the first `count` points with the widest instructions that the processor has.
void compute_block(BatchQuantity quantity, BatchMethod method, const BatchBlock& block,
                   std::size_t count, BlockResults& results);

}  // namespace siegert::lif
