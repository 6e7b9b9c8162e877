#pragma once

#include <siegert/arrays.hpp>
#include <siegert/lif/method.hpp>
#include <siegert/model/network.hpp>

#include <string>
#include <vector>

namespace siegert::theory {

/// A number that decides whether an assumption of the theory is met in one population.
struct ValidityCheck {
    std::string name;        ///< of the number, as in `validity` and `taylor_validity`
    std::string population;  ///< whose neurons are concerned
    double value;            ///< dimensionless
    double limit;            ///< dimensionless
    bool must_be_large;      ///< whether value >= limit is asked for, else value <= limit
    bool holds;
    std::string assumption;  ///< what the theory takes for granted, in words
};

/// Checks the assumptions behind rates and input statistics, population by population:
///
///     tau_s/tau_m         <= 0.1   (exponential synapses only) colored noise is treated to first
///                                  order in sqrt(tau_s/tau_m)
///     number_of_synapses  >= 100   sum_j K_ij + sum_j K_ext_ij, synapses without weight left out:
///                                  the summed input is taken to be Gaussian
///     J/(V_th-V_0)        <= 0.05  largest |J_ij| or |J_ext_ij| of the connections that exist:
///                                  each spike moves the membrane little; eif neurons
///                                  have V_T in place of V_th
///
/// A population without synapses is not checked for the last two: nothing is approximated there.
/// A working point adds what depends on the input:
///
///     neuron_differences  <= 0.02  (where in-degrees, weights, thresholds or time constants vary
///                                  between the neurons of a population) relative change of their
///                                  mean rate by it
///     taylor_correction   <= 0.5   (method taylor) see taylor_validity
///
/// The first is left out where `method` is exact for any tau_s; without a method it is that of
/// first order.
///
/// Throws: InvalidParameter if the network is invalid.
/// Source: limits and what they are worth: docs/theory/working_point.md, section "Validity".
[[nodiscard]] std::vector<ValidityCheck> validity(const Network& network);
[[nodiscard]] std::vector<ValidityCheck> validity(const Network& network, lif::exp::Method method);

/// Checks the expansion behind the taylor rate of exponential synapses, population by population,
/// at mean [V] and noise amplitude [V] of the input (n each):
///
///     taylor_correction <= 0.5  the first-order term relative to the white-noise rate,
///                               lif::exp::relative_correction; the rate is negative beyond 1
///
/// Throws: InvalidParameter if the network or the input is invalid.
[[nodiscard]] std::vector<ValidityCheck> taylor_validity(const Network& network,
                                                         const Vector& mean_input,
                                                         const Vector& std_input);

}  // namespace siegert::theory
