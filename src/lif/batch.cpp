#include "lif/batch.hpp"

#include <siegert/lif/exp.hpp>

#include "lif/colored_noise.hpp"
#include "lif/rate_problem.hpp"
#include "require.hpp"

#include <algorithm>
#include <array>
#include <string_view>

namespace siegert::lif {
namespace {

constexpr std::size_t capacity = BatchBlock::capacity;

struct Point {
    LifNeuron neuron;
    Input input;
    exp::Synapse synapse;
};

double entry(std::span<const double> column, std::size_t i) {
    return column.size() == 1 ? column[0] : column[i];
}

Point point(const BatchColumns& columns, BatchMethod method, std::size_t i) {
    return {.neuron = {.tau_m = entry(columns.tau_m, i),
                       .tau_r = entry(columns.tau_r, i),
                       .V_th = entry(columns.V_th, i),
                       .V_0 = entry(columns.V_0, i)},
            .input = {.mu = entry(columns.mu, i), .sigma = entry(columns.sigma, i)},
            .synapse = {.tau_s = columns.tau_s ? entry(*columns.tau_s, i) : 0.0,
                        .method = method == BatchMethod::shift ? exp::Method::shift
                                                               : exp::Method::taylor}};
}

void check_sizes(BatchQuantity quantity, const BatchColumns& columns, const BatchResults& results) {
    const std::size_t n = results.value.size();
    const auto fail = [n](std::string_view name, std::size_t size, std::string_view demand) {
        throw InvalidParameter(
            fmt::format("{} must have {}{} entries, got {}", name, demand, n, size));
    };
    const auto check_input = [&](std::string_view name, std::span<const double> column) {
        if (column.size() != n && column.size() != 1) fail(name, column.size(), "1 or ");
    };
    const auto check_result = [&](std::string_view name, std::span<double> column) {
        if (column.size() != n) fail(name, column.size(), "");
    };
    check_input("mu", columns.mu);
    check_input("sigma", columns.sigma);
    check_input("V_0", columns.V_0);
    check_input("V_th", columns.V_th);
    check_input("tau_m", columns.tau_m);
    check_input("tau_r", columns.tau_r);
    if (columns.tau_s) check_input("tau_s", *columns.tau_s);
    if (quantity == BatchQuantity::rate_derivatives) {
        check_result("d_mu", results.d_mu);
        check_result("d_sigma", results.d_sigma);
    }
}

void fill(double* column, std::span<const double> values, std::size_t first, std::size_t count) {
    if (values.size() == 1) {
        std::fill_n(column, capacity, values[0]);
        return;
    }
    std::copy_n(values.begin() + static_cast<std::ptrdiff_t>(first), count, column);
    std::fill(column + count, column + capacity, column[count - 1]);
}

void fill(BatchBlock& block, const BatchColumns& columns, std::size_t first, std::size_t count) {
    fill(block.mu, columns.mu, first, count);
    fill(block.sigma, columns.sigma, first, count);
    fill(block.V_0, columns.V_0, first, count);
    fill(block.V_th, columns.V_th, first, count);
    fill(block.tau_m, columns.tau_m, first, count);
    fill(block.tau_r, columns.tau_r, first, count);
    if (!columns.tau_s) {
        std::fill_n(block.k, capacity, 0.0);
        return;
    }
    fill(block.k, *columns.tau_s, first, count);
    for (std::size_t i = 0; i < capacity; ++i) {
        block.k[i] = correlation_shift(block.tau_m[i], block.k[i]);
    }
}

bool holds_ordinary(const BatchBlock& block, std::size_t i) {
    const LifNeuron neuron{.tau_m = block.tau_m[i],
                           .tau_r = block.tau_r[i],
                           .V_th = block.V_th[i],
                           .V_0 = block.V_0[i]};
    return is_ordinary(neuron, {.mu = block.mu[i], .sigma = block.sigma[i]}, block.k[i]);
}

/// Puts an ordinary point in place of one that the vector code cannot take.
void replace(BatchBlock& block, std::size_t i) {
    block.mu[i] = 0.0;
    block.sigma[i] = 1.0;
    block.V_0[i] = 0.0;
    block.V_th[i] = 1.0;
    block.tau_m[i] = 1.0;
    block.tau_r[i] = 0.0;
    block.k[i] = 0.0;
}

void compute_point(BatchQuantity quantity, const Point& p, const BatchResults& results,
                   std::size_t i) {
    if (quantity == BatchQuantity::cv) {
        results.value[i] = exp::cv(p.neuron, p.synapse, p.input);
        return;
    }
    results.value[i] = exp::firing_rate(p.neuron, p.synapse, p.input);
    if (quantity == BatchQuantity::rate) return;
    const auto derivatives = exp::rate_derivatives(p.neuron, p.synapse, p.input);
    results.d_mu[i] = derivatives.d_mu;
    results.d_sigma[i] = derivatives.d_sigma;
}

/// A point that is extreme or invalid, one by one.
void compute_extraordinary(BatchQuantity quantity, const Point& p, const BatchResults& results,
                           std::size_t i) {
    try {
        compute_point(quantity, p, results, i);
    } catch (const InvalidParameter& error) {
        throw InvalidParameter(fmt::format("entry {}: {}", i, error.what()));
    }
}

}  // namespace

void compute_batch(BatchQuantity quantity, BatchMethod method, const BatchColumns& columns,
                   const BatchResults& results) {
    check_sizes(quantity, columns, results);
    BatchBlock block;
    BlockResults block_results;
    const std::size_t n = results.value.size();
    for (std::size_t first = 0; first < n; first += capacity) {
        const std::size_t count = std::min(capacity, n - first);
        fill(block, columns, first, count);
        std::array<bool, capacity> ordinary;
        for (std::size_t i = 0; i < capacity; ++i) {
            ordinary[i] = holds_ordinary(block, i);
            if (!ordinary[i]) replace(block, i);
        }
        compute_block(quantity, method, block, count, block_results);
        std::copy_n(block_results.value, count, results.value.begin() + first);
        if (quantity == BatchQuantity::rate_derivatives) {
            std::copy_n(block_results.d_mu, count, results.d_mu.begin() + first);
            std::copy_n(block_results.d_sigma, count, results.d_sigma.begin() + first);
        }
        for (std::size_t i = 0; i < count; ++i) {
            if (ordinary[i]) continue;
            compute_extraordinary(quantity, point(columns, method, first + i), results, first + i);
        }
    }
}

}  // namespace siegert::lif
