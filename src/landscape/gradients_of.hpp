#pragma once

#include "landscape/observables.hpp"

#include <vector>

namespace siegert::landscape {

/// The gradients of all numbers, one after the other, with the rates following: by the adjoint
/// where the network has one, else by differences at fixed rates. What numbers share is found once.
///
/// Throws: as require_point and rate_gradient.
[[nodiscard]] std::vector<Gradient> gradients_of(const std::vector<Numbers>& numbers,
                                                 const Network& network,
                                                 const theory::WorkingPoint& point,
                                                 lif::exp::Method method);

}  // namespace siegert::landscape
