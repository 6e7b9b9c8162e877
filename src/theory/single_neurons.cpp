#include "theory/single_neurons.hpp"

#include "model/neuron_kinds.hpp"
#include "neurons/kinds.hpp"
#include "synapses/models.hpp"
#include "theory/current_network.hpp"
#include "theory/noise_mixture.hpp"
#include "theory/rate_map.hpp"

#include <siegert/lif/delta.hpp>

#include <algorithm>
#include <cmath>
#include <limits>

namespace siegert::theory {
namespace {

// Input of equal weight counts as one.
void add_weight(std::vector<PoissonInput>& inputs, double rate, double weight) {
    constexpr double rounding = 1e-9;
    for (auto& input : inputs) {
        if (std::abs(input.weight - weight) > rounding * std::abs(weight)) continue;
        input.rate += rate;
        return;
    }
    inputs.push_back({.rate = rate, .weight = weight});
}

// Three weights with the mean, the variance, and the third and fourth moment of a normal
// distribution.
void add_weights(std::vector<PoissonInput>& inputs, double rate, double mean, double sd) {
    if (rate == 0.0 || (mean == 0.0 && sd == 0.0)) return;
    if (sd == 0.0) {
        add_weight(inputs, rate, mean);
        return;
    }
    add_weight(inputs, rate * 2.0 / 3.0, mean);
    add_weight(inputs, rate / 6.0, mean + std::sqrt(3.0) * sd);
    add_weight(inputs, rate / 6.0, mean - std::sqrt(3.0) * sd);
}

// Adds the spikes of all sources to the inputs that place(kind) names, where `weights` are those of
// currents.
template <typename Place>
void add_sources(const Network& network, const Network& weights, Index i, const Vector& nu,
                 const Place& place) {
    const bool distributed =
        network.weight_dist != WeightDistribution::none && network.J_sd.size() != 0;
    for (Index j = 0; j < nu.size(); ++j) {
        add_weights(place(synapses::current_of(network, i, j)), network.K(i, j) * nu(j),
                    weights.J(i, j), distributed ? weights.J_sd(i, j) : 0.0);
    }
    for (Index m = 0; m < network.nu_ext.size(); ++m) {
        add_weights(place(synapses::external_current_of(network, i, m)),
                    network.K_ext(i, m) * network.nu_ext(m), weights.J_ext(i, m), 0.0);
    }
}

// The same, of conductances with the weights of the currents that they cause.
template <typename Place>
void add_sources(const Network& network, Index i, const Vector& nu, const Place& place) {
    if (!synapses::has_conductance(network)) return add_sources(network, network, i, nu, place);
    add_sources(network, with_currents(network, nu), i, nu, place);
}

void move_threshold(Network& network, Index i, double by) {
    network.V_th(i) += by;
    if (runs_away(neuron_type(network, i))) network.V_T(i) += by;
}

}  // namespace

std::vector<PoissonInput> poisson_inputs(const Network& network, Index i, const Vector& nu) {
    std::vector<PoissonInput> all;
    add_sources(
        network, i, nu, [&](std::size_t) -> auto& { return all; });
    return all;
}

std::vector<ShotInput> shot_inputs(const Network& network, Index i, const Vector& nu) {
    std::vector<ShotInput> inputs;
    for (const double tau_s : synapses::currents(network, i)) {
        inputs.push_back({.tau_s = tau_s, .shots = {}});
    }
    if (synapses::has_conductance(network)) {
        const double V = mean_potentials(network, nu)(i);
        const auto E_rev = synapses::reversal_potentials(network, i);
        for (std::size_t k = 0; k < inputs.size(); ++k) {
            inputs[k].conductance = {.E_rev = E_rev[k],
                                     .driving_force = driving_force(E_rev[k], V)};
        }
    }
    add_sources(
        network, i, nu, [&](std::size_t k) -> auto& { return inputs[k].shots; });
    return inputs;
}

double constant_potential(const Network& network, Index i) {
    return network.I_ext.size() == 0 ? 0.0 : network.I_ext(i) * network.tau_m(i) / network.C(i);
}

namespace {

Vector rates_at_input(const Network& network, const PopulationInputs& inputs,
                      lif::exp::Method method, const Vector& additional) {
    neurons::Input input = input_of(network, inputs, method);
    input.mu += additional;
    return neurons::rates(network, neurons::parts(network, method), input);
}

}  // namespace

Vector diffusion_rates(const Network& network, const WorkingPoint& point, lif::exp::Method method,
                       const Vector& additional) {
    return rates_at_input(
        network, {.mu = point.mean_input, .sigma = point.std_input, .nu = point.firing_rates},
        method, additional);
}

Vector finite_weight_rates_at(const Network& network, const WorkingPoint& point,
                              const FiniteWeightOptions& options, const Vector& additional) {
    const Vector nu = point.firing_rates.cwiseMax(0.0);
    Vector rates = finite_weight_rates(network, nu, options.dt, additional).firing_rates;
    if (neurons::fire_by_first_passage(network) && !synapses::has_current(network)) {
        return rates;
    }
    const Vector diffusion = diffusion_rates(network, point, options.method, additional);
    const auto leaky = equivalent_lif_neurons(network, nu, additional);
    for (Index i = 0; i < rates.size(); ++i) {
        const LifNeuron& neuron = leaky[static_cast<std::size_t>(i)];
        const double moved = additional(i) * neuron.tau_m / network.tau_m(i);
        const double white = lif::delta::firing_rate(
            neuron, {.mu = point.mean_input(i) + moved, .sigma = point.std_input(i)});
        if (white > 0.0) rates(i) *= diffusion(i) / white;
    }
    return rates;
}

namespace {

// A leaky neuron in white noise whose rate is `target`.
LifNeuron leaky_neuron(LifNeuron neuron, double way, const lif::Input& input, double target) {
    constexpr int halvings = 60;
    constexpr double farthest = 5.0;
    double low = neuron.V_0 + 1e-3 * way, high = neuron.V_0 + farthest * way;
    for (int step = 0; step < halvings; ++step) {
        neuron.V_th = 0.5 * (low + high);
        (lif::delta::firing_rate(neuron, input) > target ? low : high) = neuron.V_th;
    }
    return neuron;
}

}  // namespace

std::vector<LifNeuron> equivalent_lif_neurons(const Network& network, const Vector& nu,
                                              const Vector& additional) {
    constexpr auto method = lif::exp::Method::shift;
    const Network currents = with_currents(network, nu);
    const PopulationInputs inputs{
        .mu = mean_input(currents, nu), .sigma = std_input(currents, nu), .nu = nu};
    const bool themselves = neurons::fire_by_first_passage(network);
    const Vector rates = themselves ? nu : rates_at_input(network, inputs, method, additional);
    std::vector<LifNeuron> result;
    for (Index i = 0; i < nu.size(); ++i) {
        const LifNeuron neuron{.tau_m = currents.tau_m(i),
                               .tau_r = network.tau_r(i),
                               .V_th = network.V_th(i),
                               .V_0 = network.V_0(i)};
        const double moved = additional(i) * currents.tau_m(i) / network.tau_m(i);
        const lif::Input input{.mu = inputs.mu(i) + moved, .sigma = inputs.sigma(i)};
        const double way = way_to_threshold(network, i);
        result.push_back(themselves ? neuron : leaky_neuron(neuron, way, input, rates(i)));
    }
    return result;
}

Vector free_time_constants(const Network& network, const Vector& nu) {
    const auto noise = noise_by_time_constant(network);
    if (noise.empty()) return synapses::time_constants(network);
    Vector result(network.tau_m.size());
    for (Index i = 0; i < result.size(); ++i) {
        const double tau_m = network.tau_m(i);
        double variance = 0.0, kept = 0.0;
        for (const auto& part : parts_at(noise[static_cast<std::size_t>(i)], nu)) {
            variance += part.variance;
            kept += part.variance / (1.0 + part.tau_s / tau_m);
        }
        result(i) = kept > 0.0 ? tau_m * (variance / kept - 1.0) : 0.0;
    }
    return result;
}

double way_to_threshold(const Network& network, Index i) {
    return firing_threshold(network, i) - network.V_0(i);
}

namespace {

// False position for the root of a function that falls, a step at a time; where the root has been
// seen from one side only, steps to the other side grow.
struct Search {
    double farthest;  // from 0, where it begins
    double low = -std::numeric_limits<double>::infinity();
    double high = std::numeric_limits<double>::infinity();
    double at_low = 0.0, at_high = 0.0;
    int side = 0;  // which end moved last: -1 or 1

