#include <siegert/model/network.hpp>

namespace siegert {

LifNeuron neuron(const Network& network, Index i) {
    return {.tau_m = network.tau_m(i),
            .tau_r = network.tau_r(i),
            .V_th = network.V_th(i),
            .V_0 = network.V_0(i)};
}

}  // namespace siegert
