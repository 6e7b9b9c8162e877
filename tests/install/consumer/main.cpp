#include <siegert/lif/delta.hpp>
#include <siegert/units.hpp>

using namespace siegert::literals;

int main() {
    const siegert::LifNeuron neuron{
        .tau_m = 20.0_ms, .tau_r = 2.0_ms, .V_th = 20.0_mV, .V_0 = 10.0_mV};
    const double nu = siegert::lif::delta::firing_rate(neuron, {.mu = 15.0_mV, .sigma = 5.0_mV});
    return nu > 1.0 && nu < 20.0 ? 0 : 1;
}
