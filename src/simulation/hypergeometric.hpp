#pragma once

#include "simulation/philox.hpp"

#include <cstdint>

namespace siegert::simulation {

/// An urn with `marked` and `other` balls, from which `drawn` are taken at once.
struct Urn {
    std::uint64_t marked;
    std::uint64_t other;
    std::uint64_t drawn;  ///< <= marked + other
};

/// How many of those drawn are marked: a hypergeometric random number.
///
/// By drawing one after the other where they are few, else by the ratio of uniforms: E. Stadlober,
/// J. Comput. Appl. Math. 31, 181 (1990).
[[nodiscard]] std::uint64_t hypergeometric(const Urn& urn, PhiloxEngine& engine);

}  // namespace siegert::simulation
