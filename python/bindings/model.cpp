#include "bindings.hpp"

#include <siegert/io/parameter_file.hpp>
#include <siegert/model/network.hpp>

namespace siegert::python {
namespace {

constexpr const char* package = "siegert";

py::class_<Network> bind_network(py::module_& scope) {
    Record<AdaptationCurrent>(scope, package, "AdaptationCurrent",
                              R"(One adaptation current w of a neuron, as the potential it causes.

    tau dw/dt = a (u - u_rest) - w + b tau sum_f delta(t - t_f))",
                              Access::read_write)
        .field("tau", &AdaptationCurrent::tau, "Time constant [s], > 0.")
        .field("a", &AdaptationCurrent::a, "Subthreshold coupling, dimensionless.")
        .field("b", &AdaptationCurrent::b, "Increment per spike [V].");

    Record<Network> network(
        scope, package, "Network",
        R"(A network of n populations of LIF neurons driven by m external populations.

All in SI units, potentials relative to the leak potential; rows are targets, columns are sources.
Arrays are views: `network.K[0, 1] *= 1.1` changes the network. Every field is a keyword of the
constructor; `load_network` and `network_from_dict` derive the fields from what papers state.)",
        Access::read_write);
    network.field("label", &Network::label, "Name of the network.")
        .field("populations", &Network::populations, "n names, distinct.")
        .field("synapse", &Network::synapse, "'delta' or 'exponential'.")
        .field("N", &Network::N, "Neurons in each population, n, > 0.")
        .field("tau_m", &Network::tau_m, "Membrane time constant [s], n, > 0.")
        .field("tau_r", &Network::tau_r, "Refractory period [s], n, >= 0.")
        .field("tau_s", &Network::tau_s, "Synaptic time constant [s], n, >= 0.")
        .field("V_th", &Network::V_th, "Threshold [V], n, > V_0.")
        .field("V_0", &Network::V_0, "Reset [V], n.")
        .field("C", &Network::C, "Membrane capacitance [F], n, > 0; empty: unknown.")
        .field("E_L", &Network::E_L, "Leak potential [V], n; only to report absolute values.")
        .field("J", &Network::J,
               "Weights: peak of the PSP of a delta synapse, or tau_s w / C [V], n x n.")
        .field("K", &Network::K, "In-degrees, n x n, >= 0.")
        .field("Delay", &Network::Delay, "Mean delay [s], n x n, >= 0; empty: unknown.")
        .field("Delay_sd", &Network::Delay_sd,
               "Standard deviation of the delay [s], n x n; empty: 0.")
        .field("delay_dist", &Network::delay_dist,
               "'none', 'gaussian', 'truncated_gaussian' or 'lognormal'.")
        .field("J_ext", &Network::J_ext, "Weight of external synapses [V], n x m.")
        .field("K_ext", &Network::K_ext, "External in-degrees, n x m, >= 0.")
        .field("nu_ext", &Network::nu_ext,
               "Rates of one neuron of the external populations [Hz], m, >= 0.")
        .field("I_ext", &Network::I_ext, "Constant current [A], n; empty: none. Needs C.");
    network
        .field("connection_rule", &Network::connection_rule,
               "'fixed_indegree', 'fixed_total_number' or 'pairwise_bernoulli' (simulation only).")
        .field("multapses", &Network::multapses,
               "May two neurons be connected more than once? (simulation only)")
        .field("autapses", &Network::autapses,
               "May a neuron be connected to itself? (simulation only)")
        .field("weight_dist", &Network::weight_dist, "'none', 'normal' or 'lognormal'.")
        .field("J_sd", &Network::J_sd, "Standard deviation of the weights [V], n x n; empty: 0.")
        .field("external_drive", &Network::external_drive,
               "'poisson' or 'gaussian_white' (simulation only).")
        .field("adaptation", &Network::adaptation,
               "Adaptation currents of each population (simulation only); empty: none.");
    return network.python_class();
}

void bind_analysis(py::module_& scope) {
    Record<Analysis>(scope, package, "Analysis",
                     "Frequencies and wavenumbers at which a network is to be analysed.",
                     Access::read_write)
        .field("omegas", &Analysis::omegas, "Angular frequencies [rad/s]; empty: not given.")
        .field("k_wavenumbers", &Analysis::k_wavenumbers, "Wavenumbers [1/m]; empty: not given.");
}

void bind_loaded_network(py::module_& scope) {
    Record<Parameter>(
        scope, package, "Parameter",
        "One key of a parameter file as it stands there, numbers converted to SI units.")
        .field("name", &Parameter::name, "The key.")
        .field("values", &Parameter::values, "Its numbers or texts, row by row.")
        .field("shape", &Parameter::shape, "Empty: a single value; else rows, or rows and columns.")
        .field("unit", &Parameter::unit, "The unit in the file, empty for numbers without unit.");

    Record<LoadedNetwork>(scope, package, "LoadedNetwork", R"(What a parameter file says.

Every function that wants a network takes a LoadedNetwork as well.)")
        .field("network", &LoadedNetwork::network, "The network, valid.")
        .field("analysis", &LoadedNetwork::analysis,
               "Frequencies and wavenumbers, where the file has them.")
        .field("model", &LoadedNetwork::model,
               "The rules by which parameters were derived: 'plain', 'basic' or 'microcircuit'.")
        .field("notes", &LoadedNetwork::notes, "What was derived, and how.")
        .field("warnings", &LoadedNetwork::warnings, "What is probably not meant.")
        .field("parameters", &LoadedNetwork::parameters,
               "Every key, also those that the theory does not need.");
}

}  // namespace

void bind_model(py::module_& scope) {
    auto network_class = bind_network(scope);
    bind_analysis(scope);
    bind_loaded_network(scope);
    network_class.def(py::init([](const LoadedNetwork& loaded) { return loaded.network; }));
    py::implicitly_convertible<LoadedNetwork, Network>();
    define(
        scope, "validate", [](const Network& network) { validate(network); },
        R"(Raises InvalidParameter unless every shape and condition of the network holds.

The message names field, population and value.)",
        "network"_a);
}

}  // namespace siegert::python
