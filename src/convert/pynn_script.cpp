#include "convert/python_text.hpp"
#include "convert/scripts.hpp"
#include "model/neuron_kinds.hpp"
#include "synapses/models.hpp"

#include <siegert/error.hpp>
#include <siegert/version.hpp>

#include <algorithm>

namespace siegert::convert {
namespace {

constexpr int milli = -3;

constexpr std::string_view script =
    R"py("""@title@: a script for PyNN, written by siegert @version@.

Run it, and compare what it finds with the theory:

    python3 SCRIPT
    siegert crosscheck NETWORK.yaml --spikes spikes.dat --end "@duration@ s"

A Poisson source of PyNN emits at most one spike in a step of Brian 2: there, write the script with --to brian2 instead.
"""
import numpy as np
import pyNN.nest as sim  # or pyNN.neuron
from pyNN.random import NumpyRNG, RandomDistribution

@settings@
# The network. Rows of matrices are targets, columns are sources; potentials are relative to the leak potential.
@network@
sim.setup(timestep=dt, min_delay=dt)
rng = NumpyRNG(seed=seed)


def create(i):
    """The neurons of population i, at potentials between reset and threshold."""
    kind = sim.@model@(
        tau_m=tau_m[i], tau_refrac=tau_r[i], v_thresh=V_th[i], v_reset=V_0[i], v_rest=0.0@capacitance@@time_constants@)
    population = sim.Population(N[i], kind, label=populations[i])
    population.initialize(v=RandomDistribution("uniform", low=V_0[i], high=V_th[i], rng=rng))
    population.record("spikes")
    return population


def receptor(weight):
    """The synapse that a weight of this sign belongs to."""
    return "inhibitory" if weight < 0 else "excitatory"


def weight(i, j):
    """Of synapses from population j onto i@weight_unit@."""
    @weight@


def delay(i, j):
    """Of synapses from population j onto i [ms], at least one step of the grid."""
    @delay@


def connect(i, j):
    """Synapses from population j onto i, K[i][j] onto each neuron@mean@."""
    synapse = sim.StaticSynapse(weight=weight(i, j), delay=delay(i, j))
    @connect@


@drive@neurons = [create(i) for i in range(len(N))]
for i in range(len(N)):
    for j in range(len(N)):
        if K[i][j] > 0:
            connect(i, j)
    @drive_loop@

sim.run(warmup + duration)

lines = []
first = 1  # number of the first neuron of a population
for name, population in zip(populations, neurons):
    trains = [np.asarray(train) for train in population.get_data("spikes").segments[0].spiketrains]
    trains = [train[train > warmup] - warmup for train in trains]
    lines += [f"{first + k} {time:.4f}\n" for k, train in enumerate(trains) for time in train]
    first += population.size
    print(f"{name}: {1000 * sum(map(len, trains)) / (population.size * duration):.4g} Hz")
with open(spikes_file, "w") as file:
    file.write("# neuron time_ms\n")
    file.writelines(lines)
sim.end()
)py";

constexpr std::string_view drive = R"py(def drive(i, k):
    """Spikes of external population k: a Poisson train of its own for each neuron of population i."""
    sources = sim.Population(N[i], sim.SpikeSourcePoisson(rate=K_ext[i][k] * nu_ext[k]))
    weight = @weight@
    sim.Projection(sources, neurons[i], sim.OneToOneConnector(), sim.StaticSynapse(weight=weight, delay=dt),
                   receptor_type=receptor(weight))


)py";

void require_in_pynn(const Network& network) {
    if (has(network, runs_away)) {
        throw InvalidParameter(
            "neuron must be lif for PyNN, whose exponential neurons have conductances: --to nest "
            "or brian2 write eif");
    }
    for (const auto& currents : network.adaptation) {
        if (!currents.empty()) {
            throw InvalidParameter(
                "adaptation must be empty for PyNN, whose adapting neurons have conductances: --to "
                "nest or brian2 write it");
        }
    }
    if (network.weight_dist == WeightDistribution::lognormal && (network.J.array() < 0.0).any()) {
        throw InvalidParameter(
            "weight_dist must be none or normal for PyNN where weights are negative, as it has no "
            "lognormal distribution of these: --to nest or brian2 write it");
    }
    if (!synapses::has_current(network)) return;
    const auto by_sign = time_constants_by_sign(network);
    if (!by_sign) {
        throw InvalidParameter(
            "tau_s must follow from the sign of the weights for PyNN, whose neurons have two "
            "synapses: --to nest or brian2 write any number");
    }
    if (!(by_sign->excitatory.array() > 0.0).all() || !(by_sign->inhibitory.array() > 0.0).all()) {
        throw InvalidParameter(
            "tau_s must be positive for PyNN, whose neurons have no jumps beside currents: --to "
            "brian2 writes both");
    }
}

// pA as nA, mV as they are.
std::string factor(const Network& network, const char* tau_s) {
    if (!synapses::has_current(network)) return {};
    return std::string(" * C[i] / ") + (has_one_time_constant(network) ? "tau_s[i]" : tau_s) +
           " / 1000";
}

std::string weight_text(const Network& network) {
    const std::string nano = factor(network, "tau_s[i][j]");
    if (network.weight_dist == WeightDistribution::none) return "return J[i][j]" + nano;
    const std::string moments = "mean, sd = J[i][j]" + nano + ", J_sd[i][j]" + nano +
                                "\n    if sd == 0:\n        return mean\n";
    if (network.weight_dist == WeightDistribution::lognormal) {
        return moments +
               "    variance = np.log1p((sd / mean) ** 2)  # of the logarithm\n"
               "    return RandomDistribution(\"lognormal\", mu=np.log(mean) - variance / 2, "
               "sigma=np.sqrt(variance), rng=rng)";
    }
    return moments +
           "    low, high = (0.0, np.inf) if mean >= 0 else (-np.inf, 0.0)\n"
           "    return RandomDistribution(\"normal_clipped_to_boundary\", mu=mean, sigma=sd, "
           "low=low, high=high, rng=rng)";
}

std::string delay_text(const Network& network) {
    const std::string moments =
        "mean, sd = Delay[i][j], Delay_sd[i][j]\n    if sd == 0:\n        return mean\n";
    switch (network.delay_dist) {
        case DelayDistribution::none:
            break;
        case DelayDistribution::gaussian:
            return moments +
                   "    return RandomDistribution(\"normal_clipped_to_boundary\", mu=mean, "
                   "sigma=sd, low=dt, high=np.inf, rng=rng)";
        case DelayDistribution::truncated_gaussian:
            return moments +
                   "    return RandomDistribution(\"normal_clipped\", mu=mean, sigma=sd, low=dt, "
                   "high=np.inf, rng=rng)";
        case DelayDistribution::lognormal:
            return moments +
                   "    variance = np.log1p((sd / mean) ** 2)  # of the logarithm\n"
                   "    return RandomDistribution(\"lognormal\", mu=np.log(mean) - variance / 2, "
                   "sigma=np.sqrt(variance), rng=rng)";
    }
    return "return Delay[i][j]";
}

std::string python_bool(bool value) {
    return value ? "True" : "False";
}

std::string connect_text(const Network& network) {
    const std::string replacement = ", with_replacement=" + python_bool(network.multapses);
    const std::string self = ", allow_self_connections=" + python_bool(network.autapses);
    const auto project = [](const std::string& target) {
        return "sim.Projection(neurons[j], " + target +
               ", connector, synapse, receptor_type=receptor(J[i][j]))";
    };
    switch (network.connection_rule) {
        case ConnectionRule::fixed_total_number:
            return "connector = sim.FixedTotalNumberConnector(\n        round(K[i][j] * N[i])" +
                   replacement + self + ", rng=rng)\n    " + project("neurons[i]");
        case ConnectionRule::pairwise_bernoulli:
            return "connector = sim.FixedProbabilityConnector(K[i][j] / N[j]" + self +
                   ", rng=rng)\n    " + project("neurons[i]");
        case ConnectionRule::fixed_indegree:
            break;
    }
    const std::string options = replacement + self + ", rng=rng)\n";
    if (!has_fractional_indegree(network)) {
        return "connector = sim.FixedNumberPreConnector(K[i][j]" + options + "    " +
               project("neurons[i]");
    }
    return "if K[i][j] >= 1:\n"
           "        connector = sim.FixedNumberPreConnector(int(K[i][j])" +
           options + "        " + project("neurons[i]") +
           "\n    one_more = round(K[i][j] % 1 * N[i])  # neurons, so that the mean is K\n"
           "    if one_more > 0:\n"
           "        connector = sim.FixedNumberPreConnector(1" +
           options + "        " + project("neurons[i].sample(one_more, rng=rng)");
}

std::string time_constants_literals(const Network& network) {
    if (!synapses::has_current(network) || has_one_time_constant(network)) return {};
    const auto by_sign = time_constants_by_sign(network);
    return assignment({"tau_syn_E", python_list(by_sign->excitatory, milli), "ms",
                       "of excitatory synapses onto each population"},
                      Units::in_comments) +
           assignment(
               {"tau_syn_I", python_list(by_sign->inhibitory, milli), "ms", "of inhibitory ones"},
               Units::in_comments);
}

std::string time_constants_arguments(const Network& network) {
    if (!synapses::has_current(network)) return {};
    return has_one_time_constant(network)
               ? ",\n        tau_syn_E=tau_s[i], tau_syn_I=tau_s[i]"
               : ",\n        tau_syn_E=tau_syn_E[i], tau_syn_I=tau_syn_I[i]";
}

}  // namespace

std::string pynn_script(const Network& given, const ScriptOptions& options) {
    require_in_pynn(given);
    Network network = given;
    const bool has_current = synapses::has_current(network);
    const bool arbitrary = has_current && network.C.size() == 0;
    if (arbitrary) network.C = Vector::Constant(network.N.size(), 250e-12);
    std::string capacitance = network.C.size() > 0 ? ", cm=C[i] / 1000" : "";
    if (network.I_ext.size() > 0) capacitance += ", i_offset=I_ext[i] / 1000";
    const bool driven = network.nu_ext.size() > 0;
    return filled(
        script,
        {{"title", title(network)},
         {"version", std::string(version)},
         {"duration", python_number(options.duration)},
         {"settings", settings(options, Units::in_comments)},
         {"network",
          (arbitrary ? "# C is arbitrary: only the ratio of currents to it matters.\n" : "") +
              assignments(network, Units::in_comments) + time_constants_literals(network)},
         {"model", has_current ? "IF_curr_exp" : "IF_curr_delta"},
         {"capacitance", capacitance},
         {"time_constants", time_constants_arguments(network)},
         {"weight", weight_text(network)},
         {"weight_unit", has_current ? " [nA]: J = tau_s w / C" : " [mV]"},
         {"delay", delay_text(network)},
         {"mean", network.connection_rule == ConnectionRule::fixed_indegree ? "" : " in the mean"},
         {"connect", connect_text(network)},
         {"drive",
          driven ? filled(drive, {{"weight", "J_ext[i][k]" + factor(network, "tau_s_ext[i][k]")}})
                 : ""},
         {"drive_loop", driven ? "for k in range(len(nu_ext)):\n"
                                 "        if K_ext[i][k] * nu_ext[k] > 0:\n"
                                 "            drive(i, k)"
                               : ""}});
}

}  // namespace siegert::convert
