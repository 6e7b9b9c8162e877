#pragma once

#include <siegert/model/network.hpp>
#include <siegert/simulation/simulation_options.hpp>
#include <siegert/simulation/simulation_state.hpp>
#include <siegert/simulation/spike_record.hpp>

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace siegert {

/// What happened to the probed neurons at the end of each recorded step.
struct ProbeRecord {
    std::vector<Probe> probes;  ///< p of them
    std::vector<double> times;  ///< [s], t of them
    Matrix V;                   ///< membrane potentials [V], t x p
    Matrix I;                   ///< synaptic currents as the potential R I [V], t x p
    /// Adaptation currents w_1, w_2, ... as potentials [V], each t x p: as many as the probed
    /// neuron with the most of them has, 0 where a neuron has fewer.
    std::vector<Matrix> w;
};

/// Population rates in bins: entry (k, i) counts the bin that ends at times[k].
struct RateRecord {
    std::vector<double> times;  ///< ends of the bins [s], t of them
    Matrix rates;               ///< spikes per neuron and time [Hz], t x n
};

/// A time that the grid of the simulation could not keep.
struct RoundedTime {
    std::string parameter;  ///< and where it occurs first: "Delay of E -> I"
    double value;           ///< asked for [s]
    double simulated;       ///< [s]. A tau_s below one step: 0, its peaks lie between grid points
};

/// How well the grid fits delays, refractory periods and synaptic time constants.
struct GridFit {
    std::vector<RoundedTime> rounded;  ///< each value once; empty if all fit
    double dt = 0.0;  ///< if not: the largest step not above the one used that would keep all of
                      ///< them [s]; 0: none above 1 ns
};

/// How much work it was.
struct SimulationCost {
    std::uint64_t neurons = 0;
    std::uint64_t synapses = 0;
    std::uint64_t synaptic_events = 0;  ///< spikes delivered to a target
    std::uint64_t neuron_updates = 0;
    std::uint64_t synapse_bytes = 0;  ///< memory for synapses
    double build_seconds = 0.0;       ///< wall time to wire the network
    double run_seconds = 0.0;         ///< wall time of the simulation proper
    double simulated_seconds = 0.0;   ///< biological time
};

/// What a simulation recorded.
struct SimulationResult {
    SpikeRecord spikes;
    Vector rates;  ///< of all neurons, recorded or not, in the recorded time [Hz], n
    ProbeRecord probes;
    RateRecord population_rates;
    SimulationCost cost;
    GridFit grid_fit;
    bool complete = true;  ///< false if stopped before the duration was over
};

/// A network that is being simulated: it exists to keep neurons, spikes under way and recorders
/// consistent while time moves on.
///
/// Exact integration (Rotter and Diesmann 1999) on a grid of step dt: between grid points the
/// linear subthreshold equations are solved exactly; spikes arrive at grid points and, without
/// Gaussian noise, occur there.
/// Results are functions of network, options and seed alone: the number of threads has no
/// influence, down to the last bit.
class NetworkSimulation {
public:
    /// Wires the network; see wired(). Throws: InvalidParameter if network or options are invalid,
    /// if a delay or refractory period would vanish on the grid, if a population is too small for
    /// the in-degrees asked for, or if there is not enough memory for neurons and synapses.
    NetworkSimulation(const Network& network, const SimulationOptions& options);
    NetworkSimulation(NetworkSimulation&&) noexcept;
    NetworkSimulation& operator=(NetworkSimulation&&) noexcept;
    ~NetworkSimulation();

    /// False if the progress callback asked to stop before all synapses were drawn: nothing can be
    /// simulated then, `advance` and `warm_up` return false.
    [[nodiscard]] bool wired() const;

    /// Simulates and records for `duration` [s], rounded to whole steps. Returns false if the
    /// progress callback asked to stop before. If it asks at the very end, the next call stops.
    bool advance(double duration);

    /// As advance, but records nothing, and discards what was recorded and not handed over.
    bool warm_up(double duration);

    [[nodiscard]] double time() const;  ///< simulated so far [s]

    /// Hands over what was recorded since the start or since the last call.
    [[nodiscard]] SimulationResult take_record();

    /// Everything needed to go on from here, later or elsewhere, to the identical result: construct
    /// a simulation of the same network with the same options, and restore. The number of threads
    /// and ranks may differ. Take the record first, it is no part of the state. Throws: Error
    /// unless wired().
    [[nodiscard]] SimulationState state() const;

    /// Throws: InvalidParameter if the state belongs to another network, other options or another
    /// seed.
    void restore(const SimulationState& state);

private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

/// Warms up, records for `options.duration`, and returns the record.
///
/// Throws: InvalidParameter as the constructor above, or if the duration is below half a step.
[[nodiscard]] SimulationResult simulate(const Network& network, const SimulationOptions& options);

}  // namespace siegert
