#pragma once

#include <siegert/neurons/threshold_integration.hpp>

#include "neurons/model.hpp"

/// The theory of neurons with any current F(V) in white noise, by threshold integration. What a
/// kind of neuron adds is what population i of a network has of it:
///
///     const Theory quadratic_white_noise = white_noise<quadratic_neuron>;
namespace siegert::neurons {

/// The neurons of population i.
using NeuronOf = IntegrateAndFireNeuron (*)(const Network& network, Index i);

[[nodiscard]] Stationary white_noise_stationary(NeuronOf neuron_of, const Group& group,
                                                const Input& input);
[[nodiscard]] Vector white_noise_cvs(NeuronOf neuron_of, const Group& group, const Input& input);

/// Throws: InvalidParameter unless the convention is exact.
[[nodiscard]] Response white_noise_response(const IntegrateAndFireNeuron& neuron,
                                            const lif::Input& input, const ComplexVector& s,
                                            lif::Convention convention);

template <NeuronOf neuron_of>
inline constexpr Theory white_noise{
    .stationary =
        [](const Group& group, const Input& input) {
            return white_noise_stationary(neuron_of, group, input);
        },
    .cvs = [](const Group& group,
              const Input& input) { return white_noise_cvs(neuron_of, group, input); },
    .response =
        [](const Network& network, Index i, const Input& input, const ComplexVector& s,
           lif::Convention convention) {
            return white_noise_response(neuron_of(network, i), input_of(input, i), s, convention);
        },
    .spectrum =
        [](const Network& network, Index i, const Input& input, const Vector& omegas) {
            return renewal_spectrum(neuron_of(network, i), input_of(input, i), omegas);
        }};

}  // namespace siegert::neurons
