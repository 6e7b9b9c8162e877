#include "unconnected.hpp"

#include <fmt/format.h>

namespace siegert::validation {

Network unconnected(const std::vector<LifNeuron>& neurons, Index size) {
    const auto n = static_cast<Index>(neurons.size());
    Network network;
    network.synapse = SynapseType::delta;
    network.N = Vector::Constant(n, static_cast<double>(size));
    network.tau_m = network.tau_r = network.V_th = network.V_0 = network.tau_s = Vector::Zero(n);
    for (Index i = 0; i < n; ++i) {
        const LifNeuron& neuron = neurons[static_cast<std::size_t>(i)];
        network.populations.push_back(fmt::format("{}", i + 1));
        network.tau_m(i) = neuron.tau_m;
        network.tau_r(i) = neuron.tau_r;
        network.V_th(i) = neuron.V_th;
        network.V_0(i) = neuron.V_0;
    }
    network.J = network.K = Matrix::Zero(n, n);
    network.Delay = Matrix::Constant(n, n, 1e-3);  // none is used, but none may be 0
    network.J_ext = network.K_ext = Matrix::Zero(n, 0);
    network.nu_ext = Vector::Zero(0);
    return network;
}

}  // namespace siegert::validation
