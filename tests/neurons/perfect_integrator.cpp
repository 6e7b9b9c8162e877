#include "neurons/perfect_integrator.hpp"

namespace siegert::neurons {
namespace {

/// The drift mu / tau_m covers the distance from reset to threshold.
Stationary stationary(const Group& group, const Input& input) {
    const Network& network = group.network;
    const Vector mu = input.mu(group.populations);
    const Vector way = network.tau_m.cwiseProduct(network.V_th - network.V_0)(group.populations);
    return {.nu = mu.cwiseMax(0.0).cwiseQuotient(way),
            .d_mu = (mu.array() > 0.0).select(way.cwiseInverse(), 0.0),
            .d_sigma = Vector::Zero(mu.size())};
}

/// Of the inverse Gaussian distribution: CV^2 = sigma^2 / (mu (V_th - V_0)); 1 without drift.
Vector cvs(const Group& group, const Input& input) {
    const Vector distance = (group.network.V_th - group.network.V_0)(group.populations);
    const Vector mu = input.mu(group.populations);
    const Vector sigma = input.sigma(group.populations);
    const Vector square = sigma.array().square() / (mu.array() * distance.array());
    return (mu.array() > 0.0).select(square.cwiseSqrt(), 1.0);
}

}  // namespace

const Theory perfect_integrator{.stationary = stationary, .cvs = cvs};

}  // namespace siegert::neurons
