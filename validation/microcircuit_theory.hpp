#pragma once

#include <siegert/lif/exp.hpp>
#include <siegert/model/network.hpp>
#include <siegert/theory/effective_connectivity.hpp>
#include <siegert/theory/eigenmodes.hpp>
#include <siegert/theory/input_statistics.hpp>

#include <optional>
#include <string>
#include <vector>

/// What theory says of the spectra of the microcircuit, by each method, and what is left out by
/// all.
namespace siegert::validation {

/// Linear response of a network at some frequencies.
struct NetworkResponse {
    Vector firing_rates;  ///< [Hz], n
    Vector omegas;        ///< [rad/s]
    MatrixStack W;        ///< effective connectivity, frequencies x n x n
    Matrix spectra;       ///< of the spikes of one neuron [Hz], frequencies x n
};

/// Input at the working point of a method, and at that of neurons whose in-degrees are drawn, each
/// with an input and a rate of its own (method exact).
theory::PopulationInputs working_input(const Network& network, lif::exp::Method method);
theory::PopulationInputs working_input_of_different_neurons(const Network& network);

/// All neurons of a population have the same synapses.
NetworkResponse equal_neurons(const Network& network, const theory::PopulationInputs& input,
                              const Vector& omegas, lif::exp::Method method);

/// Synapses are drawn, so that their number varies by its root. Of all that varies, the mean input
/// matters: W is the mean over neurons whose in-degrees are those that are expected where the mean
/// input lies z standard deviations above its mean, K_ij (1 + z tau_m J_ij nu_j / spread_i). Method
/// exact.
NetworkResponse different_neurons(const Network& network, const theory::PopulationInputs& input,
                                  const Vector& omegas);

/// Spikes are noticed `delay` [s] later: as by simulations, which see at the end of a step what
/// happened half a step before on average.
NetworkResponse late(NetworkResponse response, double delay);

/// The input of the neurons has the spectrum of the spikes that cause it, in place of that of
/// Poisson spikes: their response and the spectrum of their own spikes, as simulated neurons
/// without a network show them (theory::self_consistent_input; input without correlations between
/// neurons). None where the network modulates its rates to a depth above 0.7, beyond which that is
/// refused (theory::self_consistent_point).
std::optional<NetworkResponse> with_input_spectrum(const Network& network,
                                                   NetworkResponse response);

/// Responses that saturate: W times 1 - depth^2 of the target, the rule by which a cross-check
/// bounds what linear response leaves out.
NetworkResponse saturated(NetworkResponse response, const Vector& depth);

/// A theory, and what follows from it.
struct PredictedSpectra {
    std::string name;
    Vector firing_rates;       ///< [Hz], n
    Matrix power;              ///< of the populations [Hz], frequencies x n
    theory::Eigenmodes modes;  ///< of the effective connectivity
};

PredictedSpectra predicted_spectra(const Network& network, std::string name,
                                   const NetworkResponse& response);

/// shift, taylor and exact, then exact with what it leaves out, one after the other: the time step
/// dt [s] of the simulation, that neurons differ, and the spectrum of their input. The last is a
/// bound, no prediction: responses that saturate at the depth of modulation that was measured, n.
std::vector<PredictedSpectra> all_predictions(const Network& network, double dt,
                                              const Vector& omegas, const Vector& depth);

/// Where in them exact stands: the others after it are steps away from it.
constexpr std::size_t exact = 2;

/// Mean over `half_bandwidth` [Hz] to each side of the frequencies f [Hz]: what a multitaper
/// estimate sees; `fine` are the frequencies [Hz] of `power`.
Matrix smeared(const Vector& fine, const Matrix& power, const Vector& f, double half_bandwidth);

}  // namespace siegert::validation
