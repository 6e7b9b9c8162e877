#include "lif/batch.hpp"

#include <siegert/lif/exp.hpp>

#include "lif/colored_noise.hpp"
#include "lif/rate_problem.hpp"
#include "require.hpp"

#include <algorithm>
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
            .synapse = {
                .tau_s = columns.tau_s ? entry(*columns.tau_s, i) : 0.0,
                .method = method == BatchMethod::shift ? exp::Method::shift : exp::Method::taylor}};
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
    const std::size_t padded =
        (count + BatchBlock::padding - 1) / BatchBlock::padding * BatchBlock::padding;
    if (values.size() == 1) {
        if (first == 0) std::fill_n(column, padded, values[0]);  // later blocks are no larger
        return;
    }
    std::copy_n(values.begin() + static_cast<std::ptrdiff_t>(first), count, column);
    std::fill(column + count, column + padded, column[count - 1]);
}

void fill(BatchBlock& block, const BatchColumns& columns, std::size_t first, std::size_t count) {
    static constexpr double zero[] = {0.0};
    fill(block.mu, columns.mu, first, count);
    fill(block.sigma, columns.sigma, first, count);
    fill(block.V_0, columns.V_0, first, count);
    fill(block.V_th, columns.V_th, first, count);
    fill(block.tau_m, columns.tau_m, first, count);
    fill(block.tau_r, columns.tau_r, first, count);
    fill(block.tau_s, columns.tau_s.value_or(zero), first, count);
}

void copy(const double* values, std::size_t count, std::span<double> results, std::size_t first) {
    std::copy_n(values, count, results.begin() + static_cast<std::ptrdiff_t>(first));
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

/// The points that the vector code cannot take, extreme or invalid, one by one.
void compute_extraordinary(BatchQuantity quantity, BatchMethod method, const BatchColumns& columns,
                           std::size_t first, std::size_t count, const BatchResults& results) {
    for (std::size_t i = first; i < first + count; ++i) {
        const Point p = point(columns, method, i);
        if (is_ordinary(p.neuron, p.input, correlation_shift(p.neuron.tau_m, p.synapse.tau_s))) {
            continue;
        }
        try {
            compute_point(quantity, p, results, i);
        } catch (const InvalidParameter& error) {
            throw InvalidParameter(fmt::format("entry {}: {}", i, error.what()));
        }
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
        const bool all_ordinary = compute_block(quantity, method, block, count, block_results);
        copy(block_results.value, count, results.value, first);
        if (quantity == BatchQuantity::rate_derivatives) {
            copy(block_results.d_mu, count, results.d_mu, first);
            copy(block_results.d_sigma, count, results.d_sigma, first);
        }
        if (all_ordinary) continue;
        compute_extraordinary(quantity, method, columns, first, count, results);
    }
}

}  // namespace siegert::lif
