#include "theory/neuron_differences.hpp"

#include "model/neuron_spread.hpp"
#include "theory/neuron_sample.hpp"

#include <cmath>
#include <utility>
#include <vector>

namespace siegert::theory {
namespace {

bool has_distributed_weights(const Network& network) {
    return network.weight_dist != WeightDistribution::none && network.J_sd.size() != 0;
}

// Variance of the number of synapses of a neuron from population j.
Vector indegree_variance(const Network& network, Index j) {
    const auto K = network.K.col(j).array();
    switch (network.connection_rule) {
        case ConnectionRule::fixed_indegree:
            break;
        case ConnectionRule::fixed_total_number:  // each synapse ends at one of N_i neurons
            return (1.0 - network.N.array().inverse()) * K;
        case ConnectionRule::pairwise_bernoulli:
            return K - K.square() / network.N(j);
    }
    return Vector::Zero(K.size());
}

// <J^2> and <J^3> of a weight.
struct WeightMoments {
    double second;
    double third;
};

WeightMoments weight_moments(const Network& network, Index i, Index j) {
    const double J = network.J(i, j);
    const double sd = has_distributed_weights(network) ? network.J_sd(i, j) : 0.0;
    const double second = J * J + sd * sd;
    if (network.weight_dist == WeightDistribution::lognormal && J != 0.0) {
        return {.second = second, .third = std::pow(second / J, 3.0)};
    }
    return {.second = second, .third = J * (J * J + 3.0 * sd * sd)};
}

// What K synapses from j have in common is taken off: the mean of those that are drawn without
// replacement, or are as many for every neuron.
struct InCommon {
    double of_second_moment;
    double of_squared_mean;
};

InCommon in_common(const Network& network, Index i, Index j) {
    switch (network.connection_rule) {
        case ConnectionRule::fixed_indegree:
            break;
        case ConnectionRule::fixed_total_number:
            return {.of_second_moment = 0.0, .of_squared_mean = 1.0 / network.N(i)};
        case ConnectionRule::pairwise_bernoulli:
            return {.of_second_moment = network.K(i, j) / network.N(j), .of_squared_mean = 0.0};
    }
    return {.of_second_moment = 0.0, .of_squared_mean = 1.0};
}

MomentOfDifferences no_differences(Index n) {
    return {.by_second_moment = Matrix::Zero(n, n), .by_squared_mean = Matrix::Zero(n, n)};
}

// Averages over all properties in which neurons differ; input is proportional to tau_m.
Vector averaged_rates(const RateMap& map, const neurons::Input& input, const Vector& variance) {
    const Index n = input.mu.size();
    std::vector<NeuronSample> neurons;
    for (Index i = 0; i < n; ++i) {
        const auto own = quadrature(map.network, i, variance(i) > 0.0);
        neurons.insert(neurons.end(), own.begin(), own.end());
    }
    const auto count = static_cast<Index>(neurons.size());
    neurons::Input received{.mu = Vector(count), .sigma = Vector(count), .tau_s = Vector(count)};
    for (Index k = 0; k < count; ++k) {
        const NeuronSample& neuron = neurons[static_cast<std::size_t>(k)];
        const Index i = neuron.population;
        const double slower = neuron.tau_m / map.network.tau_m(i);
        received.mu(k) = slower * (input.mu(i) + neuron.z * std::sqrt(variance(i)));
        received.sigma(k) = std::sqrt(slower) * input.sigma(i);
        received.tau_s(k) = input.tau_s(i);
    }
    const Network apart = neurons_apart(map.network, neurons, input.tau_s);
    const Vector rates = neurons::rates(apart, parts_apart(map.parts, neurons), received);
    Vector average = Vector::Zero(n);
    for (Index k = 0; k < count; ++k) {
        const NeuronSample& neuron = neurons[static_cast<std::size_t>(k)];
        average(neuron.population) += neuron.weight * rates(k);
    }
    return average;
}

}  // namespace

Vector value(const MomentOfDifferences& moment, const Vector& nu, const Vector& q) {
    return moment.by_second_moment * q - moment.by_squared_mean * nu.cwiseAbs2();
}

Differences differences(const Network& network) {
    const Index n = network.tau_m.size();
    Differences result{.variance = no_differences(n), .covariance = no_differences(n)};
    for (Index i = 0; i < n; ++i) {
        const double tau2 = network.tau_m(i) * network.tau_m(i);
        for (Index j = 0; j < n; ++j) {
            const double synapses = tau2 * network.K(i, j);
            const double J = network.J(i, j);
            const auto [second, third] = weight_moments(network, i, j);
            const auto [of_q, of_nu2] = in_common(network, i, j);
            auto& [variance_q, variance_nu2] = result.variance;
            variance_q(i, j) = synapses * (second - of_q * J * J);
            variance_nu2(i, j) = synapses * of_nu2 * J * J;
            auto& [covariance_q, covariance_nu2] = result.covariance;
            covariance_q(i, j) = synapses * (third - of_q * J * second);
            covariance_nu2(i, j) = synapses * of_nu2 * J * second;
        }
    }
    return result;
}

// Column by column, for large matrices of their own cost more than what is computed.
Vector variance_between_neurons(const Network& network, const Vector& nu) {
    const bool distributed = has_distributed_weights(network);
    Vector variance = Vector::Zero(nu.size());
    if (network.connection_rule == ConnectionRule::fixed_indegree && !distributed) return variance;
    for (Index j = 0; j < nu.size(); ++j) {
        const double nu2 = nu(j) * nu(j);
        variance += nu2 * network.J.col(j).cwiseAbs2().cwiseProduct(indegree_variance(network, j));
        if (distributed) {
            variance += nu2 * network.J_sd.col(j).cwiseAbs2().cwiseProduct(network.K.col(j));
        }
    }
    return network.tau_m.cwiseAbs2().cwiseProduct(variance);
}

// Where only the input differs, Simpson's rule at the points that fit its first five moments.
Vector rates_of_different_neurons(const RateMap& map, const neurons::Input& input,
                                  const Vector& variance) {
    if (neurons_differ(map.network)) return averaged_rates(map, input, variance);
    const Vector step = (3.0 * variance).cwiseSqrt();
    const auto rates = [&](double steps) {
        neurons::Input moved = input;
        moved.mu += steps * step;
        return neurons::rates(map.network, map.parts, moved);
    };
    return 2.0 / 3.0 * rates(0.0) + (rates(1.0) + rates(-1.0)) / 6.0;
}

}  // namespace siegert::theory
