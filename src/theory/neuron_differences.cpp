#include "theory/neuron_differences.hpp"

#include <utility>

namespace siegert::theory {
namespace {

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

}  // namespace

// Column by column, for large matrices of their own cost more than what is computed.
Vector variance_between_neurons(const Network& network, const Vector& nu) {
    const bool distributed =
        network.weight_dist != WeightDistribution::none && network.J_sd.size() != 0;
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

// Simpson's rule at the points that fit the first five moments.
Vector rates_of_different_neurons(const RateMap& map, const neurons::Input& input,
                                  const Vector& variance) {
    const Vector step = (3.0 * variance).cwiseSqrt();
    const auto rates = [&](double steps) {
        neurons::Input moved = input;
        moved.mu += steps * step;
        return neurons::rates(map.network, map.parts, moved);
    };
    return 2.0 / 3.0 * rates(0.0) + (rates(1.0) + rates(-1.0)) / 6.0;
}

}  // namespace siegert::theory
