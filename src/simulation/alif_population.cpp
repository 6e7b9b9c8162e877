#include <siegert/simulation/alif_population.hpp>

#include "numerics/complex_linear_algebra.hpp"
#include "numerics/linear_algebra.hpp"
#include "simulation/population_kernels.hpp"
#include "simulation/population_parameters.hpp"

#include <algorithm>
#include <cmath>

namespace siegert {
namespace {

void validate(const AdaptationParameters& current, std::size_t k, Index n,
              const PopulationOptions& options) {
    const auto name = [k](std::string_view field) {
        return fmt::format("adaptation[{}].{}", k, field);
    };
    population::require_each_positive(name("tau"), current.tau, n);
    if (options.integration == Integration::euler) {
        population::require_each(
            name("tau"), current.tau, n, [&](double tau) { return tau >= options.dt; },
            fmt::format("be at least dt = {} for forward Euler", options.dt));
    }
    population::require_each_finite(name("a"), current.a, n);
    population::require_each_finite(name("b"), current.b, n);
}

bool all_shared(const std::vector<AdaptationParameters>& adaptation) {
    return std::ranges::all_of(adaptation, [](const AdaptationParameters& current) {
        return current.tau.is_shared() && current.a.is_shared() && current.b.is_shared();
    });
}

/// x' = A x + (rate of charging) I of neuron i, with x = (v - u_rest, w_1, ..., w_m) and the input
/// I as the last, constant, component.
Matrix linear_system(const LifPopulationParameters& parameters,
                     const std::vector<AdaptationParameters>& adaptation, Index i) {
    const auto m = static_cast<Index>(adaptation.size());
    const double tau_m = parameters.tau_m[i];
    const double R = population::resistance(parameters, i);
    Matrix system = Matrix::Zero(m + 2, m + 2);
    system(0, 0) = -1.0 / tau_m;
    system(0, m + 1) = R / tau_m;
    for (Index k = 1; k <= m; ++k) {
        const auto& current = adaptation[static_cast<std::size_t>(k - 1)];
        system(0, k) = -R / tau_m;
        system(k, 0) = current.a[i] / current.tau[i];
        system(k, k) = -1.0 / current.tau[i];
    }
    return system;
}

/// Multiplies R w, not w, and R I by numbers near 1, so that the exponential is that of a matrix
/// with entries of similar size: volts and amperes differ by many orders of magnitude.
Matrix one_step(const LifPopulationParameters& parameters,
                const std::vector<AdaptationParameters>& adaptation, Index i,
                const PopulationOptions& options) {
    const Matrix system = options.dt * linear_system(parameters, adaptation, i);
    const Index size = system.rows();
    if (options.integration == Integration::euler) return Matrix::Identity(size, size) + system;
    Vector scale = Vector::Constant(size, population::resistance(parameters, i));
    scale(0) = 1.0;
    const Matrix scaled = scale.asDiagonal() * system * scale.cwiseInverse().asDiagonal();
    const Matrix propagator = numerics::exponential(scaled);
    return scale.cwiseInverse().asDiagonal() * propagator * scale.asDiagonal();
}

void require_stable(const Matrix& one_step, Index i, bool shared) {
    const Index size = one_step.rows() - 1;  // without the input
    const Matrix without_input = one_step.topLeftCorner(size, size);
    const double largest = numerics::eigenvalues(without_input).cwiseAbs().maxCoeff();
    require(largest < 1.0,
            shared ? "largest eigenvalue of one step"
                   : fmt::format("largest eigenvalue of one step of neuron {}", i),
            largest,
            "lie below 1 (take a larger adaptation a, or a smaller dt with forward Euler)");
}

std::vector<const double*> pointers(const std::vector<std::vector<double>>& rows) {
    std::vector<const double*> result;
    for (const auto& row : rows) result.push_back(row.data());
    return result;
}

}  // namespace

AlifPopulation::AlifPopulation(Index n, Index batch, const LifPopulationParameters& parameters,
                               const std::vector<AdaptationParameters>& adaptation,
                               const PopulationOptions& options)
    : lif_(n, batch, parameters, options), w_(adaptation.size(), StateArray::Zero(batch, n)) {
    for (std::size_t k = 0; k < adaptation.size(); ++k) validate(adaptation[k], k, n, options);

    const bool shared = population::distinct_neurons(parameters, n) == 1 && all_shared(adaptation);
    if (!shared) lif_.distinguish_neurons();
    const std::size_t m = adaptation.size();
    coefficients_.propagator.resize((m + 1) * (m + 1));
    coefficients_.charge.resize(m + 1);
    coefficients_.held_decay.resize(m);
    coefficients_.held_gain.resize(m);
    coefficients_.b.resize(m);
    for (Index i = 0; i < (shared ? 1 : n); ++i) {
        const Matrix step = one_step(parameters, adaptation, i, options);
        require_stable(step, i, shared);
        append_coefficients(step, adaptation, i, options);
    }
}

void AlifPopulation::append_coefficients(const Matrix& one_step,
                                         const std::vector<AdaptationParameters>& adaptation,
                                         Index i, const PopulationOptions& options) {
    const std::size_t dimension = adaptation.size() + 1;
    for (std::size_t row = 0; row < dimension; ++row) {
        const auto matrix_row = one_step.row(static_cast<Index>(row));
        for (std::size_t column = 0; column < dimension; ++column) {
            coefficients_.propagator[row * dimension + column].push_back(
                matrix_row(static_cast<Index>(column)));
        }
        coefficients_.charge[row].push_back(matrix_row(static_cast<Index>(dimension)));
    }
    for (std::size_t k = 0; k < adaptation.size(); ++k) {
        const double steps = options.dt / adaptation[k].tau[i];
        const double relaxed =
            options.integration == Integration::exact ? -std::expm1(-steps) : steps;
        coefficients_.held_decay[k].push_back(1.0 - relaxed);
        coefficients_.held_gain[k].push_back(adaptation[k].a[i] * relaxed);
        coefficients_.b[k].push_back(adaptation[k].b[i]);
    }
}

const SpikeArray& AlifPopulation::forward(std::span<const double> current) {
    const auto input = lif_.checked_current(current);
    const Index stride = static_cast<Index>(input.size()) == n() ? 0 : n();
    const auto propagator = pointers(coefficients_.propagator);
    const auto charge = pointers(coefficients_.charge);
    const auto held_decay = pointers(coefficients_.held_decay);
    const auto held_gain = pointers(coefficients_.held_gain);
    const auto b = pointers(coefficients_.b);
    std::vector<double*> w(w_.size());
    for (Index copy = 0; copy < batch(); ++copy) {
        for (std::size_t k = 0; k < w.size(); ++k) w[k] = w_[k].data() + copy * n();
        population::advance_alif(lif_.step(), {propagator, charge, held_decay, held_gain, b},
                                 lif_.state(copy), w, input.data() + copy * stride, n());
    }
    return lif_.s();
}

const SpikeArray& AlifPopulation::forward(double current) {
    return forward(std::span<const double>(&current, 1));
}

const SpikeArray& AlifPopulation::forward(const StateArray& current) {
    return forward(population::as_span(current));
}

void AlifPopulation::require_adaptation_current(Index k) const {
    require(
        k >= 0 && k < adaptation_currents(), "k", static_cast<double>(k),
        fmt::format("be one of the {} adaptation currents, counted from 0", adaptation_currents()));
}

const StateArray& AlifPopulation::w(Index k) const {
    require_adaptation_current(k);
    return w_[static_cast<std::size_t>(k)];
}

void AlifPopulation::set_w(Index k, std::span<const double> w) {
    require_adaptation_current(k);
    population::require_values("w", w, n(), batch(), lif_.current_limit_);
    population::assign(w_[static_cast<std::size_t>(k)], w);
}

void AlifPopulation::set_w(Index k, double w) {
    set_w(k, std::span<const double>(&w, 1));
}

void AlifPopulation::set_w(Index k, const StateArray& w) {
    set_w(k, population::as_span(w));
}

void AlifPopulation::reset_state() {
    lif_.reset_state();
    for (auto& w : w_) w.setZero();
}

}  // namespace siegert
