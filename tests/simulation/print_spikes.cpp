// Simulates a small network, alone or as one of several MPI processes, and prints its spikes: the
// test compares what different numbers of processes and threads print.
//
//     print_spikes <threads> grid|coloured|exact|conductance|differing

#include "simulation/example_networks.hpp"

#include <siegert/simulation/parallel_session.hpp>

#include <cstdio>
#include <cstdlib>
#include <string>

using namespace siegert;
using namespace siegert::examples;
using namespace siegert::literals;

int main(int argc, char** argv) {
    const ParallelSession session(&argc, &argv);
    SimulationOptions options;
    options.duration = 40.0_ms;
    options.warmup = 10.0_ms;
    options.threads = std::atoi(argv[1]);
    Network network = three_populations(SynapseType::exponential);
    network.stimulus = {{.input = StimulusInput::rate,
                         .amplitude = 3.0,
                         .shape = StimulusShape::ramp,
                         .start = 5.0_ms,
                         .stop = 30.0_ms}};
    const std::string mode = argv[2];
    if (mode == "exact" || mode == "differing") {
        network.V_th_sd = column({1.0_mV, 0.0, 2.0_mV});
        network.tau_m_sd = column({2.0_ms, 1.0_ms, 0.0});
    }
    if (mode == "exact") {
        network.synapse = SynapseType::delta;
        options.timing = SpikeTiming::exact;
    } else if (mode == "conductance") {
        network.synapse = SynapseType::conductance;
        network.C = Vector::Constant(3, 200.0e-12);
        network.J = network.J.cwiseAbs() * 2e-6;  // 1 mV: 2 nS
        network.J_sd = 0.2 * network.J;
        network.J_ext *= 6e-6;
        network.E_rev = Vector::Ones(3) * Eigen::RowVector3d(70.0_mV, -10.0_mV, 0.0);
        network.E_rev_ext = Matrix::Constant(3, 2, 70.0_mV);
    } else if (mode != "differing") {
        network.stimulus.push_back({.populations = {"I"}, .amplitude = 2.0_mV, .start = 15.0_ms});
        network.stimulus.push_back({.input = StimulusInput::spikes,
                                    .amplitude = 3.0_mV,
                                    .spike_times = column({12.0_ms, 25.0_ms}),
                                    .spike_neurons = {3, 30}});
        options.gaussian.sigma = column({0.0, 2.0_mV, 0.0});
        if (mode == "coloured") options.gaussian.tau_c = 2.0_ms;
        network.adaptation = {
            {{.tau = 90.0_ms, .a = 0.1, .b = 0.2_mV}},
            {},
            {{.tau = 50.0_ms, .a = 0.0, .b = 0.1_mV}, {.tau = 150.0_ms, .a = 0.2, .b = 0.1_mV}}};
    }
    options.record.probes = {{.population = 0, .neuron = 400}, {.population = 2, .neuron = 1}};
    options.record.rate_bin = 10.0_ms;

    NetworkSimulation simulation(network, options);
    simulation.warm_up(options.warmup);
    const SimulationState state = simulation.state();
    simulation.advance(options.duration);
    const SimulationResult result = simulation.take_record();
    if (session.rank() != 0) return 0;

    std::printf("%lld\n", static_cast<long long>(state.spike_steps.size()));
    for (const double V : state.components.front()) std::printf("%a\n", V);
    for (const PopulationSpikes& population : result.spikes.spikes) {
        for (std::size_t k = 0; k < population.times.size(); ++k) {
            std::printf("%a %u\n", population.times[k], population.neurons[k]);
        }
    }
    for (const double V : result.probes.V.reshaped()) std::printf("%a\n", V);
    for (const Matrix& w : result.probes.w) {
        for (const double value : w.reshaped()) std::printf("%a\n", value);
    }
    std::printf("%llu\n", static_cast<unsigned long long>(result.cost.synapses));
    for (const double rate : result.population_rates.rates.reshaped()) std::printf("%a\n", rate);
    for (const double rate : result.rates) std::printf("%a\n", rate);
}
