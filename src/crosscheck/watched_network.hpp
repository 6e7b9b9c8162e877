#pragma once

#include <siegert/model/network.hpp>
#include <siegert/simulation/simulation_options.hpp>

#include <vector>

namespace siegert::crosscheck {

/// How many neurons of each kind are added for each population.
struct WatchOptions {
    Index probes;       ///< whose potential is recorded
    Index modulated;    ///< whose mean input is modulated; 0: none
    Index unconnected;  ///< who receive Poisson spikes in place of the network's; 0: none
    Index driven;       ///< the same with a constant input besides; 0 if and only if unconnected is
    Vector rates;       ///< of these Poisson spikes [Hz], n; not read if there are none
};

/// Conductances of probes relative to those of the neurons that they stand for: so small that the
/// potential stays where it rests, and follows them linearly.
inline constexpr double probe_conductance = 1e-6;

/// A network with additional neurons that receive what the neurons of a population receive, and to
/// which nothing in the network listens: population n + i never fires, and its free potential shows
/// the input of population i; population first_modulated + i fires under a modulated input;
/// populations first_unconnected + i and first_driven + i fire under Poisson input.
struct Watched {
    Network original;
    Network network;
    std::vector<Probe> probes;
    Vector initial_high;  ///< highest potential at the start [V], per population
    Index first_modulated;
    Index first_unconnected;
    Index first_driven;
};

/// Amplitudes [V] of all populations, where `amplitudes` are those of the modulated ones.
[[nodiscard]] Vector modulation_of(const Watched& watched, const Vector& amplitudes);

/// Constant input of driven neurons [V], n, as the potential that it causes: a multiple of the way
/// from reset to threshold.
[[nodiscard]] Vector driving_potentials(const Network& network);

[[nodiscard]] Watched watch(const Network& network, const WatchOptions& options);

}  // namespace siegert::crosscheck
