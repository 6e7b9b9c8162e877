#pragma once

#include <siegert/arrays.hpp>
#include <siegert/model/network.hpp>
#include <siegert/theory/finite_psp.hpp>

#include <cstdint>
#include <functional>
#include <optional>
#include <vector>

namespace siegert::theory {

/// A conductance as the current that it causes at one potential.
struct Reversal {
    double E_rev;          ///< [V]
    double driving_force;  ///< E_rev minus that potential [V]
};

/// Independent Poisson input that arrives through synapses of one time constant.
struct ShotInput {
    double tau_s = 0.0;                     ///< [s]; 0: delta synapses
    std::vector<PoissonInput> shots;        ///< their weights and rates
    std::optional<Reversal> conductance{};  ///< if they are: weights are those of the currents
};

/// A neuron without a network, and the shots of which its noise is made.
struct Surrogate {
    LifNeuron neuron;  ///< V_th: where a spike is cut

    /// The current beyond the leak, see neurons::OwnCurrent::onset; empty: none.
    std::function<double(double V, double duration)> onset{};
    std::vector<AdaptationCurrent> adaptation{};
    double drift = 0.0;             ///< potential that constant input alone would cause [V]
    std::vector<ShotInput> inputs;  ///< never empty; time constants differ
};

/// Steps of a recording that repeats itself; steps is a power of two. Frequencies are
/// m coarse / (steps dt), m = 0 ... size - 1: averages over `coarse` neighbours.
struct SurrogateGrid {
    double dt;
    Index steps;
    Index coarse;
    Index size;
};

[[nodiscard]] double frequency_step(const SurrogateGrid& grid);

/// What is done to the shots before they reach the synapses.
struct Drive {
    double mean;  ///< of the jumps per time [V/s], over all synapses
    Vector gain;  ///< amplitude of the fluctuations relative to those of the shots, at the
                  ///< frequencies of the grid, constant beyond; empty: 1
};

/// Sums over some neurons.
struct SurrogateRecord {
    double time = 0.0;       ///< of all neurons [s]
    double spikes = 0.0;     ///< number of spikes, and of intervals: the last ends at the first
    double intervals = 0.0;  ///< sum of the intervals [s]
    double squares = 0.0;    ///< sum of their squares [s^2]
    Vector power;            ///< |spikes(f)|^2 [1]
    ComplexVector cross;     ///< spikes(f) conj(jumps(f)) [V]
    Vector input_power;      ///< |jumps(f)|^2 [V^2]
};

void add(SurrogateRecord& sum, const SurrogateRecord& other);

/// What a synaptic current of 1 V adds to the potential in a step dt [V].
[[nodiscard]] double potential_of_current(double tau_m, double tau_s, double dt);

/// Power of the shots [V^2 Hz].
[[nodiscard]] double shot_power(const Surrogate& surrogate);

/// What the synapses leave of it at omega [rad/s]; 1 where there is none.
[[nodiscard]] double passed_part(const Surrogate& surrogate, double omega);

/// Variance that jumps of the shots' composition give the free potential, twice and per power at
/// omega [s]; over all frequencies it is as much as white noise of sigma^2 = tau_m power gives.
/// The membrane of a neuron with conductances has another time constant tau_m [s] than its leak.
[[nodiscard]] double free_membrane(const Surrogate& surrogate, double tau_m, double omega);

/// Mean of the jumps per time [V/s].
[[nodiscard]] double mean_of_jumps(const ShotInput& input);

/// Neurons first ... first + count - 1 of an endless number of independent ones, each drive acting
/// upon the same shots. One record for each drive.
///
/// A neuron receives what arrives in a step at its end, where the threshold is tested; it first
/// runs through the end of the recording to forget its initial potential.
[[nodiscard]] std::vector<SurrogateRecord> simulate_surrogates(const Surrogate& surrogate,
                                                               const SurrogateGrid& grid,
                                                               const std::vector<Drive>& drives,
                                                               std::uint64_t seed, Index first,
                                                               Index count);

}  // namespace siegert::theory
