#include <siegert/theory/self_consistent_point.hpp>

#include <siegert/error.hpp>
#include <siegert/theory/input_statistics.hpp>

#include "model/adaptation_currents.hpp"
#include "model/field_use.hpp"
#include "theory/jackknife.hpp"

#include <fmt/format.h>

namespace siegert::theory {
namespace {

void require_lif_without_more(const Network& network) {
    siegert::validate(network);
    for (Index i = 0; i < network.N.size(); ++i) {
        static_cast<void>(neuron(network, i));  // throws unless it is lif
    }
    if (adapts(network)) {
        throw InvalidParameter(
            "adaptation must be absent: the spectrum of the input of adapting neurons is not "
            "known");
    }
    schema::require_known_to_theory(network);
    if (network.tau_s.cols() > 1 || network.tau_s_ext.size() > 0) {
        throw InvalidParameter(
            "tau_s must be one for all synapses onto a population where the spectrum of the input "
            "is searched");
    }
}

void require_small_depth(const Network& network, const Vector& depth) {
    Index worst = 0;
    const double largest = depth.maxCoeff(&worst);
    if (largest <= largest_modulation_depth) return;
    throw AccuracyNotReached(fmt::format(
        "the modulation depth of {} is {:.3g}: above {} the rates of the populations fluctuate too "
        "much for linear response, and the spectrum of their input is not known",
        network.populations[static_cast<std::size_t>(worst)], largest, largest_modulation_depth));
}

// The theory with white input and what changes, member by member.
PopulationEstimates changed(const Vector& white, const SelfConsistentInput& input,
                            Vector NeuronStatistics::*member) {
    const auto change = [member](const InputStatistics& of) -> Vector {
        return of.coloured.*member - of.white.*member;
    };
    return {.value = (white + change(input.all)).cwiseMax(0.0),
            .standard_error = jackknife_errors(input, change)};
}

}  // namespace

SelfConsistentPoint self_consistent_point(const Network& network, const WorkingPoint& point,
                                          const SelfConsistentOptions& options) {
    require_lif_without_more(network);
    require_converged(point);
    const FiniteWeightState state =
        finite_weight_state(network, point, {.dt = options.dt, .method = options.method});
    const SelfConsistentInput input = self_consistent_input(network, state, options);
    require_small_depth(network, input.modulation_depth);
    const WorkingPoint& white = state.point;
    SelfConsistentPoint result{
        .firing_rates = changed(white.firing_rates, input, &NeuronStatistics::firing_rates),
        .cvs = changed(white.cvs, input, &NeuronStatistics::cvs),
        .std_input = changed(white.std_input, input, &NeuronStatistics::std_input),
        .mean_input = {},
        .modulation_depth = input.modulation_depth};
    result.mean_input = mean_input(network, result.firing_rates.value);
    return result;
}

}  // namespace siegert::theory
