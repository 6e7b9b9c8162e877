#pragma once

#include <siegert/neurons/threshold_integration.hpp>

/// The exponential integrate-and-fire neuron (Fourcaud-Trocme et al. 2003) in Gaussian white noise:
///
///     tau_m dV/dt = -V + Delta_T exp((V - V_T) / Delta_T) + mu + sigma sqrt(tau_m) xi(t).
///
/// Beyond V_T the potential runs away; V_th is where the spike is cut. A cut 10 Delta_T above V_T
/// is reached in less than exp(-10) tau_m and its place does not matter.
///
/// Every function is the one of that name in siegert/neurons/threshold_integration.hpp, where
/// limits, accuracy and errors are documented.
/// Source: N. Fourcaud-Trocme, D. Hansel, C. van Vreeswijk and N. Brunel, J. Neurosci. 23, 11628
/// (2003).
namespace siegert::neurons::eif {

/// Potentials are relative to the leak potential.
struct EifNeuron {
    double tau_m = unset;    ///< membrane time constant [s], > 0
    double tau_r = unset;    ///< absolute refractory period [s], >= 0
    double V_th = unset;     ///< where a spike is cut [V], > V_0
    double V_0 = unset;      ///< reset potential [V]
    double Delta_T = unset;  ///< slope factor [V], > 0
    double V_T = unset;      ///< soft threshold [V]: the slope of the current is zero there
};

/// Throws InvalidParameter, naming the field, unless every condition above holds.
void validate(const EifNeuron& neuron);

/// The same neuron for the functions that take any current.
[[nodiscard]] IntegrateAndFireNeuron with_current(const EifNeuron& neuron);

[[nodiscard]] StationaryState stationary_state(const EifNeuron& neuron, const lif::Input& input);
[[nodiscard]] double firing_rate(const EifNeuron& neuron, const lif::Input& input);
[[nodiscard]] double log_firing_rate(const EifNeuron& neuron, const lif::Input& input);
[[nodiscard]] lif::RateDerivatives rate_derivatives(const EifNeuron& neuron,
                                                    const lif::Input& input);
[[nodiscard]] double cv(const EifNeuron& neuron, const lif::Input& input);
[[nodiscard]] lif::TransferFunction transfer_function(const EifNeuron& neuron,
                                                      const lif::Input& input,
                                                      const ComplexVector& s);
[[nodiscard]] ComplexVector mean_potential_response(const EifNeuron& neuron,
                                                    const lif::Input& input,
                                                    const ComplexVector& s);
[[nodiscard]] ComplexVector interval_characteristic_function(const EifNeuron& neuron,
                                                             const lif::Input& input,
                                                             const ComplexVector& s);
[[nodiscard]] Vector renewal_spectrum(const EifNeuron& neuron, const lif::Input& input,
                                      const Vector& omegas);

}  // namespace siegert::neurons::eif
