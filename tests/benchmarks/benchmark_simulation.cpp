// How fast is the simulation, and what limits it?
//
//     benchmark_simulation brunel|microcircuit|lif|eif|adex [seconds=1] [threads=1] [scale=1]
//     [seed=1] [warmup=0.1]
//
// lif, eif and adex: 1e5 neurons without connections in between, leaky, exponential, or exponential
// ones that adapt, with the same external input.
//
// Prints rates, wall and processor seconds per biological second, and the work done in them.

#include <siegert/simulation/network_simulation.hpp>
#include <siegert/units.hpp>

#include <fmt/format.h>
#include <sys/resource.h>

#include <cmath>
#include <cstdlib>
#include <string>

using namespace siegert;
using namespace siegert::literals;

namespace {

Vector column(std::initializer_list<double> values) {
    Vector vector(static_cast<Index>(values.size()));
    std::copy(values.begin(), values.end(), vector.begin());
    return vector;
}

// N. Brunel, J. Comput. Neurosci. 8, 183 (2000), with g = 5 and nu_ext = 2 nu_thr.
Network brunel() {
    Network network;
    network.label = "brunel";
    network.populations = {"E", "I"};
    network.synapse = SynapseType::delta;
    const Vector one = Vector::Ones(2);
    network.N = column({10000, 2500});
    network.tau_m = 20.0_ms * one;
    network.tau_r = 2.0_ms * one;
    network.tau_s = 0.0 * one;
    network.V_th = 20.0_mV * one;
    network.V_0 = 10.0_mV * one;
    network.J = Matrix(2, 2);
    network.J << 0.1_mV, -0.5_mV, 0.1_mV, -0.5_mV;
    network.K = Matrix(2, 2);
    network.K << 1000, 250, 1000, 250;
    network.Delay = Matrix::Constant(2, 2, 1.5_ms);
    network.J_ext = Matrix::Constant(2, 1, 0.1_mV);
    network.K_ext = Matrix::Constant(2, 1, 1000);
    network.nu_ext = column({20.0});
    return network;
}

// T. C. Potjans and M. Diesmann, Cereb. Cortex 24, 785 (2014): in-degrees from the connection
// probabilities of its table 5.
Network microcircuit() {
    Network network;
    network.label = "microcircuit";
    network.populations = {"23E", "23I", "4E", "4I", "5E", "5I", "6E", "6I"};
    network.N = column({20683, 5834, 21915, 5479, 4850, 1065, 14395, 2948});
    const Vector one = Vector::Ones(8);
    network.tau_m = 10.0_ms * one;
    network.tau_r = 2.0_ms * one;
    network.tau_s = 0.5_ms * one;
    network.V_th = 15.0_mV * one;
    network.V_0 = 0.0 * one;
    Matrix p(8, 8);
    p << 0.1009, 0.1689, 0.0437, 0.0818, 0.0323, 0, 0.0076, 0,           //
        0.1346, 0.1371, 0.0316, 0.0515, 0.0755, 0, 0.0042, 0,            //
        0.0077, 0.0059, 0.0497, 0.135, 0.0067, 0.0003, 0.0453, 0,        //
        0.0691, 0.0029, 0.0794, 0.1597, 0.0033, 0, 0.1057, 0,            //
        0.1004, 0.0622, 0.0505, 0.0057, 0.0831, 0.3726, 0.0204, 0,       //
        0.0548, 0.0269, 0.0257, 0.0022, 0.06, 0.3158, 0.0086, 0,         //
        0.0156, 0.0066, 0.0211, 0.0166, 0.0572, 0.0197, 0.0396, 0.2252,  //
        0.0364, 0.001, 0.0034, 0.0005, 0.0277, 0.008, 0.0658, 0.1443;
    network.K = Matrix(8, 8);
    network.J = Matrix(8, 8);
    network.Delay = Matrix(8, 8);
    const double J = 87.8_pA * 0.5_ms / 250.0_pF;
    for (Index i = 0; i < 8; ++i) {
        for (Index j = 0; j < 8; ++j) {
            const double pairs = network.N(i) * network.N(j);
            network.K(i, j) = std::log1p(-p(i, j)) / std::log1p(-1.0 / pairs) / network.N(i);
            const bool excitatory = j % 2 == 0;
            network.J(i, j) = excitatory ? J : -4.0 * J;
            network.Delay(i, j) = excitatory ? 1.5_ms : 0.75_ms;
        }
    }
    network.J(0, 2) = 2.0 * J;
    network.J_sd = 0.1 * network.J.cwiseAbs();
    network.weight_dist = WeightDistribution::normal;
    network.Delay_sd = 0.5 * network.Delay;
    network.delay_dist = DelayDistribution::truncated_gaussian;
    network.connection_rule = ConnectionRule::fixed_total_number;
    network.J_ext = Matrix::Constant(8, 1, J);
    network.K_ext = column({1600, 1500, 2100, 1900, 2000, 1900, 2900, 2100});
    network.nu_ext = column({8.0});
    return network;
}

// 1e5 neurons and external Poisson spikes through exponential synapses.
Network unconnected() {
    Network network;
    network.label = "unconnected";
    network.populations = {"E"};
    const Vector one = Vector::Ones(1);
    network.N = 1e5 * one;
    network.tau_m = 20.0_ms * one;
    network.tau_r = 2.0_ms * one;
    network.tau_s = 2.0_ms * one;
    network.V_th = 15.0_mV * one;
    network.V_0 = 2.0_mV * one;
    network.J = Matrix::Zero(1, 1);
    network.K = Matrix::Zero(1, 1);
    network.J_ext = Matrix::Constant(1, 1, 0.5_mV);
    network.K_ext = Matrix::Constant(1, 1, 1000);
    network.nu_ext = column({1.1});
    return network;
}

Network exponential() {
    Network network = unconnected();
    const Vector one = Vector::Ones(1);
    network.neuron = {NeuronType::eif};
    network.Delta_T = 1.5_mV * one;
    network.V_T = 12.0_mV * one;
    network.V_th = 30.0_mV * one;
    return network;
}

Network adapting() {
    Network network = exponential();
    network.adaptation = {{{.tau = 200.0_ms, .a = 0.1, .b = 1.0_mV}}};
    return network;
}

Network network_named(const std::string& name) {
    if (name == "microcircuit") return microcircuit();
    if (name == "lif") return unconnected();
    if (name == "eif") return exponential();
    return name == "adex" ? adapting() : brunel();
}

double processor_seconds() {
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
    return static_cast<double>(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) +
           1e-6 * static_cast<double>(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec);
}

double argument(int argc, char** argv, int index, double otherwise) {
    return argc > index ? std::atof(argv[index]) : otherwise;
}

}  // namespace