    // Where to look after x, where the function has this value.
    double next(double x, double value) {
        // Where the same end moves twice the other value is halved, so that both come closer.
        if (value > 0.0) {
            if (side < 0) at_high *= 0.5;
            low = x;
            at_low = value;
            side = -1;
        } else {
            if (side > 0) at_low *= 0.5;
            high = x;
            at_high = value;
            side = 1;
        }
        constexpr double first = 0.01, growth = 4.0;
        if (std::isinf(high)) return std::min(farthest, growth * low + first * farthest);
        if (std::isinf(low)) return std::max(-0.999 * farthest, growth * high - first * farthest);
        const double between = (low * at_high - high * at_low) / (at_high - at_low);
        return between > low && between < high ? between : 0.5 * (low + high);
    }
};

}  // namespace

Network with_rates(const Network& network, const WorkingPoint& point, lif::exp::Method method,
                   const Vector& target) {
    constexpr int most_steps = 60;
    constexpr double negligible = 1e-11;   // of the rate
    constexpr double least_rate = 1e-300;  // [Hz]
    const Index n = target.size();
    const Vector none = Vector::Zero(n);
    std::vector<Search> searches;
    for (Index i = 0; i < n; ++i) searches.push_back({.farthest = way_to_threshold(network, i)});
    const auto moved = [&](const Vector& by) {
        Network result = network;
        for (Index i = 0; i < n; ++i) move_threshold(result, i, by(i));
        return result;
    };
    // The rates fall with the thresholds.
    Vector by = none;
    for (int step = 0; step < most_steps; ++step) {
        const Vector rates = diffusion_rates(moved(by), point, method, none);
        const Vector before = by;
        double error = 0.0;
        for (Index i = 0; i < n; ++i) {
            if (!(target(i) > 0.0)) continue;
            const double excess = std::log(std::max(rates(i), least_rate) / target(i));
            if (std::abs(excess) < negligible) continue;
            by(i) = searches[static_cast<std::size_t>(i)].next(by(i), excess);
            if (by(i) != before(i)) error = std::max(error, std::abs(excess));
        }
        if (error == 0.0) break;
    }
    return moved(by);
}

WorkingPoint working_point_near(const Network& network, const Vector& start,
                                lif::exp::Method method) {
    const Vector below = start.cwiseMin((0.9 / network.tau_r.array().max(1e-6)).matrix());
    WorkingPoint point = working_point(network, {.method = method, .start = below});
    require_converged(point);
    return point;
}

}  // namespace siegert::theory
