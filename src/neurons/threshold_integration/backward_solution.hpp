#pragma once

#include "neurons/threshold_integration/passage.hpp"

#include <span>
#include <vector>

namespace siegert::neurons {

/// The solution u of D u'' + f u' = s u that stays regular towards minus infinity, and q = u' / s:
/// u(V_0) / u(V) = E[exp(-s T)] for the first passage from V_0 to V. All but the potential's in one
/// arbitrary unit for each s.
struct BackwardSolution {
    Complex u_0;       ///< u at V_0
    Complex increase;  ///< integral of q from V_0 to V_th
    Complex mean;      ///< integral of q p
    Complex variance;  ///< integral of q' p
    double energy;     ///< integral of |q|^2 p
    /// The solution of D v'' + f v' = s v - (V - V_0) without the part along u.
    Complex v_0;
    Complex v_increase;  ///< from V_0 to V_th
    Complex v_mean;      ///< integral of v' p
    Complex v_variance;  ///< integral of v'' p
};

/// What is computed besides u_0, increase, mean and variance; the rest is zero.
enum class Extent { response, energy, potential };

/// At each s; |s| and Re s must be within the resolution of the passage.
void backward_solutions(const Problem& problem, const Passage& passage, std::span<const Complex> s,
                        Extent extent, std::span<BackwardSolution> out);

}  // namespace siegert::neurons
