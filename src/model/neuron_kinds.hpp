#pragma once

#include <siegert/model/network.hpp>

#include <algorithm>

/// What distinguishes kinds of neurons for files and checks. Their currents are listed in
/// src/neurons/own_current.cpp, the theories in src/neurons/models.cpp.
namespace siegert {

/// Whether a kind of neuron has some property.
using OfNeuron = bool (*)(NeuronType);

/// A spike as soon as the potential reaches V_th.
[[nodiscard]] constexpr bool has_sharp_threshold(NeuronType type) {
    return type == NeuronType::lif;
}

/// Beyond the soft threshold V_T the potential runs away, as Delta_T says, and is cut at V_th.
[[nodiscard]] constexpr bool runs_away(NeuronType type) {
    return !has_sharp_threshold(type);
}

/// Whether some population has it.
[[nodiscard]] inline bool has(const Network& network, OfNeuron property) {
    if (network.neuron.empty()) return property(NeuronType::lif);
    return std::ranges::any_of(network.neuron, property);
}

/// The potential [V] from which a neuron of population i is on its way to a spike.
[[nodiscard]] inline double firing_threshold(const Network& network, Index i) {
    return runs_away(neuron_type(network, i)) ? network.V_T(i) : network.V_th(i);
}

}  // namespace siegert
