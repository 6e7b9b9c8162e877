#include "theory/conductance_map.hpp"

#include <siegert/error.hpp>

#include "model/time_constants.hpp"
#include "synapses/models.hpp"

#include <algorithm>

namespace siegert::theory {
namespace {

void require_alike(const Network& network) {
    if (network.weight_dist != WeightDistribution::none) {
        throw InvalidParameter(
            "weight_dist must be none for the theory of conductances, which does not average over "
            "weights");
    }
    if (network.connection_rule != ConnectionRule::fixed_indegree) {
        throw InvalidParameter(
            "connection_rule must be fixed_indegree for the theory of conductances, which does not "
            "average over in-degrees");
    }
}

double leak_conductance(const Network& network, Index i) {
    return network.C(i) / network.tau_m(i);
}

neurons::Conductances at_rest(const Network& network, Index i) {
    const std::vector<double> tau = synapses::currents(network, i);
    const std::vector<double> E_rev = synapses::reversal_potentials(network, i);
    const auto kinds = static_cast<Index>(tau.size());
    return {.tau = Eigen::Map<const Vector>(tau.data(), kinds),
            .E_rev = Eigen::Map<const Vector>(E_rev.data(), kinds),
            .mean = Vector::Zero(kinds),
            .variance = Vector::Zero(kinds)};
}

/// What a rate of spikes of weight J [S] adds to mean and variance.
struct Contribution {
    double mean;      ///< [s]
    double variance;  ///< [s]
};

Contribution contribution(double leak, double tau, double J, double K) {
    const double jump = J / leak;
    return {.mean = K * jump * tau, .variance = 0.5 * K * jump * jump * tau};
}

void add_external(const Network& network, Index i, neurons::Conductances& conductances) {
    for (Index m = 0; m < network.K_ext.cols(); ++m) {
        const auto [mean, variance] =
            contribution(leak_conductance(network, i), external_tau_s(network, i, m),
                         network.J_ext(i, m), network.K_ext(i, m) * network.nu_ext(m));
        const auto kind = static_cast<Index>(synapses::external_current_of(network, i, m));
        conductances.mean(kind) += mean;
        conductances.variance(kind) += variance;
    }
}

}  // namespace

ConductanceMap conductance_map(const Network& network) {
    require_alike(network);
    const Index n = network.tau_m.size();
    ConductanceMap map{.kind = Matrix::Zero(n, n),
                       .mean = Matrix::Zero(n, n),
                       .variance = Matrix::Zero(n, n),
                       .external = {}};
    for (Index i = 0; i < n; ++i) {
        for (Index j = 0; j < n; ++j) {
            const auto [mean, variance] =
                contribution(leak_conductance(network, i), connection_tau_s(network, i, j),
                             network.J(i, j), network.K(i, j));
            map.mean(i, j) = mean;
            map.variance(i, j) = variance;
            map.kind(i, j) = static_cast<double>(synapses::current_of(network, i, j));
        }
        map.external.push_back(at_rest(network, i));
        add_external(network, i, map.external.back());
    }
    return map;
}

std::vector<neurons::Conductances> conductances_at(const ConductanceMap& map, const Vector& nu) {
    std::vector<neurons::Conductances> all = map.external;
    for (Index i = 0; i < map.kind.rows(); ++i) {
        neurons::Conductances& own = all[static_cast<std::size_t>(i)];
        for (Index j = 0; j < nu.size(); ++j) {
            const auto kind = static_cast<Index>(map.kind(i, j));
            const double rate = std::max(nu(j), 0.0);
            own.mean(kind) += map.mean(i, j) * rate;
            own.variance(kind) += map.variance(i, j) * rate;
        }
    }
    return all;
}

Matrix jacobian(const ConductanceMap& map, const std::vector<neurons::ConductanceSlopes>& slopes) {
    return Matrix::NullaryExpr(map.kind.rows(), map.kind.cols(), [&](Index i, Index j) {
        const neurons::ConductanceSlopes& own = slopes[static_cast<std::size_t>(i)];
        const auto kind = static_cast<Index>(map.kind(i, j));
        return own.mean(kind) * map.mean(i, j) + own.variance(kind) * map.variance(i, j);
    });
}

}  // namespace siegert::theory
