#pragma once

#include <siegert/model/network.hpp>
#include <siegert/units.hpp>

namespace siegert::tests {

/// Two populations of different neurons with delta synapses, driven mostly from outside, so that
/// correlations are weak, with feedback by inhibition that shapes the spectra above 100 Hz.
inline Network small_network() {
    using namespace literals;
    Network network;
    network.label = "small";
    network.populations = {"E", "I"};
    network.synapse = SynapseType::delta;
    network.N = Vector{{600.0, 300.0}};
    network.tau_m = Vector{{20.0_ms, 15.0_ms}};
    network.tau_r = Vector{{2.0_ms, 1.5_ms}};
    network.tau_s = Vector{{0.0, 0.0}};
    network.V_th = Vector{{20.0_mV, 19.0_mV}};
    network.V_0 = Vector{{10.0_mV, 11.0_mV}};
    network.J = Matrix{{0.05_mV, -0.1_mV}, {0.06_mV, -0.09_mV}};
    network.K = Matrix{{120.0, 90.0}, {100.0, 75.0}};
    network.Delay = Matrix{{1.5_ms, 1.0_ms}, {2.0_ms, 1.5_ms}};
    network.J_ext = Matrix{{0.2_mV, -0.3_mV}, {0.22_mV, -0.28_mV}};
    network.K_ext = Matrix{{1000.0, 200.0}, {1100.0, 210.0}};
    network.nu_ext = Vector{{7.5, 5.0}};
    return network;
}

}  // namespace siegert::tests
