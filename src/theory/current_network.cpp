#include "theory/current_network.hpp"

#include "model/time_constants.hpp"
#include "synapses/models.hpp"
#include "theory/conductance_map.hpp"
#include "theory/input_from_currents.hpp"

#include <cmath>

namespace siegert::theory {
namespace {

/// What each neuron does on average.
struct Means {
    Vector potential;    ///< [V]
    Vector conductance;  ///< of the membrane, relative to that of the leak, which is in it
};

Means means_at(const Network& network, const Vector& nu) {
    const auto all = conductances_at(conductance_map(network), nu);
    Means means{.potential = input_from_currents(network),
                .conductance = Vector::Ones(network.tau_m.size())};
    for (Index i = 0; i < means.potential.size(); ++i) {
        const auto& own = all[static_cast<std::size_t>(i)];
        means.conductance(i) += own.mean.sum();
        means.potential(i) += own.mean.dot(own.E_rev);
        means.potential(i) /= means.conductance(i);
    }
    return means;
}

Network linearized(const Network& network, const Means& means) {
    Network currents = network;
    currents.synapse = SynapseType::exponential;
    currents.E_rev.resize(0, 0);
    currents.E_rev_ext.resize(0, 0);
    currents.tau_m = network.tau_m.cwiseQuotient(means.conductance);
    for (Index i = 0; i < network.tau_m.size(); ++i) {
        const auto per_weight = [&](double tau_s, double E_rev) {
            return tau_s * driving_force(E_rev, means.potential(i)) / network.C(i);
        };
        for (Index j = 0; j < network.J.cols(); ++j) {
            const double factor = per_weight(connection_tau_s(network, i, j), network.E_rev(i, j));
            currents.J(i, j) *= factor;
            if (network.J_sd.size() != 0) currents.J_sd(i, j) *= std::abs(factor);
        }
        for (Index m = 0; m < network.J_ext.cols(); ++m) {
            currents.J_ext(i, m) *=
                per_weight(external_tau_s(network, i, m), network.E_rev_ext(i, m));
        }
    }
    return currents;
}

}  // namespace

double driving_force(double E_rev, double V) {
    constexpr double least = 1e-4;  // [V]
    const double force = E_rev - V;
    return std::abs(force) > least ? force : std::copysign(least, force);
}

// Synapses that pull towards E_rev hold the mean potential V by currents <x> (E_rev - V), which
// are V - mu beside the leak, and all the rest is constant.
Network with_currents(const Network& network, const Vector& nu) {
    if (!synapses::has_conductance(network)) return network;
    const Means means = means_at(network, nu);
    Network currents = linearized(network, means);
    const Vector from_synapses =
        (means.potential - input_from_currents(network)).cwiseQuotient(means.conductance);
    currents.I_ext =
        (means.potential - from_synapses).cwiseProduct(network.C).cwiseQuotient(currents.tau_m);
    return currents;
}

Network with_currents_at_rest(const Network& network) {
    if (!synapses::has_conductance(network)) return network;
    const Index n = network.tau_m.size();
    return linearized(network, {.potential = Vector::Zero(n), .conductance = Vector::Ones(n)});
}

Vector mean_potentials(const Network& network, const Vector& nu) {
    return means_at(network, nu).potential;
}

}  // namespace siegert::theory
