#include "neurons/adaptation/galerkin.hpp"

#include "numerics/linear_algebra.hpp"

#include <algorithm>
#include <cmath>

namespace siegert::neurons::adaptation {
namespace {

// A frame is at least so wide that a spike moves a current by not more of it.
constexpr double longest_jump = 5.0;

// The frame is free. This many steps of the way to the moments make it good to 1e-4 of itself, and
// the same number at every input makes rates smooth.
constexpr int frame_steps = 4;

/// What is left of errors of second and fourth order of the mesh.
template <class Value>
Value extrapolated(const std::array<Value, 3>& levels) {
    const Value coarse = (4.0 * levels[1] - levels[0]) / 3.0;
    const Value fine = (4.0 * levels[2] - levels[1]) / 3.0;
    return (16.0 * fine - coarse) / 15.0;
}

/// Of ask(level) on each mesh.
template <class Value, class Ask>
Value on_all(const GalerkinState& state, Ask ask) {
    const auto& levels = state.levels;
    return extrapolated<Value>({ask(levels[0]), ask(levels[1]), ask(levels[2])});
}

double rate_of(const AdaptingOperator& op, const StationaryDensity& density) {
    return op.probability.dot(density.flux);
}

double narrowest(const AdaptationCurrent& current, double sigma) {
    constexpr double narrow = 1e-3;
    return std::abs(current.b) / longest_jump + narrow * std::abs(current.a) * sigma;
}

/// Spikes as a Poisson process, the potential as without threshold.
AdaptationFrame first_frame(const AdaptingNeuron& neuron, const lif::Input& input,
                            const MeanField& field) {
    AdaptationFrame frame{.mean = field.currents, .sd = field.currents};
    const double tau_m = neuron.neuron.tau_m;
    for (Index k = 0; k < frame.sd.size(); ++k) {
        const AdaptationCurrent& c = neuron.adaptation[static_cast<std::size_t>(k)];
        const double by_spikes = c.b * c.b * c.tau * field.rate;
        const double by_potential = c.a * c.a * input.sigma * input.sigma * tau_m / (tau_m + c.tau);
        const double sd = std::sqrt(0.5 * (by_spikes + by_potential));
        frame.sd(k) = std::max(narrowest(c, input.sigma), sd);
    }
    return frame;
}

Cells cells_in(const AdaptationFrame& frame, const Problem& problem, double largest,
               std::size_t coarsening) {
    constexpr double rare = 3.0;
    const double w = frame.mean.sum();
    const AdaptationRange range{.typical = w, .highest = w + rare * frame.sd.norm()};
    return cells_on(problem, potential_mesh(problem, range, largest, coarsening));
}

/// Moves the frame to the moments of the density.
AdaptationFrame frame_of(const AdaptationFrame& old, const HermiteModes& modes,
                         const AdaptingOperator& op, const StationaryDensity& density,
                         const AdaptingNeuron& neuron, const lif::Input& input) {
    const Vector c = op.coefficients * density.mass;
    AdaptationFrame frame = old;
    for (int j = 0; j < modes.currents; ++j) {
        const AdaptationCurrent& current = neuron.adaptation[static_cast<std::size_t>(j)];
        const double mean = c(pure_mode(modes, j, 1)) / c(0);
        const double square = 1.0 + std::sqrt(2.0) * c(pure_mode(modes, j, 2)) / c(0);
        const double variance = std::max(0.0, square - mean * mean);
        if (!std::isfinite(mean) || !std::isfinite(variance)) return old;
        frame.mean(j) += old.sd(j) * mean;
        frame.sd(j) = std::max(narrowest(current, input.sigma), old.sd(j) * std::sqrt(variance));
    }
    return frame;
}

/// 1 / s (1 - exp(-s tau_r))
Complex time_refractory(Complex s, double tau_r) {
    return s == 0.0 ? tau_r : (1.0 - std::exp(-s * tau_r)) / s;
}

/// Where flux x obeys x = first_passage x + driven: these equations, one of which is replaced by
/// the change of the total of p and refractory neurons. At s = 0 they are dependent, and close to
/// it.
struct FluxEquations {
    ComplexMatrix system;
    ComplexVector replaced;  ///< what multiplies the known total
};

FluxEquations flux_equations(const AdaptingOperator& op, const Crossing& crossing, double tau_r,
                             Complex s) {
    const ComplexVector q = op.probability.cast<Complex>();
    const ComplexVector total = crossing.mass + time_refractory(s, tau_r) * q;
    const ComplexVector v = q / total.cwiseAbs().maxCoeff();
    return {.system = ComplexMatrix::Identity(q.size(), q.size()) - crossing.first_passage +
                      v * total.transpose(),
            .replaced = v};
}

}  // namespace

GalerkinState galerkin_state(const AdaptingNeuron& neuron, const lif::Input& input,
                             const MeanField& start, int order, double largest) {
    const Problem problem = problem_of(neuron.neuron, input);
    const HermiteModes modes = hermite_modes(static_cast<int>(neuron.adaptation.size()), order);
    const auto op_in = [&](const AdaptationFrame& frame) {
        return adapting_operator(modes, frame, neuron.adaptation, problem.V_0, problem.tau_r);
    };
    AdaptationFrame frame = first_frame(neuron, input, start);
    for (int k = 0; k < frame_steps; ++k) {
        const AdaptingOperator op = op_in(frame);
        const auto density = stationary_density(op, cells_in(frame, problem, 0.0, 4), problem.V_0);
        frame = frame_of(frame, modes, op, density, neuron, input);
    }
    GalerkinState state{.frame = frame, .op = op_in(frame), .levels = {}};
    std::size_t coarsening = 4;
    for (auto& level : state.levels) {
        level.cells = cells_in(frame, problem, largest, coarsening);
        level.density = stationary_density(state.op, level.cells, problem.V_0);
        coarsening /= 2;
    }
    return state;
}

double firing_rate(const GalerkinState& state) {
    return on_all<double>(state,
                          [&](const auto& level) { return rate_of(state.op, level.density); });
}

double mean_potential(const GalerkinState& state) {
    return on_all<double>(state, [](const auto& level) { return level.density.mean_potential; });
}

std::array<Complex, 2> response_at(const GalerkinState& state, Complex s) {
    using Pair = Eigen::RowVector2cd;
    const Pair n = on_all<Pair>(state, [&](const auto& level) -> Pair {
        const ComplexVector q = state.op.probability.cast<Complex>();
        const Crossing there = crossing(state.op, level.cells, level.density, s);
        const auto equations = flux_equations(state.op, there, level.cells.tau_r, s);
        const ComplexMatrix right =
            there.driven - equations.replaced * there.driven_mass.transpose();
        return q.transpose() * numerics::solve(equations.system, right);
    });
    return {n(0), n(1)};
}

// After a spike come those of the first, the second, ... passage: x + B x + B^2 x + ...; the total
// of what they leave is nu / s.
double spectrum_at(const GalerkinState& state, double omega) {
    return on_all<double>(state, [&](const auto& level) -> double {
        const Complex s(0.0, omega);
        const double nu = rate_of(state.op, level.density);
        const ComplexVector q = state.op.probability.cast<Complex>();
        const ComplexVector x = level.density.flux.template cast<Complex>();
        const Crossing there = crossing(state.op, level.cells, level.density, s);
        const auto equations = flux_equations(state.op, there, level.cells.tau_r, s);
        const ComplexVector all =
            numerics::solve(equations.system, x + equations.replaced * (nu / s));
        return 2.0 * q.cwiseProduct(all).sum().real() - nu;
    });
}

// (1 - E[exp(-s T)]) / s is the total of p and refractory neurons for the flux x / nu: what is
// missing of it is on its way. For s = i x nu its imaginary part is -x nu E[T^2] / 2 up to x^3,
// which two values of x tell apart.
double mean_square_interval(const GalerkinState& state) {
    return on_all<double>(state, [&](const auto& level) -> double {
        constexpr double small = 1e-2;
        const double nu = rate_of(state.op, level.density);
        const auto square = [&](double x) {
            const Complex s(0.0, x * nu);
            const Crossing there = crossing(state.op, level.cells, level.density, s);
            const ComplexVector total =
                there.mass + time_refractory(s, level.cells.tau_r) * state.op.probability;
            return -2.0 / x * total.imag().dot(level.density.flux);
        };
        return (4.0 * square(small) - square(2.0 * small)) / 3.0;
    });
}

}  // namespace siegert::neurons::adaptation
