#include <siegert/theory/finite_weights.hpp>

#include "neurons/kinds.hpp"
#include "require.hpp"
#include "synapses/models.hpp"
#include "theory/current_network.hpp"
#include "theory/single_neurons.hpp"

#include <siegert/theory/grid_rate.hpp>

#include <algorithm>
#include <cmath>
#include <utility>

namespace siegert::theory {
namespace {

struct Problem {
    LifNeuron neuron;
    std::vector<PoissonInput> inputs;
    double drift;
};

bool same(const Problem& a, const Problem& b) {
    const auto same_input = [](const PoissonInput& x, const PoissonInput& y) {
        return x.rate == y.rate && x.weight == y.weight;
    };
    return a.neuron.tau_m == b.neuron.tau_m && a.neuron.tau_r == b.neuron.tau_r &&
           a.neuron.V_th == b.neuron.V_th && a.neuron.V_0 == b.neuron.V_0 && a.drift == b.drift &&
           std::ranges::equal(a.inputs, b.inputs, same_input);
}

// Populations that are alike are solved once: it takes a tenth of a second and more.
GridRate solved_once(const Problem& problem, double dt,
                     std::vector<std::pair<Problem, GridRate>>& solved) {
    for (const auto& [other, intervals] : solved) {
        if (same(problem, other)) return intervals;
    }
    solved.emplace_back(problem, grid_rate(problem.neuron, problem.inputs, problem.drift, dt));
    return solved.back().second;
}

bool can_fire(const Problem& problem) {
    return problem.drift > problem.neuron.V_th ||
           std::ranges::any_of(problem.inputs, [](const auto& x) { return x.weight > 0.0; });
}

}  // namespace

FiniteWeightRates finite_weight_rates(const Network& network, const Vector& nu, double dt,
                                      const Vector& additional) {
    validate(network);
    const Index n = network.N.size();
    require(nu.size() == n, "nu", static_cast<double>(nu.size()),
            fmt::format("have {} entries", n));
    require(additional.size() == n, "additional", static_cast<double>(additional.size()),
            fmt::format("have {} entries", n));
    require_positive("dt", dt);
    for (Index i = 0; i < n; ++i) {
        require_not_negative("nu", nu(i));
        require_finite("additional", additional(i));
    }
    FiniteWeightRates result{.firing_rates = Vector::Zero(n), .cvs = Vector::Zero(n)};
    std::vector<std::pair<Problem, GridRate>> solved;
    const auto leaky = equivalent_lif_neurons(network, nu, additional);
    const Network currents = with_currents(network, nu);
    for (Index i = 0; i < n; ++i) {
        const LifNeuron& neuron = leaky[static_cast<std::size_t>(i)];
        Problem problem{.neuron = neuron,
                        .inputs = poisson_inputs(network, i, nu),
                        .drift = constant_potential(currents, i) +
                                 additional(i) * neuron.tau_m / network.tau_m(i)};
        problem.neuron.tau_r = std::round(problem.neuron.tau_r / dt) * dt;
        if (!can_fire(problem)) continue;
        const GridRate intervals = solved_once(problem, dt, solved);
        result.firing_rates(i) = intervals.rate;
        result.cvs(i) = intervals.cv;
    }
    return result;
}

FiniteWeightState finite_weight_state(const Network& network, const WorkingPoint& point,
                                      const FiniteWeightOptions& options) {
    constexpr int iterations = 6;  // the shift hardly depends on the rates
    // With exponential synapses, or neurons of another kind, the shift is an estimate.
    const bool known = !synapses::has_current(network) && neurons::fire_by_first_passage(network);
    const double negligible = known ? 1e-5 : 1e-3;
    const Vector none = Vector::Zero(network.N.size());
    FiniteWeightState state{.network = network, .point = point};
    for (int step = 0; step < iterations; ++step) {
        const Vector nu = state.point.firing_rates;
        state.network = with_rates(network, state.point, options.method,
                                   finite_weight_rates_at(network, state.point, options, none));
        state.point = working_point_near(state.network, nu, options.method);
        if ((state.point.firing_rates - nu).norm() <= negligible * nu.norm()) break;
    }
    return state;
}

}  // namespace siegert::theory
