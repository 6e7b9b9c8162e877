#pragma once

#include <siegert/lif/method.hpp>
#include <siegert/model/network.hpp>
#include <siegert/theory/input_statistics.hpp>
#include <siegert/theory/validity.hpp>

#include <vector>

namespace siegert::theory {

/// Errors of a method that expands in sqrt(tau_s / tau_m), at given inputs, population by
/// population, from the exact method:
///
///     rate_error <= 0.02  |nu / nu_exact - 1| of the stationary rate
///
/// The error of the response is larger and grows with frequency (docs/theory/coloured_noise.md).
/// Populations whose noise the exact method cannot resolve, and those without current or noise, are
/// left out; all are where there are more than 140, as each takes 0.3 ms. Empty if nothing is
/// expanded.
///
/// Throws: InvalidParameter if the network or the input is invalid.
[[nodiscard]] std::vector<ValidityCheck> expansion_errors(const Network& network,
                                                          const PopulationInputs& inputs,
                                                          lif::exp::Method method);

/// `checks`, in which errors that are known stand for the rule of thumb tau_s/tau_m.
[[nodiscard]] std::vector<ValidityCheck> with_expansion_errors(
    std::vector<ValidityCheck> checks, const std::vector<ValidityCheck>& errors);

}  // namespace siegert::theory
