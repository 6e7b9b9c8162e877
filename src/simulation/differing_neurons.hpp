#pragma once

#include "simulation/large_array.hpp"
#include "simulation/layout.hpp"
#include "simulation/streams.hpp"

#include <siegert/model/network.hpp>
#include <siegert/simulation/simulation_options.hpp>

#include <vector>

/// Neurons whose thresholds and time constants differ (Network::V_th_sd, tau_m_sd).
namespace siegert::simulation {

/// What each neuron of a shard has for itself, in place of what a MembraneStep says of all. It
/// follows from the seed: states of simulations need not hold it.
///
/// The capacitance is that of the population: input moves every neuron alike, so that what it would
/// cause in the end, its mean, is proportional to tau_m.
struct DifferingNeurons {
    LargeArray<double> V_th;                   ///< [V]; empty: no population has such neurons
    LargeArray<double> tau_m;                  ///< [s]
    LargeArray<double> decay_V;                ///< of a step
    LargeArray<double> charge;                 ///< what mean input of 1 V adds to V in a step [V]
    std::vector<LargeArray<double>> V_from_x;  ///< of each current
};

/// Throws: InvalidParameter if neurons differ whose equations are of a population: with adaptation,
/// conductances or Gaussian noise.
void require_equations_of_neurons(const Network& network, const SimulationOptions& options);

/// Draws the neurons of a shard; entries of populations whose neurons are alike stay zero.
[[nodiscard]] DifferingNeurons differing_neurons(const Network& network, double dt,
                                                 const Shard& shard, PhiloxKey key);

}  // namespace siegert::simulation
