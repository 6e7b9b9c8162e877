#pragma once

#include <siegert/model/network.hpp>
#include <siegert/simulation/network_simulation.hpp>
#include <siegert/units.hpp>

#include <algorithm>
#include <initializer_list>

/// Networks for the tests of the simulation.
namespace siegert::examples {

/// Whether the same neurons fire at the same times.
inline bool same_spikes(const SpikeRecord& a, const SpikeRecord& b) {
    if (a.spikes.size() != b.spikes.size()) return false;
    for (std::size_t i = 0; i < a.spikes.size(); ++i) {
        if (a.spikes[i].times != b.spikes[i].times) return false;
        if (a.spikes[i].neurons != b.spikes[i].neurons) return false;
    }
    return true;
}

inline Vector column(std::initializer_list<double> values) {
    Vector vector(static_cast<Index>(values.size()));
    std::copy(values.begin(), values.end(), vector.begin());
    return vector;
}

/// `count` neurons without any input.
inline Network unconnected(SynapseType synapse, double count) {
    using namespace literals;
    Network network;
    network.populations = {"A"};
    network.synapse = synapse;
    network.N = column({count});
    network.tau_m = column({20.0_ms});
    network.tau_r = column({2.0_ms});
    network.tau_s = column({synapse == SynapseType::delta ? 0.0 : 0.7_ms});
    network.V_th = column({20.0_mV});
    network.V_0 = column({10.0_mV});
    network.J = Matrix::Zero(1, 1);
    network.K = Matrix::Zero(1, 1);
    network.J_ext = Matrix::Zero(1, 0);
    network.K_ext = Matrix::Zero(1, 0);
    network.nu_ext = Vector::Zero(0);
    return network;
}

/// As many spikes that excite as spikes that inhibit, too small to be told from white noise.
inline Network in_balanced_noise(Network network, double sigma) {
    using namespace literals;
    constexpr double J = 0.1_mV;
    network.J_ext = (Matrix(1, 2) << J, -J).finished();
    network.K_ext = Matrix::Constant(1, 2, 1000.0);
    const double rate = sigma * sigma / (network.tau_m(0) * J * J);
    network.nu_ext = Vector::Constant(2, 0.5 * rate / 1000.0);
    return network;
}

/// Three populations of different sizes that excite and inhibit one another, with distributed
/// weights and delays; small enough for a test.
inline Network three_populations(SynapseType synapse) {
    using namespace literals;
    Network network;
    network.populations = {"E", "I", "S"};
    network.synapse = synapse;
    network.N = column({410, 97, 33});
    network.tau_m = column({20.0_ms, 15.0_ms, 12.0_ms});
    network.tau_r = column({2.0_ms, 1.0_ms, 1.5_ms});
    network.tau_s = column({0.5_ms, 0.7_ms, 0.9_ms});
    network.V_th = column({20.0_mV, 18.0_mV, 19.0_mV});
    network.V_0 = column({10.0_mV, 9.0_mV, 8.0_mV});
    network.J = Matrix(3, 3);
    network.J << 0.3_mV, -1.4_mV, -0.9_mV, 0.35_mV, -1.3_mV, -1.1_mV, 0.4_mV, -1.2_mV, -1.0_mV;
    network.K = Matrix(3, 3);
    network.K << 41, 10, 3, 43, 11, 2, 40, 9, 4;
    network.J_sd = 0.2 * network.J.cwiseAbs();
    network.Delay = Matrix(3, 3);
    network.Delay << 1.5_ms, 0.8_ms, 1.0_ms, 1.6_ms, 0.9_ms, 1.1_ms, 1.4_ms, 0.7_ms, 1.2_ms;
    network.Delay_sd = 0.4 * network.Delay;
    network.delay_dist = DelayDistribution::truncated_gaussian;
    network.weight_dist = WeightDistribution::normal;
    network.J_ext = Matrix(3, 2);
    network.J_ext << 0.3_mV, 0.15_mV, 0.33_mV, 0.12_mV, 0.31_mV, 0.14_mV;
    network.K_ext = Matrix(3, 2);
    network.K_ext << 330, 150, 390, 120, 470, 130;
    network.nu_ext = column({11.0, 7.0});
    return network;
}

}  // namespace siegert::examples
