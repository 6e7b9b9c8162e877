#include <siegert/model/network.hpp>

#include <siegert/error.hpp>

#include "model/adaptation_currents.hpp"
#include "model/enumerators.hpp"
#include "model/network_check.hpp"

#include <fmt/format.h>

namespace siegert {

NeuronType neuron_type(const Network& network, Index i) {
    return network.neuron.empty() ? NeuronType::lif : network.neuron[static_cast<std::size_t>(i)];
}

LifNeuron neuron(const Network& network, Index i) {
    if (const NeuronType type = neuron_type(network, i); type != NeuronType::lif) {
        throw InvalidParameter(
            fmt::format("neuron must be lif for this calculation, which knows no others, got {}",
                        schema::name_of(type)));
    }
    if (!adaptation_currents(network, i).empty()) {
        throw InvalidParameter(
            "adaptation must be absent for this calculation, which does not know it");
    }
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
