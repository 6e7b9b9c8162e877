#include "crosscheck/prediction.hpp"

#include "model/adaptation_currents.hpp"
#include "neurons/kinds.hpp"
#include "synapses/models.hpp"
#include "theory/noise_mixture.hpp"
#include "theory/single_neurons.hpp"

#include <algorithm>

namespace siegert::crosscheck {
namespace {

Prediction prediction_of(const Setting& setting) {
    const Network& network = setting.network;
    const Method method = setting.options.method;
    Prediction prediction{
        .setting = setting,
        .point = theory::working_point_near(network, Vector::Zero(network.N.size()), method),
        .values = {}};
    prediction.values =
        values_of(white_noise_theory(setting, network, prediction.point, method), setting);
    return prediction;
}

std::vector<Cause> causes_in_neurons(const Prediction& prediction, const LinearState& state,
                                     const theory::SelfConsistentInput& input) {
    const Setting& setting = prediction.setting;
    const Network& network = setting.network;
    std::vector<Cause> causes{finite_weights(prediction, state.at)};
    if (intervals_are_known(setting)) return causes;
    const bool conducts = synapses::has_conductance(network);
    if (conducts) causes.push_back(treatment_of_conductances(prediction));
    if (!conducts && synapses::has_current(network) && setting.options.method != Method::exact) {
        const bool can_be_exact = neurons::has_theory(network, Method::exact);
        causes.push_back(can_be_exact ? coloured_noise(prediction) : white_noise(prediction));
    }
    if (!conducts && !theory::noise_by_time_constant(network).empty())
        causes.push_back(one_process(prediction));
    if (!neurons::fire_by_first_passage(network)) causes.push_back(late_resets(prediction));
    if (adapts(network)) causes.push_back(treatment_of_adaptation(prediction));
    return decided(std::move(causes), simulated_neurons(prediction, state, input), setting);
}

}  // namespace

Expectation expectation_of(const Setting& setting) {
    const CrosscheckOptions& options = setting.options;
    Expectation result{.prediction = prediction_of(setting), .causes = {}, .modulation_depth = {}};
    const Prediction& prediction = result.prediction;
    theory::FiniteWeightState at{.network = setting.network, .point = prediction.point};
    theory::SelfConsistentInput input{};
    if (asks_for_network(options)) {
        at = theory::finite_weight_state(setting.network, prediction.point,
                                         {.dt = options.dt, .method = options.method});
        input = theory::self_consistent_input(setting.network, at, neuron_options(setting));
        result.modulation_depth = input.modulation_depth;
    }
    const LinearState state = linear_state(std::move(at), options.method);
    auto& causes = result.causes;
    causes = causes_in_neurons(prediction, state, input);
    if (!synapses::has_current(setting.network)) causes.push_back(recording(prediction));
    if (asks_for_network(options)) {
        causes.push_back(input_spectrum(prediction, state, input));
        if (synapses::has_current(setting.network) || asks_for_response(options)) {
            causes.push_back(late_spikes(prediction));
        }
        causes.push_back(returning_spikes(prediction));
        if (neurons_differ(prediction)) causes.push_back(different_neurons(prediction));
    }
    if (Cause cause = initial_state(prediction); !cause.values.isZero(0.0)) {
        causes.push_back(std::move(cause));
    }
    return result;
}

}  // namespace siegert::crosscheck
