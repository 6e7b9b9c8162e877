#pragma once

#include <siegert/model/network.hpp>

namespace siegert {

/// The potential [V] from which a neuron of population i is on its way to a spike.
[[nodiscard]] inline double firing_threshold(const Network& network, Index i) {
    return neuron_type(network, i) == NeuronType::eif ? network.V_T(i) : network.V_th(i);
}

}  // namespace siegert
