#include <siegert/theory/finite_psp.hpp>

#include <siegert/arrays.hpp>

#include "require.hpp"

#include <Eigen/SparseCore>
#include <Eigen/SparseLU>

#include <algorithm>
#include <cmath>

namespace siegert::theory {
namespace {

// The potential is cut off this many standard deviations below mean and reset: a neuron gets there
// with a probability below 1e-15.
constexpr double depth = 8.0;
constexpr Index least_cells = 500;
constexpr Index most_cells = 20000;
constexpr double cells_per_weight = 8.0;  // on the coarser of two grids

/// Potentials V_i = V_th - i h for i = 0 ... cells.
struct Grid {
    double V_th;
    double h;
    Index cells;
};

struct Problem {
    LifNeuron neuron;
    std::vector<PoissonInput> inputs;
    double drift;
};

/// The lowest potential that matters.
double lowest_potential(const Problem& problem) {
    double mean = problem.drift;
    double variance = 0.0;
    double largest = 0.0;
    for (const auto& input : problem.inputs) {
        mean += problem.neuron.tau_m * input.rate * input.weight;
        variance += problem.neuron.tau_m * input.rate * input.weight * input.weight / 2.0;
        largest = std::max(largest, std::abs(input.weight));
    }
    const double room = depth * std::sqrt(variance) + largest;
    return std::min({mean, problem.neuron.V_0, problem.drift}) - room;
}

Grid coarsest_grid(const Problem& problem) {
    const double width = problem.neuron.V_th - lowest_potential(problem);
    double smallest = width;
    for (const auto& input : problem.inputs) smallest = std::min(smallest, std::abs(input.weight));
    const double wanted = std::ceil(width / smallest * cells_per_weight);
    const Index cells = static_cast<Index>(
        std::clamp(wanted, static_cast<double>(least_cells), static_cast<double>(most_cells)));
    // A weight that is a multiple of the grid constant puts the kinks of T onto grid points.
    const double steps = std::max(1.0, std::round(smallest / width * static_cast<double>(cells)));
    const double h = smallest < width ? smallest / steps : width / static_cast<double>(cells);
    return {.V_th = problem.neuron.V_th, .h = h, .cells = static_cast<Index>(std::ceil(width / h))};
}

using Triplets = std::vector<Eigen::Triplet<double>>;

/// Adds coefficient * T(V) to row i: linear between grid points, zero from threshold on, constant
/// below the grid.
void add_value(Triplets& matrix, const Grid& grid, Index i, double V, double coefficient) {
    const double position = (grid.V_th - V) / grid.h;
    if (position < -1e-9) return;
    const double inside = std::clamp(position, 0.0, static_cast<double>(grid.cells));
    const Index k = std::min(static_cast<Index>(inside), grid.cells - 1);
    const double fraction = inside - static_cast<double>(k);
    if (fraction < 1.0) matrix.emplace_back(i, k, coefficient * (1.0 - fraction));
    if (fraction > 0.0) matrix.emplace_back(i, k + 1, coefficient * fraction);
}

/// Adds speed * T'(V_i), differenced to second order towards where the drift goes.
void add_drift(Triplets& matrix, const Grid& grid, Index i, double speed) {
    const Index direction = speed > 0.0 ? -1 : 1;  // up in V is down in i
    const double scale = std::abs(speed) / grid.h;
    const Index last = speed > 0.0 ? i : grid.cells - i;
    if (last >= 2) {
        matrix.emplace_back(i, i, -1.5 * scale);
        matrix.emplace_back(i, i + direction, 2.0 * scale);
        matrix.emplace_back(i, i + 2 * direction, -0.5 * scale);
    } else if (last == 1) {
        matrix.emplace_back(i, i, -scale);
        matrix.emplace_back(i, i + direction, scale);
    }
}

/// T(V_0) on the grid. At threshold T is zero if the drift crosses it; if the drift leads away, T
/// jumps there, and T_0 is its value just below.
double mean_time_to_spike(const Problem& problem, const Grid& grid) {
    const Index n = grid.cells + 1;
    Triplets triplets;
    Vector right = Vector::Constant(n, -1.0);
    for (Index i = 0; i < n; ++i) {
        const double V = grid.V_th - static_cast<double>(i) * grid.h;
        const double speed = (problem.drift - V) / problem.neuron.tau_m;
        if (i == 0 && speed > 0.0) {
            triplets.emplace_back(0, 0, 1.0);
            right(0) = 0.0;
            continue;
        }
        add_drift(triplets, grid, i, speed);
        for (const auto& input : problem.inputs) {
            triplets.emplace_back(i, i, -input.rate);
            const double jumped = V + input.weight;
            // A jump that ends within rounding of the threshold has reached it.
            if (jumped < grid.V_th - 1e-9 * grid.h)
                add_value(triplets, grid, i, jumped, input.rate);
        }
    }
    Eigen::SparseMatrix<double> matrix(n, n);
    matrix.setFromTriplets(triplets.begin(), triplets.end());
    const Eigen::SparseLU<Eigen::SparseMatrix<double>> solver(matrix);
    if (solver.info() != Eigen::Success) {
        throw AccuracyNotReached("finite_psp_rate: the linear system is singular");
    }
    const Vector T = solver.solve(right);
    const double position = (grid.V_th - problem.neuron.V_0) / grid.h;
    const Index k = std::min(static_cast<Index>(position), grid.cells - 1);
    const double fraction = position - static_cast<double>(k);
    return (1.0 - fraction) * T(k) + fraction * T(k + 1);
}

double rate_on(const Problem& problem, Grid grid, Index refinement) {
    grid.h /= static_cast<double>(refinement);
    grid.cells *= refinement;
    return 1.0 / (problem.neuron.tau_r + mean_time_to_spike(problem, grid));
}

Problem checked(const LifNeuron& neuron, const std::vector<PoissonInput>& inputs, double drift) {
    validate(neuron);
    require_finite("drift", drift);
    Problem problem{.neuron = neuron, .inputs = {}, .drift = drift};
    bool excited = drift > neuron.V_th;
    for (const auto& input : inputs) {
        require_not_negative("rate", input.rate);
        require_finite("weight", input.weight);
        if (input.rate == 0.0 || input.weight == 0.0) continue;
        problem.inputs.push_back(input);
        excited = excited || input.weight > 0.0;
    }
    if (!excited) {
        throw InvalidParameter(
            "inputs must contain an excitatory one, or the drift must exceed V_th");
    }
    return problem;
}

}  // namespace

FinitePspRate finite_psp_rate(const LifNeuron& neuron, const std::vector<PoissonInput>& inputs,
                              double drift) {
    const Problem problem = checked(neuron, inputs, drift);
    const Grid grid = coarsest_grid(problem);
    const double coarse = rate_on(problem, grid, 1);
    const double fine = rate_on(problem, grid, 2);
    const double extrapolated = fine + (fine - coarse) / 3.0;  // second order
    return {.rate = std::max(0.0, extrapolated), .error = std::abs(extrapolated - fine)};
}

}  // namespace siegert::theory
