#include "model/time_constants.hpp"
#include "convert/scripts.hpp"

#include <cmath>
#include <set>

namespace siegert::convert {

bool has_one_time_constant(const Network& network) {
    const bool same_outside = network.tau_s_ext.size() == 0 ||
                              (network.tau_s_ext.colwise() - network.tau_s.col(0)).isZero(0.0);
    return network.tau_s.cols() == 1 && same_outside;
}

Matrix time_constants_of_connections(const Network& network) {
    return Matrix::NullaryExpr(network.K.rows(), network.K.cols(),
                               [&](Index i, Index j) { return connection_tau_s(network, i, j); });
}

Matrix time_constants_of_external_connections(const Network& network) {
    return Matrix::NullaryExpr(network.K_ext.rows(), network.K_ext.cols(),
                               [&](Index i, Index m) { return external_tau_s(network, i, m); });
}

namespace {

// Calls visit(time constant, weight) for each kind of synapse onto population i.
template <class Visit>
void for_each_synapse(const Network& network, Index i, Visit&& visit) {
    for (Index j = 0; j < network.K.cols(); ++j) {
        if (network.K(i, j) > 0.0) visit(connection_tau_s(network, i, j), network.J(i, j));
    }
    for (Index k = 0; k < network.K_ext.cols(); ++k) {
        if (network.K_ext(i, k) > 0.0) visit(external_tau_s(network, i, k), network.J_ext(i, k));
    }
}

}  // namespace

std::vector<double> time_constants(const Network& network, Index i) {
    std::set<double> distinct;
    for_each_synapse(network, i, [&](double tau_s, double) { distinct.insert(tau_s); });
    return {distinct.begin(), distinct.end()};
}

std::optional<TimeConstantsBySign> time_constants_by_sign(const Network& network) {
    const Index n = network.N.size();
    TimeConstantsBySign result{.excitatory = Vector(n), .inhibitory = Vector(n)};
    for (Index i = 0; i < n; ++i) {
        std::set<double> excitatory, inhibitory;
        for_each_synapse(network, i, [&](double tau_s, double J) {
            (J < 0.0 ? inhibitory : excitatory).insert(tau_s);
        });
        if (excitatory.size() > 1 || inhibitory.size() > 1) return std::nullopt;
        const double any = !excitatory.empty()   ? *excitatory.begin()
                           : !inhibitory.empty() ? *inhibitory.begin()
                                                 : network.tau_s(i, 0);
        result.excitatory(i) = any;
        result.inhibitory(i) = inhibitory.empty() ? any : *inhibitory.begin();
    }
    return result;
}

bool has_fractional_indegree(const Network& network) {
    return (network.K.array() != network.K.array().floor()).any();
}

}  // namespace siegert::convert
