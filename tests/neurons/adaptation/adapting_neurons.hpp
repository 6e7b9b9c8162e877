#pragma once

#include <siegert/neurons/adaptation.hpp>

#include <vector>

namespace siegert::tests {

/// A neuron with one current and what an own simulation with exact steps shows of it.
struct Simulated {
    double tau, a, b;    // [s], dimensionless, [V]
    double mu, sigma;    // [V]
    double rate, error;  // simulated, standard error [Hz]
    double order_4;      // deviation of galerkin of order 4 in percent
    double mean_field;   // and of the mean field
};

/// LIF neurons: tau_m 20 ms, tau_r 2 ms, reset 10 mV, threshold 20 mV.
inline const std::vector<Simulated> leaky_neurons{
    {0.050, 0, 2e-3, 18e-3, 5e-3, 14.917, 0.015, -0.10, -3.3},
    {0.100, 0, 1e-3, 18e-3, 5e-3, 14.665, 0.018, 0.05, -1.6},
    {0.200, 0, 0.5e-3, 18e-3, 5e-3, 14.551, 0.014, 0.00, -0.86},
    {0.500, 0, 0.2e-3, 18e-3, 5e-3, 14.474, 0.016, 0.02, -0.33},
    {0.100, 0, 10e-3, 30e-3, 5e-3, 14.666, 0.006, -0.01, -6.8},
    {0.200, 0, 5e-3, 30e-3, 5e-3, 14.158, 0.005, 0.00, -3.5},
    {0.500, 0, 2e-3, 30e-3, 5e-3, 13.861, 0.007, -0.01, -1.4},
    {0.100, 1, 0, 34e-3, 5e-3, 27.137, 0.012, 0.08, 0.95},
    {0.100, 0, 10e-3, 30e-3, 10e-3, 18.189, 0.009, 0.07, -3.2}};

/// The same neurons where a spike is more than 2.5 times the spread of the current.
inline const std::vector<Simulated> strongly_adapting_neurons{
    {0.200, 0, 5e-3, 24e-3, 2e-3, 7.111, 0.004, -0.3, -12},
    {0.050, 0, 20e-3, 24e-3, 2e-3, 9.650, 0.004, -0.6, -35},
    {0.020, 0, 50e-3, 30e-3, 5e-3, 18.668, 0.003, -2.2, -27}};

inline neurons::adaptation::AdaptingNeuron leaky_neuron(std::vector<AdaptationCurrent> currents) {
    return {.neuron = {.tau_m = 0.020,
                       .tau_r = 0.002,
                       .V_th = 0.020,
                       .V_0 = 0.010,
                       .current = neurons::leak()},
            .adaptation = std::move(currents)};
}

inline neurons::adaptation::AdaptingNeuron leaky_neuron(const Simulated& s) {
    return leaky_neuron({{.tau = s.tau, .a = s.a, .b = s.b}});
}

inline double percent(double value, double reference) {
    return 100.0 * (value / reference - 1.0);
}

}  // namespace siegert::tests
