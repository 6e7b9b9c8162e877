#pragma once

#include <siegert/lif/method.hpp>

#include <cstddef>

namespace siegert::lif {

/// Some points of a batch, one array for each parameter, as the vector code takes them. What is
/// behind the last point, up to the next multiple of `padding`, is a copy of it.
struct BatchBlock {
    static constexpr std::size_t capacity = 128;
    static constexpr std::size_t padding = 8;  ///< a multiple of every vector length

    alignas(64) double mu[capacity];
    alignas(64) double sigma[capacity];
    alignas(64) double V_0[capacity];
    alignas(64) double V_th[capacity];
    alignas(64) double tau_m[capacity];
    alignas(64) double tau_r[capacity];
    alignas(64) double tau_s[capacity];  ///< zero for delta synapses
};

/// Results for the points of a block.
struct BlockResults {
    alignas(64) double value[BatchBlock::capacity];
    alignas(64) double d_mu[BatchBlock::capacity];
    alignas(64) double d_sigma[BatchBlock::capacity];
};

/// What is to be computed for each point.
enum class BatchQuantity {
    rate,              ///< into value
    rate_derivatives,  ///< rate into value, and its derivatives
    cv,                ///< into value
};

/// Computes the first `count` points. Returns whether all of them are ordinary (rate_problem.hpp);
/// the results of the others are meaningless.
using BlockKernel = bool (*)(const BatchBlock& block, std::size_t count, BlockResults& results);

/// The kernel for the widest instructions that the processor has.
[[nodiscard]] BlockKernel block_kernel(BatchQuantity quantity, exp::Method method);

}  // namespace siegert::lif
