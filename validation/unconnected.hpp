#pragma once

#include <siegert/model/network.hpp>

#include <vector>

namespace siegert::validation {

/// Populations of `size` neurons each, without any connection or drive: what drives them is up to
/// the simulation.
Network unconnected(const std::vector<LifNeuron>& neurons, Index size);

}  // namespace siegert::validation
