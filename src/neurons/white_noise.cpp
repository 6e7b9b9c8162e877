#include "neurons/white_noise.hpp"

#include "neurons/each_population.hpp"
#include "neurons/own_current.hpp"
#include "require.hpp"

namespace siegert::neurons {
namespace {

Stationary stationary(const Group& group, const Input& input) {
    const auto n = static_cast<Index>(group.populations.size());
    Stationary state{.nu = Vector(n), .d_mu = Vector(n), .d_sigma = Vector(n)};
    for_each_population(group, [&](Index k, Index i) {
        const IntegrateAndFireNeuron neuron = neuron_of(group.network, i);
        const auto slope = rate_derivatives(neuron, input_of(input, i));
        state.nu(k) = firing_rate(neuron, input_of(input, i));
        state.d_mu(k) = slope.d_mu;
        state.d_sigma(k) = slope.d_sigma;
    });
    return state;
}

Vector cvs(const Group& group, const Input& input) {
    return of_each_population(
        group, [&](Index i) { return cv(neuron_of(group.network, i), input_of(input, i)); });
}

Response response(const Network& network, Index i, const Input& input, const ComplexVector& s,
                  lif::Convention convention) {
    if (convention != lif::Convention::exact) {
        throw InvalidParameter(
            "convention must be exact for neurons with a current of their own, such as eif, as "
            "what was published with nnmt is a formula for lif neurons");
    }
    auto n = transfer_function(neuron_of(network, i), input_of(input, i), s);
    return {.n_mu = std::move(n.n_mu), .n_sigma2 = std::move(n.n_sigma2)};
}

Vector spectrum(const Network& network, Index i, const Input& input, const Vector& omegas) {
    return renewal_spectrum(neuron_of(network, i), input_of(input, i), omegas);
}

}  // namespace

const Theory white_noise{
    .stationary = stationary, .cvs = cvs, .response = response, .spectrum = spectrum};

}  // namespace siegert::neurons
