#include <siegert/neurons/eif.hpp>

#include "require.hpp"

namespace siegert::neurons::eif {

void validate(const EifNeuron& neuron) {
    require_positive("Delta_T", neuron.Delta_T);
    require_finite("V_T", neuron.V_T);
    neurons::validate(with_current(neuron));
}

IntegrateAndFireNeuron with_current(const EifNeuron& neuron) {
    return {.tau_m = neuron.tau_m,
            .tau_r = neuron.tau_r,
            .V_th = neuron.V_th,
            .V_0 = neuron.V_0,
            .current = exponential_current(neuron.Delta_T, neuron.V_T)};
}

StationaryState stationary_state(const EifNeuron& neuron, const lif::Input& input) {
    return neurons::stationary_state(with_current(neuron), input);
}

double firing_rate(const EifNeuron& neuron, const lif::Input& input) {
    return neurons::firing_rate(with_current(neuron), input);
}

double log_firing_rate(const EifNeuron& neuron, const lif::Input& input) {
    return neurons::log_firing_rate(with_current(neuron), input);
}

lif::RateDerivatives rate_derivatives(const EifNeuron& neuron, const lif::Input& input) {
    return neurons::rate_derivatives(with_current(neuron), input);
}

double cv(const EifNeuron& neuron, const lif::Input& input) {
    return neurons::cv(with_current(neuron), input);
}

lif::TransferFunction transfer_function(const EifNeuron& neuron, const lif::Input& input,
                                        const ComplexVector& s) {
    return neurons::transfer_function(with_current(neuron), input, s);
}

ComplexVector mean_potential_response(const EifNeuron& neuron, const lif::Input& input,
                                      const ComplexVector& s) {
    return neurons::mean_potential_response(with_current(neuron), input, s);
}

ComplexVector interval_characteristic_function(const EifNeuron& neuron, const lif::Input& input,
                                               const ComplexVector& s) {
    return neurons::interval_characteristic_function(with_current(neuron), input, s);
}

Vector renewal_spectrum(const EifNeuron& neuron, const lif::Input& input, const Vector& omegas) {
    return neurons::renewal_spectrum(with_current(neuron), input, omegas);
}

}  // namespace siegert::neurons::eif
