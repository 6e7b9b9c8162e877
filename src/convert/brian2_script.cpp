#include "convert/brian2_connections.hpp"
#include "convert/python_text.hpp"
#include "convert/scripts.hpp"
#include "model/neuron_kinds.hpp"
#include "synapses/models.hpp"

#include <siegert/version.hpp>

#include <fmt/format.h>

#include <algorithm>

namespace siegert::convert {
namespace {

constexpr int milli = -3;

constexpr std::string_view script =
    R"py("""@title@: a script for Brian 2, written by siegert @version@.

Run it, and compare what it finds with the theory:

    python3 SCRIPT
    siegert crosscheck NETWORK.yaml --spikes spikes.dat --end "@duration@ s"
"""
import numpy as np
from brian2 import @imports@
from brian2 import seed as set_seed

@settings@
# The network. Rows of matrices are targets, columns are sources; potentials are relative to the leak potential.
@network@
@equations@
defaultclock.dt = dt
set_seed(seed)
rng = np.random.default_rng(seed)


def create(i):
    """The neurons of population i, at potentials between reset and threshold."""
    parameters = {@parameters@}
    @adaptation@
    @currents@
    # Brian counts the step of the spike as refractory.
    group = NeuronGroup(N[i], equations[i], threshold="V >= V_th", reset=reset[i], refractory=tau_r[i] + dt,
                        method=method[i], namespace=parameters)
    group.V = V_0[i] + rng.random(N[i]) * (@start@ - V_0[i])
    return group


def pairs(i, j):
    """Sources in population j and targets in population i of all synapses between them."""
    @pairs@


def weights(i, j, number):
    """Of so many synapses from population j onto i."""
    @weights@


def delays(i, j, number):
    """Of so many synapses from population j onto i, at least one step of the grid."""
    @delays@


def connect(i, j):
    """Synapses from population j onto i, K[i][j] onto each neuron@mean@."""
    sources, targets = pairs(i, j)
    synapses = Synapses(groups[j], groups[i], "w : volt", on_pre=@on_pre@)
    synapses.connect(i=sources, j=targets)
    synapses.w = weights(i, j, len(targets))@factor@
    synapses.delay = delays(i, j, len(targets))@earlier@
    return synapses


@drive@groups = [create(i) for i in range(len(N))]
connections = [connect(i, j) for i in range(len(N)) for j in range(len(N)) if K[i][j] > 0]
@drive_loop@
monitors = [SpikeMonitor(group) for group in groups]

network = Network(groups, connections, monitors)
@schedule@
for monitor in monitors:
    monitor.active = False
network.run(warmup, namespace={})
for monitor in monitors:
    monitor.active = True
network.run(duration, report="text", namespace={})

first = 1 + np.concatenate([[0], np.cumsum(N)])  # number of the first neuron of each population
numbers = np.concatenate([first[i] + np.array(monitors[i].i) for i in range(len(N))])
# A spike is known at the end of its step.
times = np.concatenate([(monitor.t + dt - warmup) / ms for monitor in monitors])
np.savetxt(spikes_file, np.column_stack([numbers, times]), fmt=["%d", "%.4f"], header="neuron time_ms")
for name, monitor, size in zip(populations, monitors, N):
    print(f"{name}: {monitor.num_spikes / (size * duration / second):.4g} Hz")
)py";

constexpr std::string_view drive = R"py(def drive(i, k):
    """Spikes of external population k: a Poisson train of its own for each neuron of population i."""
    events = float(K_ext[i][k] * nu_ext[k] * dt)  # in a step
    jump = float(@weight@)
    groups[i].run_regularly(f"@variable@ += {jump!r}*volt*poisson({events!r})", when="synapses")


)py";

// What arrives in a step moves the potential before it is compared with the threshold, as in
// siegert and NEST. A spike is then handed on one step later, for which its delay is one step
// shorter.
constexpr std::string_view schedule =
    R"py(# What arrives in a step may fire a neuron in this step; spikes leave one step later, with delays one step shorter.
network.schedule = ["start", "groups", "synapses", "thresholds", "resets", "end"])py";

bool jumps(const Network& network) {
    if (!synapses::has_current(network)) return true;
    for (Index i = 0; i < network.N.size(); ++i) {
        const auto distinct = time_constants(network, i);
        if (!distinct.empty() && distinct.front() == 0.0) return true;
    }
    return false;
}

bool has_one_current(const Network& network) {
    return synapses::has_current(network) && has_one_time_constant(network) && !jumps(network);
}

// How many currents neurons of population i have when each time constant has its own.
std::vector<double> currents(const Network& network, Index i) {
    std::vector<double> distinct = time_constants(network, i);
    std::erase(distinct, 0.0);
    return distinct;
}

std::string own_current(NeuronType type) {
    if (type == NeuronType::eif) return "-V + Delta_T*exp((V - V_T)/Delta_T)";
    if (type == NeuronType::qif) return "Delta_T - V_T + (V - V_T)**2/(2*Delta_T)";
    return "-V";
}

// The equations of a population, a line for each.
std::string equations_of(const Network& network, Index i) {
    std::string input = own_current(neuron_type(network, i));
    std::string others;
    const auto add = [&](const std::string& sign, const std::string& name,
                         const std::string& rate) {
        input += fmt::format(" {} {}", sign, name);
        others += fmt::format("\n    d{}/dt = {} : volt", name, rate);
    };
    if (has_one_current(network)) {
        add("+", "I", "-I/tau_s");
    } else if (synapses::has_current(network)) {
        for (std::size_t k = 1; k <= currents(network, i).size(); ++k) {
            add("+", fmt::format("I_{}", k), fmt::format("-I_{0}/tau_s_{0}", k));
        }
    }
    if (!network.adaptation.empty()) {
        const auto count = network.adaptation[static_cast<std::size_t>(i)].size();
        for (std::size_t k = 1; k <= count; ++k) {
            add("-", fmt::format("w_{}", k), fmt::format("(a_{0}*V - w_{0})/tau_{0}", k));
        }
    }
    if (network.I_ext.size() > 0) input += " + mu";
    return fmt::format("\"\"\"dV/dt = ({})/tau_m : volt (unless refractory){}\"\"\"", input,
                       others);
}

std::string reset_of(const Network& network, Index i) {
    std::string text = "V = V_0";
    if (!network.adaptation.empty()) {
        const auto count = network.adaptation[static_cast<std::size_t>(i)].size();
        for (std::size_t k = 1; k <= count; ++k) text += fmt::format("; w_{0} += b_{0}", k);
    }
    return "\"" + text + "\"";
}

// Linear equations of at most two components are solved exactly, as long as the solution exists.
std::string method_of(const Network& network, Index i) {
    if (runs_away(neuron_type(network, i))) return "\"euler\"";
    const auto at = static_cast<std::size_t>(i);
    const bool adapts = !network.adaptation.empty() && !network.adaptation[at].empty();
    const bool single = !synapses::has_current(network) || currents(network, i).size() <= 1;
    const auto distinct = time_constants(network, i);
    const bool degenerate = std::ranges::count(distinct, network.tau_m(i)) > 0;
    return adapts || !single || degenerate ? "\"rk4\"" : "\"exact\"";
}

// One entry for each population, or n times the same.
std::string list_of(const Network& network, std::string (*entry)(const Network&, Index)) {
    const Index n = network.N.size();
    const std::string first = entry(network, 0);
    bool all_equal = true;
    for (Index i = 1; i < n; ++i) all_equal = all_equal && entry(network, i) == first;
    if (all_equal) return fmt::format("[{}] * {}", first, n);
    std::string text = "[\n";
    for (Index i = 0; i < n; ++i) text += "    " + entry(network, i) + ",\n";
    return text + "]";
}

std::string equations_text(const Network& network) {
    std::string text = "equations = " + list_of(network, equations_of) +
                       "\nreset = " + list_of(network, reset_of) +
                       "\nmethod = " + list_of(network, method_of) + "\n";
    if (has(network, runs_away)) {
        text =
            "# The exponential current is integrated by small steps: see what a smaller dt "
            "changes.\n" +
            text;
    }
    return text;
}

// "I_2", the variable at which spikes of a source arrive, of each pair.
std::string variables_of(const Network& network, const Matrix& tau_s, const Matrix& K) {
    std::string text = "[\n";
    for (Index i = 0; i < K.rows(); ++i) {
        const auto distinct = currents(network, i);
        text += "    " +
                python_list(K.cols(),
                            [&](Index j) {
                                const auto at = std::ranges::find(distinct, tau_s(i, j));
                                if (at == distinct.end()) return std::string("\"V\"");
                                return fmt::format("\"I_{}\"", 1 + (at - distinct.begin()));
                            }) +
                ",\n";
    }
    return text + "]";
}

std::string several_currents_text(const Network& network) {
    if (!synapses::has_current(network) || has_one_current(network)) return {};
    const auto times = [&](Index i) {
        const auto distinct = currents(network, i);
        return python_list(static_cast<Index>(distinct.size()), [&](Index k) {
            return python_float(distinct[static_cast<std::size_t>(k)], milli) + " * ms";
        });
    };
    std::string text = assignment({"tau_currents", python_list(network.N.size(), times), "",
                                   "of the currents I_1, I_2, ... of each population"},
                                  Units::in_values);
    text += assignment(
        {"arrives_at", variables_of(network, time_constants_of_connections(network), network.K), "",
         "the variable that spikes move"},
        Units::in_values);
    if (network.nu_ext.size() > 0) {
        text += assignment(
            {"arrives_at_ext",
             variables_of(network, time_constants_of_external_connections(network), network.K_ext),
             "", "the same of external spikes"},
            Units::in_values);
    }
    return text;
}

std::string parameters_text(const Network& network) {
    std::string text = "\"tau_m\": tau_m[i], \"V_th\": V_th[i], \"V_0\": V_0[i]";
    if (network.Delta_T.size() > 0) text += ", \"V_T\": V_T[i], \"Delta_T\": Delta_T[i]";
    if (has_one_current(network)) text += ", \"tau_s\": tau_s[i]";
    if (network.I_ext.size() > 0) text += ", \"mu\": I_ext[i] * tau_m[i] / C[i]";
    return text;
}

// A spike adds J tau_m / tau_s to a current, which is the potential that it would cause.
struct Arrival {
    std::string variable;  ///< in an f-string
    std::string factor;
};

Arrival arrival(const Network& network, const std::string& at, const std::string& tau_s) {
    if (!synapses::has_current(network)) return {"V", ""};
    if (has_one_current(network)) return {"I", " * (tau_m[i] / tau_s[i])"};
    return {"{" + at + "}", jumps(network)
                                ? " * (tau_m[i] / " + tau_s + " if " + at + " != \"V\" else 1)"
                                : " * (tau_m[i] / " + tau_s + ")"};
}

std::string adaptation_text(const Network& network) {
    if (network.adaptation.empty()) return {};
    return "for k, (tau, a, b) in enumerate(adaptation[i], start=1):\n"
           "        parameters.update({f\"tau_{k}\": tau, f\"a_{k}\": a, f\"b_{k}\": b})";
}

std::string currents_text(const Network& network) {
    if (!synapses::has_current(network) || has_one_current(network)) return {};
    return "for k, tau in enumerate(tau_currents[i], start=1):\n"
           "        parameters[f\"tau_s_{k}\"] = tau";
}

std::string imports_text(const Network& network) {
    std::string names = network.nu_ext.size() > 0 ? "Hz, " : "";
    names += "Network, NeuronGroup, SpikeMonitor, Synapses, defaultclock, mV, ms, ";
    if (network.I_ext.size() > 0) names += "pamp, ";
    if (network.C.size() > 0) names += "pfarad, ";
    return names + "second";
}

std::string drive_text(const Network& network) {
    if (network.nu_ext.size() == 0) return {};
    const Arrival at = arrival(network, "arrives_at_ext[i][k]", "tau_s_ext[i][k]");
    return filled(drive, {{"variable", at.variable}, {"weight", "J_ext[i][k]" + at.factor}});
}

}  // namespace

std::string brian2_script(const Network& given, const ScriptOptions& options) {
    Network network = given;
    if (network.I_ext.size() == 0) network.C.resize(0);
    const Arrival at = arrival(network, "arrives_at[i][j]", "tau_s[i][j]");
    const std::string drive_loop =
        network.nu_ext.size() == 0 ? ""
                                   : "for i in range(len(N)):\n    for k in range(len(nu_ext)):\n"
                                     "        if K_ext[i][k] > 0:\n            drive(i, k)";
    return filled(
        script,
        {{"title", title(network)},
         {"version", std::string(version)},
         {"duration", python_number(options.duration)},
         {"imports", imports_text(network)},
         {"settings", settings(options, Units::in_values)},
         {"network", assignments(network, Units::in_values) + several_currents_text(network)},
         {"equations", equations_text(network)},
         {"parameters", parameters_text(network)},
         {"adaptation", adaptation_text(network)},
         {"currents", currents_text(network)},
         {"start",
          has(network, runs_away) ? "(V_T[i] if Delta_T[i] > 0 * mV else V_th[i])" : "V_th[i]"},
         {"pairs", brian2_pairs(network)},
         {"weights", brian2_weights(network)},
         {"delays", brian2_delays(network)},
         {"mean", network.connection_rule == ConnectionRule::fixed_indegree ? "" : " in the mean"},
         {"on_pre", (at.variable.size() > 1 ? "f\"" : "\"") + at.variable + "_post += w\""},
         {"factor", at.factor},
         {"earlier", jumps(network) ? " - dt" : ""},
         {"drive", drive_text(network)},
         {"drive_loop", drive_loop},
         {"schedule", jumps(network) ? std::string(schedule) : ""}});
}

}  // namespace siegert::convert
