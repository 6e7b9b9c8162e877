#pragma once

#include <siegert/landscape/gradients.hpp>

#include <functional>
#include <vector>

namespace siegert::landscape {

/// Numbers that a network has where its populations receive this input, at the rates inputs.nu.
using NumbersAtRates =
    std::function<ComplexVector(const Network& network, const theory::PopulationInputs& inputs)>;

/// The gradients of numbers with the rates following, where several synaptic time constants make
/// one noise of a population and the adjoint of its moments is not known: at fixed rates
///
///     number + lambda^T Phi,      lambda = (1 - dPhi/dnu)^-T dnumber/dnu,
///
/// is differentiated with respect to every entry of every field by differences of fourth order.
[[nodiscard]] std::vector<Gradient> gradients_at_rates(const Network& network,
                                                       const theory::WorkingPoint& point,
                                                       lif::exp::Method method,
                                                       const NumbersAtRates& numbers);

}  // namespace siegert::landscape
