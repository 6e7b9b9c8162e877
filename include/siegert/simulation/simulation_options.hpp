#pragma once

#include <siegert/arrays.hpp>
#include <siegert/model/neuron.hpp>

#include <cstdint>
#include <functional>
#include <limits>
#include <vector>

namespace siegert {

/// Gaussian input in addition to the network's own drive,
///
///     tau_m dV/dt = -V + mu + sigma sqrt(tau_m) xi(t) + ...
///
/// with white noise xi of unit intensity, or for tau_c > 0 noise that is correlated over tau_c and
/// has the same intensity at low frequencies: tau_c dxi/dt = -xi + white noise.
struct GaussianInput {
    Vector mu;           ///< [V], n; empty: 0
    Vector sigma;        ///< [V], n, >= 0; empty: 0
    double tau_c = 0.0;  ///< [s], >= 0
};

/// Sinusoidal modulation, sin(2 pi f t + phase), of the mean input or of the external rates: a
/// stimulus that reaches all populations, in addition to those of the network.
struct Modulation {
    double f = 0.0;      ///< [Hz], >= 0
    double phase = 0.0;  ///< [rad]
    Vector mu;           ///< amplitude of the mean input [V], n; empty: 0
    Vector rate;         ///< amplitude of nu_ext relative to its mean, m, |rate| <= 1; empty: 0.
                         ///< Only for ExternalDrive::poisson
};

/// Distribution of the membrane potentials at the start.
///
/// When to use: `uniform`; `normal` as published models begin.
enum class InitialDistribution {
    uniform,  ///< between `low` and `high`
    normal,   ///< mean `low`, standard deviation `high - low`
};

/// Membrane potentials at the start. Values at or above the threshold spike in the first step: with
/// noise or exact timing at its beginning, else at its end unless they have fallen below until
/// then.
struct InitialPotential {
    InitialDistribution distribution = InitialDistribution::uniform;
    Vector low;   ///< [V], n; empty: the reset potential V_0
    Vector high;  ///< [V], n; empty: the threshold V_th
};

/// Where spikes may lie.
///
/// When to use: `grid`, for any network; `exact` for delta synapses where the step must not matter:
/// small or weakly driven networks, or to see what the grid does.
enum class SpikeTiming {
    grid,   ///< at grid points, with Gaussian noise where the potential crosses the threshold
    exact,  ///< anywhere: event-driven, for delta synapses and Poisson or constant input
};

/// One neuron whose potential and currents are recorded.
struct Probe {
    Index population;
    Index neuron;  ///< in the population
};

/// What is kept of a simulation.
struct RecordingOptions {
    static constexpr Index all = std::numeric_limits<Index>::max();

    Index neurons = all;        ///< spikes of the first so many neurons of each population
    std::vector<Probe> probes;  ///< potentials and currents of these neurons
    double probe_interval = 0;  ///< [s], a multiple of dt; 0: every step
    double rate_bin = 0;        ///< bin of the population rates [s], multiple of dt; 0: none
};

/// How far a simulation has come.
struct Progress {
    double time;                 ///< simulated [s], warm-up included
    double end;                  ///< where it will stop [s]
    double real_time_factor;     ///< wall time per simulated time, since the start of the call
    Vector rates;                ///< of the populations since the end of the warm-up [Hz], n
    double wired = 1.0;          ///< part of the synapses drawn; below 1 nothing is simulated yet
    double memory_needed = 0.0;  ///< for neurons and synapses of this process [bytes]
    double memory_available = 0.0;  ///< before wiring [bytes]; infinite where nothing is known
};

/// How a network is simulated. Potentials are relative to the leak potential.
struct SimulationOptions {
    double duration = unset;  ///< recorded [s], > 0
    double warmup = 0.0;      ///< simulated before that and not recorded [s], >= 0
    double dt = 1e-4;         ///< grid [s], > 0
    std::uint64_t seed = 1;   ///< of all random numbers, the network's wiring included
    int threads = 1;          ///< >= 1; has no influence on results

    /// Simulates scale N neurons with scale K synapses each, scaled in weight by 1 / sqrt(scale),
    /// and a constant input that makes up for what the mean input loses at rates `scale_rates`.
    /// Keeps mean and variance of the input, but not its correlations. In (0, 1].
    /// Source: S. J. van Albada et al., PLoS Comput. Biol. 11, e1004490 (2015).
    double scale = 1.0;
    Vector scale_rates;  ///< [Hz], n; needed if scale < 1

    SpikeTiming timing = SpikeTiming::grid;
    GaussianInput gaussian;
    Modulation modulation;
    double stimulus_period = 0.0;  ///< stimuli begin anew each time it is over [s], a multiple of
                                   ///< dt: trials after one another; 0: never
    InitialPotential initial;
    RecordingOptions record;

    /// Called a few times per second of wall time, also while the network is being wired, and
    /// before, if it takes 0.1 GB or more; the simulation stops cleanly, with what it has recorded,
    /// if it returns false. Empty: never called.
    std::function<bool(const Progress&)> progress;
};

}  // namespace siegert
