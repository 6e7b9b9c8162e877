#pragma once

#include <siegert/model/network.hpp>
#include <siegert/units.hpp>

#include <string>
#include <vector>

/// Networks that several tests analyse. tests/references/working_points.py has the same numbers.
namespace siegert::examples {

/// Gives all populations the same neuron.
inline void set_neurons(Network& network, const LifNeuron& neuron, double tau_s) {
    const Index n = network.K.rows();
    network.N = Vector::Constant(n, 1000.0);
    network.tau_m = Vector::Constant(n, neuron.tau_m);
    network.tau_r = Vector::Constant(n, neuron.tau_r);
    network.tau_s = Vector::Constant(n, tau_s);
    network.V_th = Vector::Constant(n, neuron.V_th);
    network.V_0 = Vector::Constant(n, neuron.V_0);
}

/// The cortical microcircuit as used by H. Bos, M. Diesmann & M. Helias, PLoS Comput. Biol. 12,
/// e1005132 (2016): 8 populations, exponential synapses.
inline Network microcircuit() {
    using namespace literals;
    Network network;
    network.populations = {"23E", "23I", "4E", "4I", "5E", "5I", "6E", "6I"};
    network.synapse = SynapseType::exponential;
    network.K = Matrix{
        {2199.86486, 1079.32007, 979.241261, 467.578108, 159.240826, 0.0, 109.819852, 0.0},
        {2990.00583, 860.261056, 703.691807, 289.693864, 380.735859, 0.0, 60.5863901, 0.0},
        {159.875428, 34.5225188, 1117.17312, 675.0, 32.6043349, 0.319552818, 667.325211, 0.0},
        {1480.97354, 16.9432378, 1813.02026, 953.325789, 16.0313926, 0.0, 1608.12283, 0.0},
        {2188.36598, 374.651134, 1135.62969, 31.3195876, 420.770722, 496.471959, 296.694639, 0.0},
        {1165.66761, 159.083568, 570.579343, 12.0666667, 300.095775, 404.17277, 124.332394, 0.0},
        {325.197985, 38.632025, 467.354637, 91.7147621, 285.670372, 21.1899271, 581.635915,
         752.183189},
        {766.90502, 5.83683853, 74.6380597, 2.74016282, 136.240841, 8.55427408, 979.791723,
         459.402985}};
    const double J = 0.1756_mV;
    network.J = Matrix::Constant(8, 8, J);
    for (Index j = 1; j < 8; j += 2) network.J.col(j).setConstant(-4.0 * J);
    network.J(0, 2) = 2.0 * J;
    network.K_ext =
        Matrix{{1600.0, 1500.0, 1780.0, 1900.0, 2000.0, 1900.0, 2900.0, 2100.0}}.transpose();
    network.J_ext = Matrix::Constant(8, 1, J);
    network.nu_ext = Vector::Constant(1, 8.0_Hz);
    set_neurons(network, {.tau_m = 10.0_ms, .tau_r = 2.0_ms, .V_th = 15.0_mV, .V_0 = 0.0_mV},
                0.5_ms);
    return network;
}

/// Model A of N. Brunel, J. Comput. Neurosci. 8, 183 (2000): relative inhibition g, external drive
/// in units of the rate that reaches threshold.
inline Network brunel(double g, double drive) {
    using namespace literals;
    const double J = 0.1_mV;
    Network network;
    network.populations = {"E", "I"};
    network.synapse = SynapseType::delta;
    network.K = Matrix{{1000.0, 250.0}, {1000.0, 250.0}};
    network.J = Matrix{{J, -g * J}, {J, -g * J}};
    network.K_ext = Matrix::Constant(2, 1, 1000.0);
    network.J_ext = Matrix::Constant(2, 1, J);
    network.nu_ext = Vector::Constant(1, drive * 10.0_Hz);  // theta / (J C_E tau_m) = 10 Hz
    set_neurons(network, {.tau_m = 20.0_ms, .tau_r = 2.0_ms, .V_th = 20.0_mV, .V_0 = 10.0_mV}, 0.0);
    return network;
}

/// Excitatory and inhibitory population with weights [mV], whose external sources fire with nu_ext.
struct TwoPopulations {
    double J_EE, J_EI, J_IE, J_II;  // [mV]
    double K_E, K_I, K_E_ext, K_I_ext;
    double nu_ext;  // [Hz]
};

inline Network two_populations(const TwoPopulations& p) {
    using namespace literals;
    Network network;
    network.populations = {"E", "I"};
    network.synapse = SynapseType::delta;
    network.K = Matrix{{p.K_E, p.K_I}, {p.K_E, p.K_I}};
    network.J = Matrix{{p.J_EE / 1e3, p.J_EI / 1e3}, {p.J_IE / 1e3, p.J_II / 1e3}};
    network.K_ext = Matrix{{p.K_E_ext}, {p.K_I_ext}};
    network.J_ext = Matrix{{p.J_EE / 1e3}, {p.J_IE / 1e3}};
    network.nu_ext = Vector::Constant(1, p.nu_ext);
    set_neurons(network, {.tau_m = 20.0_ms, .tau_r = 2.0_ms, .V_th = 20.0_mV, .V_0 = 10.0_mV}, 0.0);
    return network;
}

/// Three populations in which no two numbers are equal: two external populations, currents, and a
/// distribution of weights.
inline Network heterogeneous() {
    Network network;
    network.populations = {"a", "b", "c"};
    network.synapse = SynapseType::exponential;
    network.N = Vector{{800.0, 250.0, 470.0}};
    network.tau_m = Vector{{0.010, 0.015, 0.022}};
    network.tau_r = Vector{{0.002, 0.001, 0.003}};
    network.tau_s = Vector{{0.0005, 0.0004, 0.0011}};
    network.V_th = Vector{{0.015, 0.017, 0.013}};
    network.V_0 = Vector{{0.001, 0.0, -0.002}};
    network.C = Vector{{2.5e-10, 2.0e-10, 1.7e-10}};
    network.I_ext = Vector{{2e-11, -1e-11, 3e-11}};
    network.K = Matrix{{120.0, 40.0, 75.0}, {150.0, 60.0, 0.0}, {90.0, 55.0, 110.0}};
    network.J = Matrix{
        {0.00021, -0.0009, 0.00017}, {0.0003, -0.0008, 0.00025}, {0.00019, -0.0011, 0.00023}};
    network.weight_dist = WeightDistribution::normal;
    network.J_sd = Matrix{
        {0.00003, 0.0001, 0.00002}, {0.00004, 0.00008, 0.00001}, {0.00005, 0.00012, 0.00006}};
    network.K_ext = Matrix{{300.0, 80.0}, {260.0, 70.0}, {210.0, 95.0}};
    network.J_ext = Matrix{{0.0002, -0.0007}, {0.00024, -0.0006}, {0.00022, -0.0005}};
    network.nu_ext = Vector{{26.0, 6.0}};
    return network;
}

}  // namespace siegert::examples
