#pragma once

#include <siegert/crosscheck/crosscheck.hpp>
#include <siegert/model/network.hpp>
#include <siegert/simulation/spike_record.hpp>

#include <array>

namespace siegert::crosscheck {

/// What spikes alone have: rates, CVs, covariances and spectra.
inline constexpr std::array quantities_of_spikes{Quantity::firing_rates, Quantity::cvs,
                                                 Quantity::covariances, Quantity::spectra};

/// Compares the predictions for a network with a simulation of it by something else, of which the
/// spikes of all its neurons are known.
///
/// The recording is cut into `options.batches` samples, and one network was simulated: what its
/// wiring deviates by from the mean over networks is not in the standard errors. Of the options,
/// `duration` and `replicates` follow from the recording, and `warmup`, `seed`, `threads` and what
/// concerns watched neurons have no effect. `dt` is the grid of the simulation, unless the record
/// says it: the causes that depend on it are computed for spikes on such a grid. The potentials at
/// the start are taken to be forgotten. What is not compared is named in `notes`.
///
/// When to use: on spikes of NEST, Brian or PyNN, for which convert::simulator_script writes a
/// network; two hundred or more spikes of each neuron tell most.
///
/// Throws: InvalidParameter as crosscheck, and if the record has other populations or sizes than
/// the network or not all of their neurons, if scale < 1, or where options.quantities has nothing
/// that spikes have; AccuracyNotReached if the network has no working point.
[[nodiscard]] Crosscheck crosscheck(const Network& network, const SpikeRecord& record,
                                    const CrosscheckOptions& options);

}  // namespace siegert::crosscheck
