#pragma once

#include "crosscheck/linear_response.hpp"

#include <siegert/lif/exp.hpp>
#include <siegert/model/network.hpp>
#include <siegert/theory/working_point.hpp>

#include <cstdint>
#include <functional>
#include <vector>

namespace siegert::crosscheck {

/// The same neurons with white input, with that which the network causes, and with the latter
/// without the correlations between its spike trains.
struct InputStatistics {
    NeuronStatistics white;
    NeuronStatistics coloured;
    NeuronStatistics independent;
};

/// Both for all surrogate neurons, and without one of several blocks of them each, for errors.
struct SelfConsistentInput {
    InputStatistics all;
    std::vector<InputStatistics> without;
    Vector modulation_depth;  ///< standard deviation of the rate that the neurons of a population
                              ///< have in common, relative to it, by linear response, n
};

/// A network at its working point, with thresholds at which the theory gives its rates.
struct EffectiveTheory {
    const Network& network;
    const theory::WorkingPoint& point;
    lif::exp::Method method;
};

/// Thrown where `before_block` says that the work shall stop.
struct Stopped {};

struct SurrogateOptions {
    double dt;           ///< grid of the simulation [s]
    double neuron_time;  ///< simulated time of all surrogate neurons of a population [s]
    std::uint64_t seed;
    int threads;
    std::function<void()> before_block =
        {};  ///< called now and then, from any thread; empty: nothing
};

/// Finds the spectrum of the input of the neurons that the network's own spikes have.
///
/// Unconnected neurons of each population are simulated; the spectrum of their spikes, and what
/// linear response makes of it in the network, is the spectrum of their input in the next round:
///
///     S_in,i = sum_j K_ij <J_ij^2> S_j + sum_jk J_ij K_ij (C - diag(S / N))_jk J_ik K_ik +
///     external.
///
/// `theory` gives the responses to white input, from which C follows; how coloured input changes
/// them is measured. Rates are self-consistent on both sides. The same random numbers serve all
/// rounds, so that differences between white and coloured input are known better than each side.
///
/// Source: docs/theory/crosscheck.md.
[[nodiscard]] SelfConsistentInput self_consistent_input(const Network& network,
                                                        const EffectiveTheory& theory,
                                                        const SurrogateOptions& options);

/// Rates of unconnected neurons [Hz], n.
struct UnconnectedRates {
    Vector rates;
    Vector standard_errors;
};

/// Rates of neurons that receive independent Poisson spikes of rates nu [Hz], and constant input
/// that alone would cause the potential `additional` [V], n.
[[nodiscard]] UnconnectedRates simulated_unconnected_rates(const Network& network, const Vector& nu,
                                                           const Vector& additional,
                                                           const SurrogateOptions& options);

}  // namespace siegert::crosscheck
