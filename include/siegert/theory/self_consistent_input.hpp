#pragma once

#include <siegert/arrays.hpp>
#include <siegert/model/network.hpp>
#include <siegert/theory/finite_weights.hpp>

#include <cstdint>
#include <functional>
#include <vector>

/// The spectrum of the input that a network's own spikes make, in place of white noise.
namespace siegert::theory {

/// Neurons of a network whose input has a given spectrum: n populations, F frequencies m df.
struct NeuronStatistics {
    double df;            ///< [Hz]
    Vector firing_rates;  ///< [Hz], n
    Vector cvs;           ///< coefficient of variation of the intervals, n; 0 for silent neurons
    Vector std_input;     ///< noise amplitude sigma of the input, from its free variance [V], n
    Matrix spectra;       ///< of the spikes of one neuron [Hz], F x n; constant beyond
    ComplexMatrix responses;  ///< transfer function relative to that with white input, F x n
};

/// The same neurons with three kinds of input.
struct InputStatistics {
    NeuronStatistics white;        ///< independent Poisson spikes
    NeuronStatistics coloured;     ///< the spikes that the network causes
    NeuronStatistics independent;  ///< these without the correlations between spike trains
};

/// Statistics of all simulated neurons, and without one of several blocks of them each: a jackknife
/// of the latter gives the errors of the former.
struct SelfConsistentInput {
    InputStatistics all;
    std::vector<InputStatistics> without;
    Vector modulation_depth;  ///< standard deviation of the rate that the neurons of a population
                              ///< have in common, relative to it, by linear response, n: the
                              ///< result is accurate where its square is small
};

/// Effort of self_consistent_input.
///
/// When to use: errors fall with the root of `neuron_time`; 200 s give CVs to 0.003.
struct SelfConsistentOptions {
    lif::exp::Method method = lif::exp::Method::shift;  ///< for exponential synapses only
    double dt = 1e-4;                                   ///< grid of the simulated neurons [s], > 0
    double neuron_time = 200.0;  ///< simulated time of all neurons of a population [s], > 0
    std::uint64_t seed = 1;      ///< of the random numbers
    int threads = 0;             ///< >= 0; 0: as many as cores. Results do not depend on it

    /// Called now and then, from any thread: what it throws ends the calculation. Empty: nothing.
    std::function<void()> before_block = {};
};

/// Finds the spectrum of the input of the neurons that the network's own spikes have.
///
/// The working point takes the spikes that arrive to be independent and Poissonian. In a network
/// they are neither: their spectrum is that of neurons with this input,
///
///     S_in,i = sum_j K_ij <J_ij^2> S_j + sum_jk J_ij K_ij (C - diag(S / N))_jk J_ik K_ik +
///     external,
///
/// C the cross spectra that linear response makes of S. Unconnected neurons of each population are
/// simulated with shots of the network's weights, filtered to this spectrum, until it no longer
/// changes; the rates follow by steps of Newton's method. Linear response is that of `state`, and
/// how coloured input changes it is measured. The same random numbers serve all rounds and kinds of
/// input, so that differences between them are known better than each. Populations whose input
/// has no noise keep it without noise.
///
/// Accuracy: of second order in `modulation_depth`; random errors from `without`.
/// Throws: InvalidParameter if the network or an option is invalid.
/// Source: B. Dummer, S. Wieland & B. Lindner, Front. Comput. Neurosci. 8, 104 (2014); R. F. O.
/// Pena et al., Front. Comput. Neurosci. 12, 9 (2018). docs/theory/self_consistent_input.md.
[[nodiscard]] SelfConsistentInput self_consistent_input(const Network& network,
                                                        const FiniteWeightState& state,
                                                        const SelfConsistentOptions& options);

}  // namespace siegert::theory
