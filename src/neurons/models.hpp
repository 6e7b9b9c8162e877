#pragma once

#include "neurons/model.hpp"

#include <vector>

/// The neurons of a network, whichever models they have.
namespace siegert::neurons {

/// Populations of one model.
struct Part {
    const Theory* theory;
    std::vector<Index> populations;
};

/// The populations of the network by their models. White noise has one method only.
///
/// Throws: InvalidParameter if there is no theory for a neuron and `method`.
[[nodiscard]] std::vector<Part> parts(const Network& network, Method method);

/// Stationary states of all populations, n.
///
/// Throws: as lif::exp::rate_derivatives of a batch; InvalidParameter if a model has no answer, as
/// all functions below.
[[nodiscard]] Stationary stationary(const Network& network, const std::vector<Part>& parts,
                                    const Input& input);

/// Their rates alone, n.
[[nodiscard]] Vector rates(const Network& network, const std::vector<Part>& parts,
                           const Input& input);

/// The theories with which all searches for states begin, if there are some that are close and cost
/// less.
[[nodiscard]] std::optional<std::vector<Part>> approximation(std::vector<Part> parts);

/// Coefficients of variation of the intervals, n.
[[nodiscard]] Vector cvs(const Network& network, const std::vector<Part>& parts,
                         const Input& input);

/// Whether rates of a part are expansions to first order in sqrt(tau_s / tau_m).
[[nodiscard]] bool is_expansion(const std::vector<Part>& parts);

/// Size of the first-order term in sqrt(tau_s / tau_m) relative to the rate, n; 0 where the rate is
/// no expansion in it.
[[nodiscard]] Vector first_order_terms(const Network& network, const std::vector<Part>& parts,
                                       const Input& input);

/// Derivatives of the rates of all populations with respect to the square root of tau_s, n.
[[nodiscard]] Vector root_tau_derivatives(const Network& network, const std::vector<Part>& parts,
                                          const Input& input);

/// The change of the mean input that has the effect on the rate that a change of the square root of
/// tau_s has [V / sqrt(s)], n: d nu/d sqrt(tau_s) / (d nu/d mu).
[[nodiscard]] Vector barrier_shifts(const Network& network,
                                    const std::vector<const Theory*>& theories, const Input& input);

/// What tells the error of the treatment of conductances, relative to the rate, n; 0 where there
/// are none.
[[nodiscard]] Vector conductance_errors(const Network& network, const std::vector<Part>& parts,
                                        const Input& input);

/// What tells the error of the treatment of adaptation, relative to the rate, n; 0 where there is
/// none.
[[nodiscard]] Vector adaptation_errors(const Network& network, const std::vector<Part>& parts,
                                       const Input& input);

/// The theory of each population, n.
[[nodiscard]] std::vector<const Theory*> theories(const Network& network, Method method);

/// Linear response of the neurons of population i, without the filter of the synapse.
[[nodiscard]] Response response(const Theory& theory, const Network& network, Index i,
                                const Input& input, const ComplexVector& s,
                                lif::Convention convention);

/// The same, prepared for many calls, where that saves work; otherwise empty. It refers to nothing.
[[nodiscard]] ResponseFunction prepared_response(const Theory& theory, const Network& network,
                                                 Index i, const Input& input,
                                                 lif::Convention convention);

/// Spectrum [Hz] of the spikes of an isolated neuron of population i.
[[nodiscard]] Vector spectrum(const Theory& theory, const Network& network, Index i,
                              const Input& input, const Vector& omegas);

}  // namespace siegert::neurons
