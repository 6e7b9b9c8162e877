#pragma once

#include "crosscheck/observables.hpp"
#include "theory/fluctuations.hpp"

#include <siegert/theory/working_point.hpp>

#include <functional>
#include <vector>

namespace siegert::crosscheck {

using lif::exp::Method;
using theory::Fluctuations;
using theory::NeuronStatistics;
using theory::WorkingPoint;

/// What is compared, and of which network.
struct Setting {
    const Network& network;
    const CrosscheckOptions& options;
    std::vector<Observable> observables;
};

/// What all observables are made of, whichever theory it comes from. Functions are called where
/// something that depends on them is asked for.
struct Theory {
    Vector firing_rates;
    Vector cvs;
    Vector mean_input;
    Vector std_input;
    std::function<Fluctuations(double df, Index count)> fluctuations;  ///< at m df, m < count
    std::function<ComplexMatrix()> n_mu;  ///< at the frequencies of the modulation, x n [1/(V s)]
    std::function<Vector(const Vector& additional)>
        neuron_rates;  ///< of neurons with Poisson input, and an additional potential [V] [Hz], n
};

/// The values of the observables in a theory.
[[nodiscard]] Vector values_of(const Theory& theory, const Setting& setting);

/// Linear response around a working point: the theory with white input.
[[nodiscard]] Theory white_noise_theory(const Setting& setting, const Network& network,
                                        const WorkingPoint& point, Method method);

/// A state at finite weights, and how its fluctuations depend on each other with white input.
struct LinearState {
    theory::FiniteWeightState at;
    std::function<const MatrixStack&(double df, Index count)>
        connectivity;  ///< at m df, m < count; computed once for each
};
[[nodiscard]] LinearState linear_state(theory::FiniteWeightState state, Method method);

/// The same with neurons whose input has another spectrum. `neuron_rates` is left empty.
[[nodiscard]] Theory coloured_noise_theory(const Setting& setting, const LinearState& state,
                                           const NeuronStatistics& neurons);

/// Response of the populations to their mean input [1/(V s)], frequencies [Hz] x n, without the
/// filter of the synapses.
[[nodiscard]] ComplexMatrix transfer_functions(const Network& network, const WorkingPoint& point,
                                               Method method, const Vector& frequencies);

}  // namespace siegert::crosscheck
