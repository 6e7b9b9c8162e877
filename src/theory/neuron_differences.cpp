#include "theory/neuron_differences.hpp"

#include <utility>

namespace siegert::theory {
namespace {

// Variance of the number of synapses of a neuron.
Matrix indegree_variance(const Network& network) {
    const Matrix& K = network.K;
    switch (network.connection_rule) {
        case ConnectionRule::fixed_indegree:
            break;
        case ConnectionRule::fixed_total_number:  // each synapse ends at one of N_i neurons
            return ((1.0 - network.N.array().inverse()).matrix()).asDiagonal() * K;
        case ConnectionRule::pairwise_bernoulli:
            return K - K.cwiseAbs2() * network.N.cwiseInverse().asDiagonal();
    }
    return Matrix::Zero(K.rows(), K.cols());
}

}  // namespace

Vector variance_between_neurons(const Network& network, const Vector& nu) {
    Matrix variance = network.J.cwiseAbs2().cwiseProduct(indegree_variance(network));
    if (network.weight_dist != WeightDistribution::none && network.J_sd.size() != 0) {
        variance += network.J_sd.cwiseAbs2().cwiseProduct(network.K);
    }
    return network.tau_m.cwiseAbs2().cwiseProduct(variance * nu.cwiseAbs2());
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
