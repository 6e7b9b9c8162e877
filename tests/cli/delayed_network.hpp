#pragma once

#include "cli/run.hpp"

#include <string>

namespace siegert::tests {

/// The small network with delays, so that it can be simulated.
inline std::string delayed_network_yaml() {
    return replaced(network_yaml(), "d: 1.5 ms",
                    "Delay: {val: [[1.5, 0.8], [1.4, 0.9]], unit: ms}");
}

}  // namespace siegert::tests
