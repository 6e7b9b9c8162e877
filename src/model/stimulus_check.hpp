#pragma once

#include "model/network_check.hpp"

namespace siegert {

/// The first condition of stimulus.hpp that a stimulus of the network does not meet, or nothing.
[[nodiscard]] std::optional<NetworkFault> find_fault_of_stimuli(const Network& network);

}  // namespace siegert
