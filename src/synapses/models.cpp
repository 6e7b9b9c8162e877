#include "synapses/models.hpp"

#include "model/time_constants.hpp"
#include "require.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

namespace siegert::synapses {
namespace {

double no_time(double) {
    return 0.0;
}

double as_given(double tau_s) {
    return tau_s;
}

Complex unfiltered(Complex) {
    return 1.0;
}

/// 1 / z, but finite for 0.
Complex reciprocal(Complex z) {
    const double square = std::max(std::norm(z), std::numeric_limits<double>::min());
    return {z.real() / square, -z.imag() / square};
}

Complex low_pass(Complex z) {
    return reciprocal(1.0 + z);
}

/// The variance of the noise follows its intensity with half the time constant.
Complex low_pass_of_variance(Complex z) {
    return low_pass(z) * reciprocal(1.0 + 0.5 * z);
}

constexpr std::array models{
    Model{SynapseType::delta, false, no_time, unfiltered, unfiltered},
    Model{SynapseType::exponential, true, as_given, low_pass, low_pass_of_variance}};

}  // namespace

const Model& model(SynapseType type) {
    const auto* found = std::ranges::find(models, type, &Model::type);
    if (found == models.end()) throw InvalidParameter("there are no synapses of this kind");
    return *found;
}

const Model& model(const Network& network) {
    return model(network.synapse);
}

bool has_current(const Network& network) {
    return model(network).has_current;
}

std::vector<double> currents(const Network& network, Index i) {
    std::vector<double> taus = distinct_tau_s(network, i);
    for (double& tau : taus) tau = model(network).time_constant(tau);
    const auto last = std::unique(taus.begin(), taus.end());
    taus.erase(last, taus.end());
    if (taus.front() == 0.0) std::ranges::rotate(taus, taus.begin() + 1);
    return taus;
}

namespace {

std::size_t position(const Network& network, Index i, double tau_s) {
    const std::vector<double> taus = currents(network, i);
    const auto found = std::ranges::find(taus, model(network).time_constant(tau_s));
    return found == taus.end() ? 0 : static_cast<std::size_t>(found - taus.begin());
}

}  // namespace

std::size_t current_of(const Network& network, Index i, Index j) {
    return position(network, i, connection_tau_s(network, i, j));
}

std::size_t external_current_of(const Network& network, Index i, Index m) {
    return position(network, i, external_tau_s(network, i, m));
}

double time_constant(const Network& network, Index i) {
    const Model& synapse = model(network);
    return synapse.has_current ? synapse.time_constant(shared_tau_s(network, i)) : 0.0;
}

Vector time_constants(const Network& network) {
    return Vector::NullaryExpr(network.tau_m.size(),
                               [&](Index i) { return time_constant(network, i); });
}

}  // namespace siegert::synapses
