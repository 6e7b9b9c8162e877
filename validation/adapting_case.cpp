#include "adapting_case.hpp"

#include "replicates.hpp"
#include "unconnected.hpp"

#include <siegert/simulation/network_simulation.hpp>

namespace siegert::validation {

neurons::adaptation::AdaptingNeuron adapting(const AdaptingCase& c) {
    const bool leaky = c.neuron.Delta_T == 0.0;
    return {
        .neuron = {.tau_m = c.neuron.tau_m,
                   .tau_r = c.neuron.tau_r,
                   .V_th = c.neuron.V_th,
                   .V_0 = c.neuron.V_0,
                   .current = leaky ? neurons::leak()
                                    : neurons::exponential_current(c.neuron.Delta_T, c.neuron.V_T)},
        .adaptation = {c.current}};
}

Network unconnected(const AdaptingCase& c) {
    Network network = unconnected({{.tau_m = c.neuron.tau_m,
                                    .tau_r = c.neuron.tau_r,
                                    .V_th = c.neuron.V_th,
                                    .V_0 = c.neuron.V_0}},
                                  200);
    if (c.neuron.Delta_T > 0.0) {
        network.neuron = {NeuronType::eif};
        network.Delta_T = Vector::Constant(1, c.neuron.Delta_T);
        network.V_T = Vector::Constant(1, c.neuron.V_T);
    }
    network.adaptation = {{c.current}};
    return network;
}

Measured simulated_rate(const AdaptingCase& c, Index samples, double dt, double duration) {
    const Network network = unconnected(c);
    const auto rate = [&](std::uint64_t seed) -> Vector {
        SimulationOptions options;
        options.dt = dt;
        options.duration = duration;
        options.warmup = 0.3 + 5.0 * c.current.tau;
        options.seed = seed;
        options.gaussian.mu = Vector::Constant(1, c.input.mu);
        options.gaussian.sigma = Vector::Constant(1, c.input.sigma);
        options.record.neurons = 1;
        return simulate(network, options).rates;
    };
    return mean_of(replicates(samples, rate).col(0));
}

Claim rate_by_distribution(const AdaptingCase& c, Index samples, double duration, double allowed) {
    constexpr double dt = 1e-4;
    const auto state = neurons::adaptation::stationary_state(adapting(c), c.input);
    const auto measured = simulated_rate(c, samples, dt, duration);
    // Spikes of EIF neurons are noticed at the end of a step.
    const double late = c.neuron.Delta_T > 0.0 ? 0.5 * dt : 0.0;
    return {c.name,
            "Hz",
            1.0 / (1.0 / state.firing_rate + late),
            measured.value,
            state.error / 3.0 * measured.value + allowed * measured.standard_error,
            "order + chance"};
}

}  // namespace siegert::validation
