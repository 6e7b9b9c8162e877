#include <siegert/model/network.hpp>

#include <siegert/error.hpp>

#include "model/network_check.hpp"

#include <fmt/format.h>

namespace siegert {

LifNeuron neuron(const Network& network, Index i) {
    return {.tau_m = network.tau_m(i),
            .tau_r = network.tau_r(i),
            .V_th = network.V_th(i),
            .V_0 = network.V_0(i)};
}

void validate(const Network& network) {
    const auto fault = find_fault(network);
    if (!fault) return;
    const std::string found = fault->value ? fmt::format("{}", *fault->value) : fault->found;
    throw InvalidParameter(fmt::format("{} must {}, got {}", fault->subject, fault->demand, found));
}

}  // namespace siegert
