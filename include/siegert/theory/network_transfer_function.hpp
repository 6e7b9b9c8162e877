#pragma once

#include <siegert/arrays.hpp>
#include <siegert/lif/convention.hpp>
#include <siegert/lif/exp.hpp>
#include <siegert/model/network.hpp>
#include <siegert/theory/effective_connectivity.hpp>
#include <siegert/theory/input_statistics.hpp>
#include <siegert/theory/stability.hpp>

namespace siegert::theory {

/// Which transfer function is computed.
struct ResponseOptions {
    lif::Convention convention = lif::Convention::exact;
    lif::exp::Method method = lif::exp::Method::shift;       ///< for exponential synapses only
    lif::SynapticFilter filter = lif::SynapticFilter::with;  ///< for exponential synapses only
    int threads = 0;  ///< >= 0; 0: as many as cores. Results do not depend on it
};

/// Transfer functions of all populations at the frequencies s; frequencies x n.
///
/// Each is the response of the model of the neurons to the input behind the synapse, times what the
/// filter of the synapse leaves of it. In Convention::nnmt n_sigma2 is empty: networks then respond
/// to the mean only.
///
/// Method exact: the response to sigma^2 is that to the white noise in front of the synapse. At
/// more than 40 frequencies on the imaginary axis it is a rational interpolant, 1e-7 of the largest
/// value; elsewhere it is solved at each. To the left of where its integrals converge,
/// Re s < -0.3 / max(tau_m, tau_s), that interpolant is continued. Cost: 15 ms for each population.
/// Where synapses of a population have several time constants, the response is that at the one
/// process that stands for their noise (inputs.nu says of what it consists), without filters: they
/// belong to the connections and are in `connections`, as the effective connectivity needs them.
/// Throws: InvalidParameter as the transfer function of one neuron, or if shapes do not fit;
/// AccuracyNotReached, naming the population, where method exact cannot
/// resolve its noise.
[[nodiscard]] TransferFunctions network_transfer_function(const Network& network,
                                                          const PopulationInputs& inputs,
                                                          const ComplexVector& s,
                                                          const ResponseOptions& options);

/// Spectra S_i(omega) [Hz] of the spikes of single neurons that fire as renewal processes at the
/// given inputs; frequencies x n. Method exact: without the assumption of renewal.
///
/// Throws: as network_transfer_function.
[[nodiscard]] Matrix network_renewal_spectra(const Network& network, const PopulationInputs& inputs,
                                             const Vector& omegas, const ResponseOptions& options);

/// W(s) of the network at any complex frequency, for growth_rates.
///
/// The arguments are copied into the function. Method exact: neurons are prepared once; on the
/// imaginary axis a value then costs 5 us for each population, elsewhere 0.1 ms.
[[nodiscard]] ConnectivityAt connectivity_at(const Network& network, const PopulationInputs& inputs,
                                             const ResponseOptions& options);

}  // namespace siegert::theory
