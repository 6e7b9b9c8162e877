#pragma once

#include <siegert/model/network.hpp>

#include <span>

namespace siegert {

/// Adaptation currents of population i; empty: none.
[[nodiscard]] inline std::span<const AdaptationCurrent> adaptation_currents(const Network& network,
                                                                            Index i) {
    if (network.adaptation.empty()) return {};
    return network.adaptation[static_cast<std::size_t>(i)];
}

}  // namespace siegert