int main(int argc, char** argv) {
    const std::string name = argc > 1 ? argv[1] : "brunel";
    const bool full = name == "microcircuit";
    const Network network = network_named(name);
    SimulationOptions options;
    options.duration = argument(argc, argv, 2, 1.0);
    options.threads = static_cast<int>(argument(argc, argv, 3, 1.0));
    options.scale = argument(argc, argv, 4, 1.0);
    options.seed = static_cast<std::uint64_t>(argument(argc, argv, 5, 1.0));
    options.warmup = argument(argc, argv, 6, 0.1);
    if (options.scale < 1.0) {
        options.scale_rates = full
                                  ? column({0.943, 3.026, 4.368, 5.882, 7.733, 8.664, 1.096, 7.851})
                                  : column({37.5, 37.5});
    }

    NetworkSimulation simulation(network, options);
    simulation.warm_up(options.warmup);
    const double before = processor_seconds();
    simulation.advance(options.duration);
    const double processor = processor_seconds() - before;
    const SimulationResult result = simulation.take_record();

    for (Index i = 0; i < network.N.size(); ++i) {
        fmt::print("{:>4} {:.4f} Hz\n", network.populations[static_cast<std::size_t>(i)],
                   result.rates(i));
    }
    const SimulationCost& cost = result.cost;
    const double time = cost.simulated_seconds;
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
    fmt::print("synapses {:.4g}, {:.4g} bytes each, build {:.2f} s, peak memory {:.0f} MB\n",
               static_cast<double>(cost.synapses),
               static_cast<double>(cost.synapse_bytes) / static_cast<double>(cost.synapses),
               cost.build_seconds, static_cast<double>(usage.ru_maxrss) / 1024.0);
    fmt::print("wall {:.3f} s/s, processor {:.3f} s/s\n", cost.run_seconds / time,
               processor / time);
    fmt::print("events {:.3g}/s, updates {:.3g}/s\n",
               static_cast<double>(cost.synaptic_events) / time,
               static_cast<double>(cost.neuron_updates) / time);
}
