#pragma once

#include "crosscheck/theory.hpp"
#include "theory/rate_map.hpp"

#include <siegert/theory/self_consistent_input.hpp>

#include <string>
#include <vector>

/// The causes for which a simulation differs from the theory although both are right. Each is a
/// function of the prediction, and of nothing else.
namespace siegert::crosscheck {

/// The theory with white input, from which all causes start.
struct Prediction {
    const Setting& setting;
    WorkingPoint point;
    Vector values;  ///< one per observable, as everything below
};

/// Whether the values of a cause are added to the prediction, or only their modulus is accepted.
enum class Treatment { correction, bound };

/// Simulation minus theory by one cause.
struct Cause {
    std::string name;
    Treatment treatment;
    Vector values;
    Vector uncertainty;     ///< of a correction: accepted on both sides
    Vector standard_error;  ///< of values that were found with random numbers; else 0
};

inline constexpr const char* input_spectrum_name = "spectrum of the input";

/// A cause that changes the theory to `changed`.
[[nodiscard]] Cause cause_of(const Prediction& prediction, std::string name, Treatment treatment,
                             const Theory& changed);

/// Rates of neurons at the working point's input and an additional potential [V], n [Hz].
using NeuronRates = std::function<Vector(const Vector& additional)>;

/// A cause in single neurons: their rates at given input are others, and the network reacts to it.
[[nodiscard]] Cause changed_neurons(const Prediction& prediction, std::string name,
                                    const NeuronRates& rates);

/// The input of neurons at the working point, and the rates of the theory at any input [Hz], n.
[[nodiscard]] neurons::Input working_input(const Prediction& prediction);
[[nodiscard]] Vector rates_at(const Prediction& prediction, const neurons::Input& input);

/// Spikes have finite weights and arrive on a grid: corrects networks of known intervals with
/// Poisson drive; else a bound.
[[nodiscard]] Cause finite_weights(const Prediction& prediction,
                                   const theory::FiniteWeightState& state);

/// Whether the intervals of neurons with finite weights on a grid are known: those of leaky neurons
/// without adaptation, with delta synapses.
[[nodiscard]] bool intervals_are_known(const Setting& setting);

/// Delta synapses: spikes of a step are added to V at its end, where V is recorded: just after its
/// largest value. A correction.
[[nodiscard]] Cause recording(const Prediction& prediction);

/// Noise of several time constants counts as one process: what the rule differs by from that which
/// holds to first order. A bound.
[[nodiscard]] Cause one_process(const Prediction& prediction);

/// Spikes are noticed, and the potential reset, at the end of a step: half a step late on average.
/// A bound, and part of what the intervals of networks are known with.
[[nodiscard]] Cause late_resets(const Prediction& prediction);

/// Neurons whose theory takes noise as white: what they differ by with the variance that coloured
/// noise gives the free potential. A bound.
[[nodiscard]] Cause white_noise(const Prediction& prediction);

/// The error that the theory of adapting neurons states. A bound.
[[nodiscard]] Cause treatment_of_adaptation(const Prediction& prediction);

/// The error that the theory of conductances states: that of its nodes. A bound.
[[nodiscard]] Cause treatment_of_conductances(const Prediction& prediction);

/// Exponential synapses, by an expansion in sqrt(tau_s / tau_m): what the exact method differs by.
/// A bound.
[[nodiscard]] Cause coloured_noise(const Prediction& prediction);

/// Where intervals are not known, neurons with white input are simulated: what they differ by from
/// the theory. `input` and `state` are read where observables
/// depend on the network.
[[nodiscard]] Cause simulated_neurons(const Prediction& prediction, const LinearState& state,
                                      const theory::SelfConsistentInput& input);

/// Replaces bounds by a correction within them, where simulated neurons decide (rates, CVs, mean
/// input): so an error of the theory beyond its known causes remains. Elsewhere the bounds stay.
[[nodiscard]] std::vector<Cause> decided(std::vector<Cause> bounds, Cause correction,
                                         const Setting& setting);

/// The difference between neurons with the input that the network causes and with white input, both
/// simulated: an error of the theory does not enter it. Its uncertainty is what linear response and
/// Gaussian input leave out.
[[nodiscard]] Cause input_spectrum(const Prediction& prediction, const LinearState& state,
                                   const theory::SelfConsistentInput& input);

/// The input carries V across the threshold between grid points, and the spike is noticed at the
/// next one, half a step later on average. Corrects responses and fluctuations where currents do so
/// steadily; bounds responses to modulation where V jumps on the grid.
[[nodiscard]] Cause late_spikes(const Prediction& prediction);

/// A spike comes back to the neuron that fired it, by a synapse onto itself or by all detours
/// through the network: at a time when it matters less than other input, or, in the refractory
/// period, not at all. Of order 1 / N, and of different sign for excitatory and inhibitory neurons.
/// A bound.
[[nodiscard]] Cause returning_spikes(const Prediction& prediction);

/// The mean of the rate over the distribution of the mean input between neurons. A bound.
[[nodiscard]] Cause different_neurons(const Prediction& prediction);

/// Whether the neurons of a population differ in their mean input.
[[nodiscard]] bool neurons_differ(const Prediction& prediction);

/// Neurons that fire regularly mix the phases at which they began only slowly: up to a spike per
/// sample too many or too few. Without noise nothing hides what is left of their initial potentials
/// either. A bound, 0 where the warm-up makes them forget.
[[nodiscard]] Cause initial_state(const Prediction& prediction);

/// Whether the input of a population has no noise.
[[nodiscard]] bool is_noise_free(const Prediction& prediction, Index i);

/// Effort of the simulated neurons, so that they cost a third of the simulations.
[[nodiscard]] theory::SelfConsistentOptions neuron_options(const Setting& setting);

/// Thrown where the caller of the cross-check wants to stop.
struct Stopped {};

}  // namespace siegert::crosscheck
