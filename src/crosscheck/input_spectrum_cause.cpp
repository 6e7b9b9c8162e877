#include "crosscheck/causes.hpp"
#include "theory/jackknife.hpp"

#include <algorithm>
#include <cmath>
#include <memory>
#include <mutex>

namespace siegert::crosscheck {
namespace {

using theory::InputStatistics;
using theory::SelfConsistentInput;

// Parts of the network do not depend on the spectrum: they receive Poisson spikes in any case.
Vector values_with(const Prediction& prediction, const LinearState& state,
                   const NeuronStatistics& neurons) {
    Theory theory = coloured_noise_theory(prediction.setting, state, neurons);
    theory.neuron_rates = [](const Vector& additional) -> Vector {
        return Vector::Zero(additional.size());
    };
    return values_of(theory, prediction.setting);
}

Vector change_of(const Prediction& prediction, const LinearState& state,
                 const InputStatistics& input) {
    return values_with(prediction, state, input.coloured) -
           values_with(prediction, state, input.white);
}

// What squares of the fluctuations add to covariances and spectra.
Vector values_of_squares(const Prediction& prediction, const LinearState& state,
                         const NeuronStatistics& neurons) {
    const Vector& N = prediction.setting.network.N;
    const MatrixStack& W = state.connectivity(neurons.df, neurons.spectra.rows());
    const MatrixStack Q = theory::quadratic_noise(theory::cross_spectra(W, neurons, N), neurons, N);
    Theory squares = coloured_noise_theory(prediction.setting, state, neurons);
    squares.neuron_rates = [](const Vector& additional) -> Vector {
        return Vector::Zero(additional.size());
    };
    squares.fluctuations = [&](double df, Index count) {
        return theory::response_to_noise(state.connectivity(df, count), df, neurons, Q);
    };
    return values_of(squares, prediction.setting);
}

bool is_second_moment(Quantity quantity) {
    return quantity == Quantity::covariances || quantity == Quantity::spectra;
}

// What linear response and Gaussian input leave out is smaller than what they give by two orders of
// the depth to which the network modulates its rates; it has harmonics.
Vector nonlinear_remainder(const Prediction& prediction, const LinearState& state,
                           const SelfConsistentInput& input) {
    const double depth = std::min(1.0, input.modulation_depth.maxCoeff());
    const double part = depth * depth;
    const NeuronStatistics& neurons = input.all.coloured;
    const Vector white = values_with(prediction, state, input.all.white);
    const Vector independent = values_with(prediction, state, input.all.independent);
    const Vector values = values_with(prediction, state, neurons);
    Vector remainder =
        part * ((independent - white).cwiseAbs() + (values - independent).cwiseAbs());
    const Vector squares = values_of_squares(prediction, state, neurons).cwiseAbs();
    // Large modulations saturate the response.
    NeuronStatistics saturated = neurons;
    saturated.responses *= 1.0 - part;
    const Vector changed = (values_with(prediction, state, saturated) - values).cwiseAbs();
    const auto& observables = prediction.setting.observables;
    for (Index r = 0; r < remainder.size(); ++r) {
        if (!is_second_moment(observables[static_cast<std::size_t>(r)].quantity)) continue;
        remainder(r) += changed(r) + squares(r);
    }
    return remainder;
}

// Neurons are to cost less than a third of the network: one of their steps takes as long as this
// many steps of the network's neurons, summed over all rounds.
constexpr double relative_cost = 180.0;
constexpr double least_neuron_time = 200.0;  // [s]

double neuron_time(const Setting& setting) {
    const CrosscheckOptions& options = setting.options;
    if (!std::isnan(options.surrogate_time)) return options.surrogate_time;
    const Vector& N = setting.network.N;
    // Spikes from elsewhere count as warm for ever.
    const double warmup = std::min(options.warmup, options.duration);
    const double simulated = N.sum() * (options.duration + options.replicates * warmup);
    return std::max(least_neuron_time, simulated / relative_cost / static_cast<double>(N.size()));
}

// Stops where the caller wants to; one question at a time.
std::function<void()> stop_where_asked(const CrosscheckOptions& options) {
    if (!options.progress) return {};
    return [&options, mutex = std::make_shared<std::mutex>()] {
        const std::lock_guard lock(*mutex);
        if (!options.progress(0.0)) throw Stopped{};
    };
}

}  // namespace

Cause input_spectrum(const Prediction& prediction, const LinearState& state,
                     const SelfConsistentInput& input) {
    return {.name = input_spectrum_name,
            .treatment = Treatment::correction,
            .values = change_of(prediction, state, input.all),
            .uncertainty = nonlinear_remainder(prediction, state, input),
            .standard_error = theory::jackknife_errors(input, [&](const InputStatistics& one) {
                return change_of(prediction, state, one);
            })};
}

theory::SelfConsistentOptions neuron_options(const Setting& setting) {
    const CrosscheckOptions& options = setting.options;
    return {.method = options.method,
            .dt = options.dt,
            .neuron_time = neuron_time(setting),
            .seed = options.seed,
            .threads = options.threads,
            .before_block = stop_where_asked(options)};
}

}  // namespace siegert::crosscheck
