#include "neurons/conductance/galerkin.hpp"

#include "numerics/linear_algebra.hpp"

#include <cmath>

namespace siegert::neurons::conductance {
namespace {

constexpr Index coarse_cells = 80;

/// What is left of an error of first order of the mesh, from ask(level) on each.
template <class Value, class Ask>
Value on_both(const GalerkinState& state, Ask ask) {
    return 2.0 * ask(state.levels[1]) - ask(state.levels[0]);
}

Vector weights(const GalerkinState& state, const GalerkinState::Level& level) {
    return state.op.probability(level.cells.exits);
}

double rate_of(const GalerkinState& state, const GalerkinState::Level& level) {
    return weights(state, level).dot(level.density.flux);
}

UpwindCrossing crossing(const GalerkinState& state, const GalerkinState::Level& level, Complex s,
                        Driven driven) {
    return upwind_crossing(state.op, level.cells, level.density, s, driven);
}

/// 1 / s (1 - exp(-s tau_r))
Complex time_refractory(Complex s, double tau_r) {
    return s == 0.0 ? tau_r : (1.0 - std::exp(-s * tau_r)) / s;
}

/// The total of p and refractory neurons for a flux.
ComplexVector total_of(const UpwindCrossing& crossing, const Vector& q, double tau_r, Complex s) {
    return crossing.mass + time_refractory(s, tau_r) * q.cast<Complex>();
}

/// Where flux x obeys x = first_passage x + driven: these equations, one of which is replaced by
/// the known total of p and refractory neurons. At s = 0 they are dependent, and close to it.
struct FluxEquations {
    ComplexMatrix system;
    ComplexVector replaced;  ///< what multiplies the known total
};

FluxEquations flux_equations(const UpwindCrossing& crossing, const Vector& q, double tau_r,
                             Complex s) {
    const ComplexVector total = total_of(crossing, q, tau_r, s);
    const ComplexVector v = q.cast<Complex>() / total.cwiseAbs().maxCoeff();
    return {.system = ComplexMatrix::Identity(q.size(), q.size()) - crossing.first_passage +
                      v * total.transpose(),
            .replaced = v};
}

}  // namespace

int nodes_of(const ConductanceNeuron& neuron, const Options& options) {
    constexpr int usual[] = {8, 6, 4, 3};
    return options.nodes == 0 ? usual[neuron.conductances.size() - 1] : options.nodes;
}

GalerkinState galerkin_state(const ConductanceNeuron& neuron, int nodes) {
    GalerkinState state{.op = conductance_operator(neuron.conductances, nodes, neuron.neuron.tau_r),
                        .levels = {}};
    Index count = coarse_cells;
    for (auto& level : state.levels) {
        level.cells = upwind_cells(neuron, state.op, count);
        level.density = upwind_density(state.op, level.cells);
        count *= 2;
    }
    return state;
}

double firing_rate(const GalerkinState& state) {
    return on_both<double>(state, [&](const auto& level) { return rate_of(state, level); });
}

ComplexVector response_at(const GalerkinState& state, Complex s) {
    return on_both<ComplexVector>(state, [&](const auto& level) -> ComplexVector {
        const UpwindCrossing there = crossing(state, level, s, Driven::everything);
        const Vector q = weights(state, level);
        if (q.size() == 0) return ComplexVector::Zero(there.driven.cols());
        const auto equations = flux_equations(there, q, level.cells.tau_r, s);
        const ComplexMatrix right =
            there.driven - equations.replaced * there.driven_mass.transpose();
        return (q.cast<Complex>().transpose() * numerics::solve(equations.system, right))
            .transpose();
    });
}

// After a spike come those of the first, the second, ... passage: x + B x + B^2 x + ...; the total
// of what they leave is nu / s.
double spectrum_at(const GalerkinState& state, double omega) {
    return on_both<double>(state, [&](const auto& level) -> double {
        const Vector q = weights(state, level);
        if (q.size() == 0) return 0.0;
        const Complex s(0.0, omega);
        const double nu = rate_of(state, level);
        const UpwindCrossing there = crossing(state, level, s, Driven::nothing);
        const auto equations = flux_equations(there, q, level.cells.tau_r, s);
        const ComplexVector all =
            numerics::solve(equations.system, level.density.flux.template cast<Complex>() +
                                                  equations.replaced * (nu / s));
        return 2.0 * q.cast<Complex>().cwiseProduct(all).sum().real() - nu;
    });
}

// (1 - E[exp(-s T)]) / s is the total of p and refractory neurons for the flux x / nu: what is
// missing of it is on its way. For s = i y nu its imaginary part is -y nu E[T^2] / 2 up to y^3,
// which two values of y tell apart.
double mean_square_interval(const GalerkinState& state) {
    return on_both<double>(state, [&](const auto& level) -> double {
        constexpr double small = 1e-2;
        const Vector q = weights(state, level);
        const double nu = rate_of(state, level);
        if (!(nu > 0.0)) return 2.0;
        const auto square = [&](double y) {
            const Complex s(0.0, y * nu);
            const UpwindCrossing there = crossing(state, level, s, Driven::nothing);
            const ComplexVector total = total_of(there, q, level.cells.tau_r, s);
            return -2.0 / y * total.imag().dot(level.density.flux);
        };
        return (4.0 * square(small) - square(2.0 * small)) / 3.0;
    });
}

}  // namespace siegert::neurons::conductance
