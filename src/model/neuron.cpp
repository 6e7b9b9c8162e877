#include <siegert/model/neuron.hpp>

#include "require.hpp"

namespace siegert {

void validate(const LifNeuron& neuron) {
    require_positive("tau_m", neuron.tau_m);
    require_not_negative("tau_r", neuron.tau_r);
    require_finite("V_th", neuron.V_th);
    require_finite("V_0", neuron.V_0);
    if (neuron.V_0 < neuron.V_th) return;  // the message below is costly: format it only if needed
    require(false, "V_0", neuron.V_0, fmt::format("lie below V_th = {}", neuron.V_th));
}

}  // namespace siegert
