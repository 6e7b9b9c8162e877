#pragma once

#include <siegert/theory/effective_connectivity.hpp>

namespace siegert::theory {

/// <J_ij^2> = J_ij^2 + J_sd_ij^2 [V^2], n x n.
[[nodiscard]] Matrix mean_square_weight(const Coupling& coupling);
[[nodiscard]] Matrix mean_square_weight(const Network& network);

}  // namespace siegert::theory
