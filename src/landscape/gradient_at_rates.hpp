#pragma once

#include <siegert/landscape/gradients.hpp>

#include <functional>

namespace siegert::landscape {

/// A number that a network has where its populations receive this input, at the rates inputs.nu.
using NumberAtRates =
    std::function<Complex(const Network& network, const theory::PopulationInputs& inputs)>;

/// The gradient of a number with the rates following, where several synaptic time constants make
/// one noise of a population and the adjoint of its moments is not known: at fixed rates
///
///     number + lambda^T Phi,      lambda = (1 - dPhi/dnu)^-T dnumber/dnu,
///
/// is differentiated with respect to every entry of every field by differences of fourth order.
///
/// Throws: InvalidParameter as gradients do; AccuracyNotReached unless the point converged.
[[nodiscard]] Gradient gradient_at_rates(const Network& network, const theory::WorkingPoint& point,
                                         lif::exp::Method method, const NumberAtRates& number);

}  // namespace siegert::landscape
