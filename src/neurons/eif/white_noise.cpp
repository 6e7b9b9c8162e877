#include "neurons/eif/white_noise.hpp"

#include "require.hpp"

namespace siegert::neurons {

eif::EifNeuron eif_neuron(const Network& network, Index i) {
    return {.tau_m = network.tau_m(i),
            .tau_r = network.tau_r(i),
            .V_th = network.V_th(i),
            .V_0 = network.V_0(i),
            .Delta_T = network.Delta_T(i),
            .V_T = network.V_T(i)};
}

namespace {

lif::Input input_of(const Input& input, Index i) {
    return {.mu = input.mu(i), .sigma = input.sigma(i)};
}

Stationary stationary(const Group& group, const Input& input) {
    const auto n = static_cast<Index>(group.populations.size());
    Stationary state{.nu = Vector(n), .d_mu = Vector(n), .d_sigma = Vector(n)};
    for (Index k = 0; k < n; ++k) {
        const Index i = group.populations[static_cast<std::size_t>(k)];
        const eif::EifNeuron neuron = eif_neuron(group.network, i);
        const auto slope = eif::rate_derivatives(neuron, input_of(input, i));
        state.nu(k) = eif::firing_rate(neuron, input_of(input, i));
        state.d_mu(k) = slope.d_mu;
        state.d_sigma(k) = slope.d_sigma;
    }
    return state;
}

Vector cvs(const Group& group, const Input& input) {
    Vector values(static_cast<Index>(group.populations.size()));
    for (Index k = 0; k < values.size(); ++k) {
        const Index i = group.populations[static_cast<std::size_t>(k)];
        values(k) = eif::cv(eif_neuron(group.network, i), input_of(input, i));
    }
    return values;
}

Response response(const Network& network, Index i, const Input& input, const ComplexVector& s,
                  lif::Convention convention) {
    if (convention != lif::Convention::exact) {
        throw InvalidParameter(
            "convention must be exact for eif neurons, as what was published "
            "with nnmt is a formula for lif neurons");
    }
    auto n = eif::transfer_function(eif_neuron(network, i), input_of(input, i), s);
    return {.n_mu = std::move(n.n_mu), .n_sigma2 = std::move(n.n_sigma2)};
}

Vector spectrum(const Network& network, Index i, const Input& input, const Vector& omegas) {
    return eif::renewal_spectrum(eif_neuron(network, i), input_of(input, i), omegas);
}

}  // namespace

const Theory eif_white_noise{
    .stationary = stationary, .cvs = cvs, .response = response, .spectrum = spectrum};

}  // namespace siegert::neurons
