#include "neurons/white_noise.hpp"

#include "require.hpp"

namespace siegert::neurons {

Stationary white_noise_stationary(NeuronOf neuron_of, const Group& group, const Input& input) {
    const auto n = static_cast<Index>(group.populations.size());
    Stationary state{.nu = Vector(n), .d_mu = Vector(n), .d_sigma = Vector(n)};
    for (Index k = 0; k < n; ++k) {
        const Index i = group.populations[static_cast<std::size_t>(k)];
        const IntegrateAndFireNeuron neuron = neuron_of(group.network, i);
        const auto slope = rate_derivatives(neuron, input_of(input, i));
        state.nu(k) = firing_rate(neuron, input_of(input, i));
        state.d_mu(k) = slope.d_mu;
        state.d_sigma(k) = slope.d_sigma;
    }
    return state;
}

Vector white_noise_cvs(NeuronOf neuron_of, const Group& group, const Input& input) {
    Vector values(static_cast<Index>(group.populations.size()));
    for (Index k = 0; k < values.size(); ++k) {
        const Index i = group.populations[static_cast<std::size_t>(k)];
        values(k) = cv(neuron_of(group.network, i), input_of(input, i));
    }
    return values;
}

Response white_noise_response(const IntegrateAndFireNeuron& neuron, const lif::Input& input,
                              const ComplexVector& s, lif::Convention convention) {
    if (convention != lif::Convention::exact) {
        throw InvalidParameter(
            "convention must be exact for neurons with a current of their own, such as eif, as "
            "what was published with nnmt is a formula for lif neurons");
    }
    auto n = transfer_function(neuron, input, s);
    return {.n_mu = std::move(n.n_mu), .n_sigma2 = std::move(n.n_sigma2)};
}

}  // namespace siegert::neurons
