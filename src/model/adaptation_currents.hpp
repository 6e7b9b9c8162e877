#pragma once

#include <siegert/model/network.hpp>

#include <algorithm>
#include <span>

namespace siegert {

/// Adaptation currents of population i; empty: none.
[[nodiscard]] inline std::span<const AdaptationCurrent> adaptation_currents(const Network& network,
                                                                            Index i) {
    if (network.adaptation.empty()) return {};
    return network.adaptation[static_cast<std::size_t>(i)];
}

/// Whether some population has any.
[[nodiscard]] inline bool adapts(const Network& network) {
    return std::ranges::any_of(network.adaptation,
                               [](const auto& currents) { return !currents.empty(); });
}

}  // namespace siegert
