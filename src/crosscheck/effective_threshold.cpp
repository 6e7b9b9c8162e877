#include "crosscheck/effective_threshold.hpp"

#include <siegert/crosscheck/grid_rate.hpp>
#include <siegert/lif/delta.hpp>

#include <algorithm>
#include <cmath>
#include <utility>
#include <vector>

namespace siegert::crosscheck {
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
    for (const auto& [other, statistics] : solved) {
        if (same(problem, other)) return statistics;
    }
    solved.emplace_back(problem, grid_rate(problem.neuron, problem.inputs, problem.drift, dt));
    return solved.back().second;
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

double rate_at(const Network& network, Index i, const lif::Input& input, lif::exp::Method method) {
    if (network.synapse == SynapseType::delta) {
        return lif::delta::firing_rate(neuron(network, i), input);
    }
    return lif::exp::firing_rate(neuron(network, i), {.tau_s = network.tau_s(i), .method = method},
                                 input);
}

FiniteWeights finite_weight_rates(const Network& network, const Vector& nu, double dt,
                                  const Vector& additional) {
    FiniteWeights result{.rates = Vector::Zero(nu.size()), .cvs = Vector::Zero(nu.size())};
    std::vector<std::pair<Problem, GridRate>> solved;
    for (Index i = 0; i < nu.size(); ++i) {
        const double drift = constant_potential(network, i) + additional(i);
        const auto inputs = poisson_inputs(network, i, nu);
        const bool excited =
            std::ranges::any_of(inputs, [](const auto& x) { return x.weight > 0; });
        if (!excited && drift <= network.V_th(i)) continue;
        LifNeuron rounded = neuron(network, i);
        rounded.tau_r = std::round(rounded.tau_r / dt) * dt;
        const Problem problem{.neuron = rounded, .inputs = inputs, .drift = drift};
        const GridRate statistics = solved_once(problem, dt, solved);
        result.rates(i) = statistics.rate;
        result.cvs(i) = statistics.cv;
    }
    return result;
}

Network with_thresholds(Network network, const Vector& shift) {
    network.V_th += shift;
    return network;
}

Vector threshold_shifts(const Network& network, const theory::WorkingPoint& point,
                        lif::exp::Method method, const Vector& target) {
    const Index n = network.N.size();
    Vector shifts = Vector::Zero(n);
    for (Index i = 0; i < n; ++i) {
        if (!(target(i) > 0.0)) continue;
        const double distance = network.V_th(i) - network.V_0(i);
        const auto rate_shifted = [&](double shift) {
            Network shifted = network;
            shifted.V_th(i) += shift;
            return rate_at(shifted, i, {.mu = point.mean_input(i), .sigma = point.std_input(i)},
                           method);
        };
        // The rate falls with the threshold.
        double low = -0.999 * distance;
        double high = distance;
        for (int step = 0; step < 60; ++step) {
            const double middle = 0.5 * (low + high);
            (rate_shifted(middle) > target(i) ? low : high) = middle;
        }
        shifts(i) = 0.5 * (low + high);
    }
    return shifts;
}

}  // namespace siegert::crosscheck
