#include "neurons/eif/white_noise.hpp"

#include "neurons/white_noise.hpp"

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

IntegrateAndFireNeuron neuron_with_current(const Network& network, Index i) {
    return eif::with_current(eif_neuron(network, i));
}

}  // namespace

const Theory eif_white_noise = white_noise<neuron_with_current>;

}  // namespace siegert::neurons
