#include "crosscheck/prediction.hpp"

#include "synapses/models.hpp"
#include "theory/single_neurons.hpp"

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

std::vector<Cause> causes_in_neurons(const Prediction& prediction,
                                     const theory::FiniteWeightState& state,
                                     const theory::SelfConsistentInput& input) {
    std::vector<Cause> causes{finite_weights(prediction, state)};
    if (!synapses::has_current(prediction.setting.network)) return causes;
    if (prediction.setting.options.method != Method::exact) {
        causes.push_back(coloured_noise(prediction));
    }
    return decided(std::move(causes), simulated_neurons(prediction, state, input),
                   prediction.setting);
}

}  // namespace

Expectation expectation_of(const Setting& setting) {
    const CrosscheckOptions& options = setting.options;
    Expectation result{.prediction = prediction_of(setting), .causes = {}, .modulation_depth = {}};
    const Prediction& prediction = result.prediction;
    theory::FiniteWeightState state{.network = setting.network, .point = prediction.point};
    theory::SelfConsistentInput input{};
    if (asks_for_network(options)) {
        state = theory::finite_weight_state(setting.network, prediction.point,
                                            {.dt = options.dt, .method = options.method});
        input = theory::self_consistent_input(setting.network, state, neuron_options(setting));
        result.modulation_depth = input.modulation_depth;
    }
    auto& causes = result.causes;
    causes = causes_in_neurons(prediction, state, input);
    if (asks_for_network(options)) {
        causes.push_back(input_spectrum(prediction, state, input));
        if (asks_for_response(options)) causes.push_back(late_spikes(prediction));
        causes.push_back(returning_spikes(prediction));
        if (neurons_differ(prediction)) causes.push_back(different_neurons(prediction));
    }
    if (Cause cause = initial_state(prediction); !cause.values.isZero(0.0)) {
        causes.push_back(std::move(cause));
    }
    return result;
}

}  // namespace siegert::crosscheck
