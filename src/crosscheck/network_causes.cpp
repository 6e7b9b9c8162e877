#include "crosscheck/network_causes.hpp"

#include "crosscheck/effective_threshold.hpp"

#include <Eigen/LU>

#include <algorithm>
#include <cmath>
#include <numbers>

namespace siegert::crosscheck {
namespace {

// Lets the rates be `target` at the inputs of the working point, and the network react to it.
Prediction::Cause changed_rates(const Base& base, std::string name, const Vector& target) {
    const Method method = base.options.method;
    const Network shifted =
        with_thresholds(base.network, threshold_shifts(base.network, base.point, method, target));
    return cause_of(base, std::move(name), shifted,
                    state_of(shifted, base.point.firing_rates, method), method);
}

// Variance of the mean input [V^2] between the neurons of a population: of in-degrees that are not
// fixed, and of weights that are drawn once.
Vector variance_between_neurons(const Network& network, const Vector& nu) {
    const bool random_indegrees = network.connection_rule != ConnectionRule::fixed_indegree;
    const bool distributed =
        network.weight_dist != WeightDistribution::none && network.J_sd.size() != 0;
    Matrix variance = Matrix::Zero(nu.size(), nu.size());
    if (random_indegrees) variance += network.J.cwiseAbs2();
    if (distributed) variance += network.J_sd.cwiseAbs2();
    return network.tau_m.cwiseAbs2().cwiseProduct(variance.cwiseProduct(network.K) *
                                                  nu.cwiseAbs2());
}

}  // namespace

Prediction::Cause late_spikes(const Base& base) {
    Prediction::Cause cause{.name = "spikes on the grid",
                            .values = Vector::Zero(base.values.size()),
                            .exact = std::vector<bool>(base.keys.size(), false),
                            .uncertainty = {},
                            .standard_error = {}};
    const ComplexMatrix n_mu =
        transfer_functions(base.network, base.point, base.options.method, base.options.frequencies);
    for (std::size_t r = 0; r < base.keys.size(); ++r) {
        const auto& key = base.keys[r];
        const bool real = key.quantity == Quantity::transfer_function_real;
        if (!real && key.quantity != Quantity::transfer_function_imaginary) continue;
        const double phase = std::numbers::pi * key.frequency * base.options.dt;
        const Complex change = n_mu(key.k, key.i) * (std::polar(1.0, -phase) - 1.0);
        cause.values(static_cast<Index>(r)) = real ? change.real() : change.imag();
    }
    return cause;
}

Prediction::Cause returning_spikes(const Base& base) {
    const Network& network = base.network;
    const Index n = network.N.size();
    const Vector n_mu =
        transfer_functions(network, base.point, base.options.method, Vector::Zero(1)).row(0).real();
    const Matrix W = white_connectivity(network, base.point, base.options.method, 1.0, 1)[0].real();
    const Matrix JK = network.J.cwiseProduct(network.K);
    const Matrix one = Matrix::Identity(n, n);
    const Matrix detours = JK * ((one - W).partialPivLu().inverse() - one);
    // The mean input contains what returns, as if it came at any time. At worst it comes when it
    // has no effect.
    const auto without = [&](const Vector& jumps) {
        const Vector change =
            -n_mu.cwiseProduct(network.tau_m).cwiseProduct(jumps.cwiseQuotient(network.N));
        return (base.point.firing_rates.array() * (1.0 + change.array()).max(0.0)).matrix().eval();
    };
    const char* name = "spikes that return to their neuron";
    auto cause = changed_rates(base, name, without(detours.diagonal()));
    if (!network.autapses) return cause;
    // Both ways are usually of opposite sign: the truth lies between.
    const Vector direct = changed_rates(base, name, without(JK.diagonal())).values;
    const Vector both = (cause.values + direct).cwiseAbs();
    cause.values = cause.values.cwiseAbs().cwiseMax(direct.cwiseAbs()).cwiseMax(both);
    return cause;
}

bool neurons_differ(const Base& base) {
    return variance_between_neurons(base.network, base.point.firing_rates).maxCoeff() > 0.0;
}

Prediction::Cause different_neurons(const Base& base) {
    const Vector variance = variance_between_neurons(base.network, base.point.firing_rates);
    Vector target = base.point.firing_rates;
    for (Index i = 0; i < target.size(); ++i) {
        // The mean over a normal distribution of mu, to the order of Simpson's rule at the points
        // that fit its first five moments.
        const double step = std::sqrt(3.0 * variance(i));
        const auto rate = [&](double change) {
            return rate_at(
                base.network, i,
                {.mu = base.point.mean_input(i) + change, .sigma = base.point.std_input(i)},
                base.options.method);
        };
        target(i) = 2.0 / 3.0 * rate(0.0) + (rate(step) + rate(-step)) / 6.0;
    }
    return changed_rates(base, "differences between neurons", target);
}

}  // namespace siegert::crosscheck
