#pragma once

#include <siegert/landscape/branches.hpp>

#include "theory/rate_map.hpp"

#include <optional>

namespace siegert::landscape {

/// What arrives at the neurons along a line on which neurons stay as they are and the moments of
/// their input are polynomials of second degree in p, as for rates, weights and in-degrees: then no
/// network need be built to evaluate them.
struct MomentsAlong {
    Network network;  ///< at the beginning of the line
    Vector tau_s;
    std::vector<neurons::Part> parts;
    theory::InputMap constant, linear, quadratic;  ///< in t = (p - from) / (to - from)
    double from, to;
};

/// None where the line is of another kind.
[[nodiscard]] std::optional<MomentsAlong> moments_along(const Line& line, lif::exp::Method method);

/// Phi and its derivatives at p.
struct RatesAlong {
    numerics::Linearization by_rates;  ///< Phi and dPhi/dnu
    Vector by_position;                ///< dPhi/dt
};

[[nodiscard]] RatesAlong rates_along(const MomentsAlong& moments, const Vector& nu, double p);

}  // namespace siegert::landscape
