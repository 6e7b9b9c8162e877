#include "synapses/models.hpp"

#include "require.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

namespace siegert::synapses {
namespace {

double no_time(const Network&, Index, Index) {
    return 0.0;
}

double of_target(const Network& network, Index i, Index) {
    return network.tau_s(i);
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
    Model{SynapseType::exponential, true, of_target, low_pass, low_pass_of_variance}};

}  // namespace

const Model& model(const Network& network) {
    const auto* found = std::ranges::find(models, network.synapse, &Model::type);
    if (found == models.end()) throw InvalidParameter("there are no synapses of this kind");
    return *found;
}

bool has_current(const Network& network) {
    return model(network).has_current;
}

double time_constant(const Network& network, Index i) {
    return model(network).time_constant(network, i, 0);
}

Vector time_constants(const Network& network) {
    Vector tau(network.tau_m.size());
    const Model& synapse = model(network);
    for (Index i = 0; i < tau.size(); ++i) tau(i) = synapse.time_constant(network, i, 0);
    return tau;
}

}  // namespace siegert::synapses
