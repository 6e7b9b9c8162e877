#include "crosscheck/causes.hpp"
#include "lif/mixed_noise.hpp"
#include "neurons/models.hpp"
#include "theory/noise_mixture.hpp"
#include "theory/single_neurons.hpp"

#include <cmath>

/// Causes in the theory of single neurons: what each changes of a rate at given input.
namespace siegert::crosscheck {

neurons::Input working_input(const Prediction& prediction) {
    const WorkingPoint& point = prediction.point;
    return theory::input_of(
        prediction.setting.network,
        {.mu = point.mean_input, .sigma = point.std_input, .nu = point.firing_rates},
        prediction.setting.options.method);
}

Vector rates_at(const Prediction& prediction, const neurons::Input& input) {
    const Network& network = prediction.setting.network;
    return neurons::rates(network, neurons::parts(network, prediction.setting.options.method),
                          input);
}

namespace {

/// Rates at an input that is changed, with an additional potential [V].
Vector rates_at(const Prediction& prediction, neurons::Input input, const Vector& additional) {
    input.mu += additional;
    return rates_at(prediction, input);
}

}  // namespace

Cause one_process(const Prediction& prediction) {
    const Network& network = prediction.setting.network;
    neurons::Input input = working_input(prediction);
    const auto noise = theory::noise_by_time_constant(network);
    for (Index i = 0; i < network.N.size(); ++i) {
        const auto parts =
            theory::parts_at(noise[static_cast<std::size_t>(i)], prediction.point.firing_rates);
        const auto other = lif::first_order_noise(parts, network.tau_m(i));
        input.sigma(i) = std::sqrt(other.variance);
        input.tau_s(i) = other.root_tau * other.root_tau;
    }
    return changed_neurons(
        prediction, "one process for noise of several time constants",
        [&, input](const Vector& additional) { return rates_at(prediction, input, additional); });
}

Cause white_noise(const Prediction& prediction) {
    neurons::Input input = working_input(prediction);
    const Vector slowness = input.tau_s.cwiseQuotient(prediction.setting.network.tau_m);
    input.sigma = input.sigma.array() / (1.0 + slowness.array()).sqrt();
    return changed_neurons(
        prediction, "white noise for that of synapses",
        [&, input](const Vector& additional) { return rates_at(prediction, input, additional); });
}

namespace {

/// Rates are off by the errors that their theory states.
template <class Errors>
Cause stated_error(const Prediction& prediction, std::string name, const Errors& errors) {
    const Network& network = prediction.setting.network;
    const auto parts = neurons::parts(network, prediction.setting.options.method);
    return changed_neurons(prediction, std::move(name), [&](const Vector& additional) {
        neurons::Input input = working_input(prediction);
        input.mu += additional;
        const Vector relative = errors(network, parts, input);
        return Vector(rates_at(prediction, input).cwiseProduct(Vector(1.0 + relative.array())));
    });
}

}  // namespace

Cause treatment_of_adaptation(const Prediction& prediction) {
    return stated_error(prediction, "treatment of adaptation", neurons::adaptation_errors);
}

Cause treatment_of_conductances(const Prediction& prediction) {
    return stated_error(prediction, "treatment of conductances", neurons::conductance_errors);
}

Cause late_resets(const Prediction& prediction) {
    const double late = 0.5 * prediction.setting.options.dt;
    return changed_neurons(prediction, "reset at the end of a step", [&](const Vector& additional) {
        const Vector rates = rates_at(prediction, working_input(prediction), additional);
        return Vector(rates.cwiseQuotient(Vector(1.0 + late * rates.array())));
    });
}

}  // namespace siegert::crosscheck
