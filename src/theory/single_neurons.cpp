#include "theory/single_neurons.hpp"

#include "synapses/models.hpp"

#include <siegert/lif/delta.hpp>

#include <algorithm>
#include <cmath>

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

// The threshold [V] at which a neuron has the rate `target`: the rate falls with it.
double threshold_for(const Network& network, Index i, const lif::Input& input,
                     lif::exp::Method method, double target) {
    LifNeuron shifted = neuron(network, i);
    const double distance = shifted.V_th - shifted.V_0;
    double low = shifted.V_th - 0.999 * distance;
    double high = shifted.V_th + distance;
    constexpr int halvings = 60;
    for (int step = 0; step < halvings; ++step) {
        shifted.V_th = 0.5 * (low + high);
        const double rate = neuron_rate(network, i, shifted, input, method);
        (rate > target ? low : high) = shifted.V_th;
    }
    return 0.5 * (low + high);
}

}  // namespace

std::vector<PoissonInput> poisson_inputs(const Network& network, Index i, const Vector& nu) {
    std::vector<PoissonInput> inputs;
    const bool distributed =
        network.weight_dist != WeightDistribution::none && network.J_sd.size() != 0;
    for (Index j = 0; j < nu.size(); ++j) {
        add_weights(inputs, network.K(i, j) * nu(j), network.J(i, j),
                    distributed ? network.J_sd(i, j) : 0.0);
    }
    for (Index j = 0; j < network.nu_ext.size(); ++j) {
        add_weights(inputs, network.K_ext(i, j) * network.nu_ext(j), network.J_ext(i, j), 0.0);
    }
    return inputs;
}

double constant_potential(const Network& network, Index i) {
    return network.I_ext.size() == 0 ? 0.0 : network.I_ext(i) * network.tau_m(i) / network.C(i);
}

double neuron_rate(const Network& network, Index i, const LifNeuron& neuron,
                   const lif::Input& input, lif::exp::Method method) {
    if (!synapses::has_current(network)) return lif::delta::firing_rate(neuron, input);
    return lif::exp::firing_rate(
        neuron, {.tau_s = synapses::time_constant(network, i), .method = method}, input);
}

Vector diffusion_rates(const Network& network, const WorkingPoint& point, lif::exp::Method method,
                       const Vector& additional) {
    Vector rates(additional.size());
    for (Index i = 0; i < rates.size(); ++i) {
        rates(i) = neuron_rate(
            network, i, neuron(network, i),
            {.mu = point.mean_input(i) + additional(i), .sigma = point.std_input(i)}, method);
    }
    return rates;
}

Vector finite_weight_rates_at(const Network& network, const WorkingPoint& point,
                              const FiniteWeightOptions& options, const Vector& additional) {
    Vector rates =
        finite_weight_rates(network, point.firing_rates.cwiseMax(0.0), options.dt, additional)
            .firing_rates;
    if (!synapses::has_current(network)) return rates;
    const Vector coloured = diffusion_rates(network, point, options.method, additional);
    for (Index i = 0; i < rates.size(); ++i) {
        const double white = lif::delta::firing_rate(
            neuron(network, i),
            {.mu = point.mean_input(i) + additional(i), .sigma = point.std_input(i)});
        if (white > 0.0) rates(i) *= coloured(i) / white;
    }
    return rates;
}

Network with_rates(const Network& network, const WorkingPoint& point, lif::exp::Method method,
                   const Vector& target) {
    Network shifted = network;
    for (Index i = 0; i < target.size(); ++i) {
        if (!(target(i) > 0.0)) continue;
        shifted.V_th(i) =
            threshold_for(network, i, {.mu = point.mean_input(i), .sigma = point.std_input(i)},
                          method, target(i));
    }
    return shifted;
}

WorkingPoint working_point_near(const Network& network, const Vector& start,
                                lif::exp::Method method) {
    const Vector below = start.cwiseMin((0.9 / network.tau_r.array().max(1e-6)).matrix());
    WorkingPoint point = working_point(network, {.method = method, .start = below});
    require_converged(point);
    return point;
}

}  // namespace siegert::theory
