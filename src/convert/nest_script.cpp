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
    R"py("""@title@: a script for NEST 3 (PyNEST), written by siegert @version@.

Run it, and compare what it finds with the theory:

    python3 SCRIPT
    siegert crosscheck NETWORK.yaml --spikes spikes.dat --end "@duration@ s"
"""
import nest
import numpy as np

@settings@threads = 2

# The network. Rows of matrices are targets, columns are sources; potentials are relative to the leak potential.
@network@
nest.ResetKernel()
nest.SetKernelStatus({"resolution": dt, "rng_seed": seed, "local_num_threads": threads})
@generator@


def create(i):
    """The neurons of population i, at potentials between reset and threshold."""
    @create@


def weight(i, j):
    """Of synapses from population j onto i@weight_unit@."""
    @weight@


def delay(i, j):
    """Of synapses from population j onto i [ms], at least one step of the grid."""
    @delay@


def connect(i, j):
    """Synapses from population j onto i, K[i][j] onto each neuron@mean@."""
    @connect@


@drive@neurons = [create(i) for i in range(len(N))]  # numbered from 1 on
for i in range(len(N)):
    for j in range(len(N)):
        if K[i][j] > 0:
            connect(i, j)
    @drive_loop@

recorder = nest.Create("spike_recorder", {"start": warmup})
for population in neurons:
    nest.Connect(population, recorder)
nest.Simulate(warmup + duration)

senders = recorder.events["senders"]
times = recorder.events["times"] - warmup
np.savetxt(spikes_file, np.column_stack([senders, times]), fmt=["%d", "%.4f"], header="neuron time_ms")
for name, population in zip(populations, neurons):
    spikes = np.count_nonzero(np.isin(senders, population.tolist()))
    print(f"{name}: {1000 * spikes / (len(population) * duration):.4g} Hz")
)py";

constexpr std::string_view drive = R"py(def drive(i, k):
    """Spikes of external population k: a Poisson train of its own for each neuron of population i."""
    generator = nest.Create("poisson_generator", {"rate": K_ext[i][k] * nu_ext[k]})
    nest.Connect(generator, neurons[i], syn_spec={"weight": @external_weight@, "delay": dt@external_receptor@})


)py";

constexpr std::string_view leaky_delta = R"py(parameters = {
        "tau_m": tau_m[i], "t_ref": tau_r[i], "V_th": V_th[i], "V_reset": V_0[i], "E_L": 0.0@current@}
    return nest.Create("iaf_psc_delta", N[i], {**parameters, "V_m": nest.random.uniform(V_0[i], V_th[i])}))py";

constexpr std::string_view leaky_exponential = R"py(parameters = {
        "C_m": C[i], "tau_m": tau_m[i], "t_ref": tau_r[i], "V_th": V_th[i], "V_reset": V_0[i], "E_L": 0.0,
        @time_constants@@current@}
    return nest.Create("@model@", N[i], {**parameters, "V_m": nest.random.uniform(V_0[i], V_th[i])}))py";

// Without a slope factor, aeif is the leaky neuron with an adaptation current.
constexpr std::string_view exponential_or_adapting = R"py(g_L = C[i] / tau_m[i]  # [nS]
    parameters = {
        "C_m": C[i], "g_L": g_L, "t_ref": tau_r[i], "V_reset": V_0[i], "E_L": 0.0,
        @thresholds@,
        "a": 0.0, "b": 0.0@time_constants@@current@}
    @adaptation@
    return nest.Create("@model@", N[i], {**parameters, "V_m": nest.random.uniform(V_0[i], @start@)}))py";

bool needs_aeif(const Network& network) {
    const bool adapts = std::ranges::any_of(network.adaptation,
                                            [](const auto& currents) { return !currents.empty(); });
    return adapts || has(network, runs_away);
}

// Receptors have numbers unless the sign of a weight tells them apart.
bool has_numbered_receptors(const Network& network) {
    return synapses::has_current(network) && !time_constants_by_sign(network);
}

void require_in_nest(const Network& network) {
    if (std::ranges::count(network.neuron, NeuronType::qif) > 0) {
        throw InvalidParameter("neuron must be lif or eif for NEST: --to brian2 writes qif");
    }
    for (const auto& currents : network.adaptation) {
        if (currents.size() > 1) {
            throw InvalidParameter(
                "adaptation must be a single current for NEST, whose neurons have no more: --to "
                "brian2 writes all of them");
        }
    }
    if (!synapses::has_current(network)) return;
    for (Index i = 0; i < network.N.size(); ++i) {
        const auto distinct = time_constants(network, i);
        if (!distinct.empty() && distinct.front() == 0.0) {
            throw InvalidParameter(
                "tau_s must be positive for NEST, whose neurons have no jumps beside currents: "
                "--to brian2 writes both");
        }
    }
    if (needs_aeif(network) && has_numbered_receptors(network)) {
        throw InvalidParameter(
            "tau_s must follow from the sign of the weights for NEST's exponential and adapting "
            "neurons, which have two synapses: --to brian2 writes any number");
    }
}

std::string create_text(const Network& network) {
    const std::string current = network.I_ext.size() > 0 ? ", \"I_e\": I_ext[i]" : "";
    const bool has_current = synapses::has_current(network);
    const bool numbered = has_numbered_receptors(network);
    const std::string by_sign =
        has_one_time_constant(network)
            ? "\"tau_syn_ex\": tau_s[i], \"tau_syn_in\": tau_s[i]"
            : "\"tau_syn_ex\": tau_syn_ex[i], \"tau_syn_in\": tau_syn_in[i]";
    if (needs_aeif(network)) {
        const bool soft = has(network, runs_away);
        const std::string exponential =
            "\"V_th\": V_T[i] if Delta_T[i] > 0 else V_th[i], \"V_peak\": V_th[i], \"Delta_T\": "
            "Delta_T[i]";
        const std::string leaky = "\"V_th\": V_th[i], \"V_peak\": V_th[i], \"Delta_T\": 0.0";
        const std::string adaptation =
            "for tau, a, b in adaptation[i]:\n"
            "        parameters.update({\"tau_w\": tau, \"a\": a * g_L, \"b\": b * g_L})";
        return filled(exponential_or_adapting,
                      {{"thresholds", soft ? exponential : leaky},
                       {"time_constants", has_current ? ",\n        " + by_sign : ""},
                       {"current", current},
                       {"adaptation", network.adaptation.empty() ? "" : adaptation},
                       {"model", has_current ? "aeif_psc_exp" : "aeif_psc_delta"},
                       {"start", soft ? "parameters[\"V_th\"]" : "V_th[i]"}});
    }
    if (!has_current) {
        const std::string with_capacitance =
            current.empty() ? "" : ",\n        \"C_m\": C[i]" + current;
        return filled(leaky_delta, {{"current", with_capacitance}});
    }
    return filled(leaky_exponential,
                  {{"time_constants", numbered ? "\"tau_syn\": tau_syn[i]" : by_sign},
                   {"current", current},
                   {"model", numbered ? "iaf_psc_exp_multisynapse" : "iaf_psc_exp"}});
}

std::string weight_text(const Network& network) {
    const std::string factor = !synapses::has_current(network)  ? ""
                               : has_one_time_constant(network) ? " * C[i] / tau_s[i]"
                                                                : " * C[i] / tau_s[i][j]";
    const std::string mean = "J[i][j]" + factor;
    if (network.weight_dist == WeightDistribution::none) return "return " + mean;
    const std::string moments =
        "mean, sd = " + mean + ", J_sd[i][j]" + factor + "\n    if sd == 0:\n        return mean\n";
    if (network.weight_dist == WeightDistribution::lognormal) {
        return moments +
               "    variance = np.log1p((sd / mean) ** 2)  # of the logarithm\n"
               "    size = nest.random.lognormal(mean=np.log(abs(mean)) - variance / 2, "
               "std=np.sqrt(variance))\n"
               "    return size if mean > 0 else -1.0 * size";
    }
    return moments +
           "    drawn = nest.random.normal(mean=mean, std=sd)  # cut at zero\n"
           "    return nest.math.max(drawn, 0.0) if mean >= 0 else nest.math.min(drawn, 0.0)";
}

std::string delay_text(const Network& network) {
    const std::string moments =
        "mean, sd = Delay[i][j], Delay_sd[i][j]\n    if sd == 0:\n        return mean\n";
    switch (network.delay_dist) {
        case DelayDistribution::none:
            break;
        case DelayDistribution::gaussian:
            return moments + "    return nest.math.max(nest.random.normal(mean=mean, std=sd), dt)";
        case DelayDistribution::truncated_gaussian:
            return moments +
                   "    positive = nest.math.redraw(nest.random.normal(mean=mean, std=sd), "
                   "min=0.0, max=np.inf)\n"
                   "    return nest.math.max(positive, dt)";
        case DelayDistribution::lognormal:
            return moments +
                   "    variance = np.log1p((sd / mean) ** 2)  # of the logarithm\n"
                   "    drawn = nest.random.lognormal(mean=np.log(mean) - variance / 2, "
                   "std=np.sqrt(variance))\n"
                   "    return nest.math.max(drawn, dt)";
    }
    return "return Delay[i][j]";
}

std::string python_bool(bool value) {
    return value ? "True" : "False";
}

std::string connect_text(const Network& network) {
    const std::string receptor = has_numbered_receptors(network)
                                     ? ", \"receptor_type\": 1 + tau_syn[i].index(tau_s[i][j])"
                                     : "";
    const std::string synapse =
        "synapse = {\"weight\": weight(i, j), \"delay\": delay(i, j)" + receptor + "}\n";
    const std::string autapses = ", \"allow_autapses\": " + python_bool(network.autapses);
    const std::string both =
        ", \"allow_multapses\": " + python_bool(network.multapses) + autapses + "}\n";
    const std::string whole = "    nest.Connect(neurons[j], neurons[i], rule, synapse)";
    switch (network.connection_rule) {
        case ConnectionRule::fixed_total_number:
            return synapse +
                   "    rule = {\"rule\": \"fixed_total_number\", \"N\": round(K[i][j] * N[i])" +
                   both + whole;
        case ConnectionRule::pairwise_bernoulli:
            return synapse + "    rule = {\"rule\": \"pairwise_bernoulli\", \"p\": K[i][j] / N[j]" +
                   autapses + "}\n" + whole;
        case ConnectionRule::fixed_indegree:
            break;
    }
    if (!has_fractional_indegree(network)) {
        return synapse + "    rule = {\"rule\": \"fixed_indegree\", \"indegree\": K[i][j]" + both +
               whole;
    }
    return synapse + "    rule = {\"rule\": \"fixed_indegree\", \"indegree\": int(K[i][j])" + both +
           "    if K[i][j] >= 1:\n"
           "        nest.Connect(neurons[j], neurons[i], rule, synapse)\n"
           "    one_more = round(K[i][j] % 1 * N[i])  # neurons, so that the mean is K\n"
           "    if one_more > 0:\n"
           "        some = neurons[i][sorted(rng.choice(N[i], one_more, replace=False).tolist())]\n"
           "        nest.Connect(neurons[j], some, {**rule, \"indegree\": 1}, synapse)";
}

std::string external_weight_text(const Network& network) {
    if (!synapses::has_current(network)) return "J_ext[i][k]";
    return has_one_time_constant(network) ? "J_ext[i][k] * C[i] / tau_s[i]"
                                          : "J_ext[i][k] * C[i] / tau_s_ext[i][k]";
}

// Currents need a capacitance. Where the file has none, any gives the same potentials.
Network with_capacitance(const Network& network) {
    Network result = network;
    const bool needs_one = synapses::has_current(network) || needs_aeif(network);
    if (result.C.size() == 0 && needs_one) result.C = Vector::Constant(network.N.size(), 250e-12);
    return result;
}

// What NEST's neurons ask for beside the parameters of the network.
std::string time_constants_text(const Network& network) {
    if (!synapses::has_current(network) || has_one_time_constant(network)) return {};
    if (const auto by_sign = time_constants_by_sign(network)) {
        return assignment({"tau_syn_ex", python_list(by_sign->excitatory, milli), "ms",
                           "of excitatory synapses onto each population"},
                          Units::in_comments) +
               assignment({"tau_syn_in", python_list(by_sign->inhibitory, milli), "ms",
                           "of inhibitory ones"},
                          Units::in_comments);
    }
    const auto receptors = [&](Index i) {
        const auto distinct = time_constants(network, i);
        return python_list(static_cast<Index>(distinct.size()), [&](Index k) {
            return python_float(distinct[static_cast<std::size_t>(k)], milli);
        });
    };
    return assignment({"tau_syn", python_list(network.N.size(), receptors), "ms",
                       "of the receptors of each population"},
                      Units::in_comments);
}

}  // namespace

std::string nest_script(const Network& given, const ScriptOptions& options) {
    require_in_nest(given);
    const Network network = with_capacitance(given);
    const bool arbitrary = network.C.size() > given.C.size();
    const bool driven = network.nu_ext.size() > 0;
    const std::string drive_loop =
        !driven ? ""
                : "for k in range(len(nu_ext)):\n        if K_ext[i][k] * nu_ext[k] > 0:\n"
                  "            drive(i, k)";
    const std::string receptor = has_numbered_receptors(network)
                                     ? ", \"receptor_type\": 1 + tau_syn[i].index(tau_s_ext[i][k])"
                                     : "";
    const bool draws = has_fractional_indegree(network) &&
                       network.connection_rule == ConnectionRule::fixed_indegree;
    return filled(
        script,
        {{"title", title(network)},
         {"version", std::string(version)},
         {"duration", python_number(options.duration)},
         {"settings", settings(options, Units::in_comments)},
         {"network",
          (arbitrary ? "# C is arbitrary: only the ratio of currents to it matters.\n" : "") +
              assignments(network, Units::in_comments) + time_constants_text(network)},
         {"generator", draws ? "rng = np.random.default_rng(seed)" : ""},
         {"create", create_text(network)},
         {"weight", weight_text(network)},
         {"weight_unit", synapses::has_current(network) ? " [pA]: J = tau_s w / C" : " [mV]"},
         {"delay", delay_text(network)},
         {"mean", network.connection_rule == ConnectionRule::fixed_indegree ? "" : " in the mean"},
         {"connect", connect_text(network)},
         {"drive", driven ? filled(drive, {{"external_weight", external_weight_text(network)},
                                           {"external_receptor", receptor}})
                          : ""},
         {"drive_loop", drive_loop}});
}

}  // namespace siegert::convert
