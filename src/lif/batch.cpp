#include "lif/batch.hpp"

#include <siegert/lif/exp.hpp>

#include "lif/colored_noise.hpp"
#include "lif/exact_method.hpp"
#include "lif/rate_problem.hpp"
#include "numerics/parallel.hpp"
#include "require.hpp"

#include <algorithm>
#include <string_view>

namespace siegert::lif {
namespace {

constexpr std::size_t capacity = BatchBlock::capacity;

/// A parameter of the points, and where it is in a block.
struct Column {
    std::string_view name;
    std::span<const double> Batch::*values;
    double (BatchBlock::*block)[capacity];
};

constexpr Column columns[]{
    {"mu", &Batch::mu, &BatchBlock::mu},          {"sigma", &Batch::sigma, &BatchBlock::sigma},
    {"V_0", &Batch::V_0, &BatchBlock::V_0},       {"V_th", &Batch::V_th, &BatchBlock::V_th},
    {"tau_m", &Batch::tau_m, &BatchBlock::tau_m}, {"tau_r", &Batch::tau_r, &BatchBlock::tau_r},
    {"tau_s", &Batch::tau_s, &BatchBlock::tau_s}};

void fail(std::string_view name, std::size_t size, std::string_view demand, std::size_t n) {
    throw InvalidParameter(fmt::format("{} must have {}{} entries, got {}", name, demand, n, size));
}

void check_sizes(BatchQuantity quantity, const Batch& batch, const BatchResults& results) {
    const std::size_t n = results.value.size();
    for (const Column& column : columns) {
        const std::size_t size = (batch.*column.values).size();
        if (size != n && size != 1) fail(column.name, size, "1 or ", n);
    }
    if (quantity != BatchQuantity::rate_derivatives) return;
    if (results.d_mu.size() != n) fail("d_mu", results.d_mu.size(), "", n);
    if (results.d_sigma.size() != n) fail("d_sigma", results.d_sigma.size(), "", n);
}

void fill(double* column, std::span<const double> values, std::size_t first, std::size_t count) {
    const std::size_t padded =
        (count + BatchBlock::padding - 1) / BatchBlock::padding * BatchBlock::padding;
    if (values.size() == 1) {
        if (first == 0) std::fill_n(column, padded, values[0]);  // later blocks are no larger
        return;
    }
    std::copy_n(values.begin() + static_cast<std::ptrdiff_t>(first), count, column);
    std::fill(column + count, column + padded, column[count - 1]);
}

void copy(const double* values, std::size_t count, std::span<double> results, std::size_t first) {
    std::copy_n(values, count, results.begin() + static_cast<std::ptrdiff_t>(first));
}

/// A point that the vector code cannot take.
void compute_point(BatchQuantity quantity, const BatchBlock& block, std::size_t k,
                   exp::Method method, const BatchResults& results, std::size_t i) {
    const LifNeuron neuron{.tau_m = block.tau_m[k],
                           .tau_r = block.tau_r[k],
                           .V_th = block.V_th[k],
                           .V_0 = block.V_0[k]};
    const Input input{.mu = block.mu[k], .sigma = block.sigma[k]};
    const exp::Synapse synapse{.tau_s = block.tau_s[k], .method = method};
    const bool expanded = method != exp::Method::exact;
    if (expanded && is_ordinary(neuron, input, correlation_shift(neuron.tau_m, synapse.tau_s))) {
        return;
    }
    if (quantity == BatchQuantity::cv) {
        results.value[i] = exp::cv(neuron, synapse, input);
        return;
    }
    results.value[i] = exp::firing_rate(neuron, synapse, input);
    if (quantity == BatchQuantity::rate) return;
    const auto derivatives = exp::rate_derivatives(neuron, synapse, input);
    results.d_mu[i] = derivatives.d_mu;
    results.d_sigma[i] = derivatives.d_sigma;
}

/// The points of a block that are extreme or invalid, or whose method has no vector code, one by
/// one.
void compute_extraordinary(BatchQuantity quantity, const BatchBlock& block, std::size_t count,
                           exp::Method method, const BatchResults& results, std::size_t first) {
    const auto one = [&](std::size_t k) {
        const auto place = [&](const Error& error) {
            return fmt::format("entry {}: {}", first + k, error.what());
        };
        try {
            compute_point(quantity, block, k, method, results, first + k);
        } catch (const InvalidParameter& error) {
            throw InvalidParameter(place(error));
        } catch (const AccuracyNotReached& error) {
            throw AccuracyNotReached(place(error));
        }
    };
    const int threads = method == exp::Method::exact ? 0 : 1;  // 0.3 ms each
    numerics::parallel_blocks(static_cast<Index>(count), threads, [&](Index begin, Index end) {
        for (Index k = begin; k < end; ++k) one(static_cast<std::size_t>(k));
    });
}

}  // namespace

void compute_batch(BatchQuantity quantity, const Batch& batch, const BatchResults& results) {
    check_sizes(quantity, batch, results);
    require_method_of_currents(batch.method);
    const BlockKernel compute_block = block_kernel(quantity, batch.method);
    BatchBlock block;
    BlockResults block_results;
    const std::size_t n = results.value.size();
    for (std::size_t first = 0; first < n; first += capacity) {
        const std::size_t count = std::min(capacity, n - first);
        for (const Column& column : columns) {
            fill(block.*column.block, batch.*column.values, first, count);
        }
        if (batch.method == exp::Method::exact) {
            compute_extraordinary(quantity, block, count, batch.method, results, first);
            continue;
        }
        const bool all_ordinary = compute_block(block, count, block_results);
        copy(block_results.value, count, results.value, first);
        if (quantity == BatchQuantity::rate_derivatives) {
            copy(block_results.d_mu, count, results.d_mu, first);
            copy(block_results.d_sigma, count, results.d_sigma, first);
        }
        if (all_ordinary) continue;
        compute_extraordinary(quantity, block, count, batch.method, results, first);
    }
}

}  // namespace siegert::lif
