#include "bindings.hpp"

#include <siegert/io/parameter_file.hpp>
#include <siegert/io/quantity.hpp>
#include <siegert/model/network.hpp>

#include "model/enumerators.hpp"
#include "model/network_fields.hpp"

#include <cctype>

namespace siegert::python {
namespace {

// "Membrane time constant [s], n, > 0."
template <class Value>
std::string documentation(const schema::NetworkField<Value>& field) {
    const schema::About& about = field.about;
    std::string text(about.meaning);
    text.front() = static_cast<char>(std::toupper(static_cast<unsigned char>(text.front())));
    if constexpr (schema::ListedChoice<Value>) {
        text += ": " + explained(schema::Enumerators<typename schema::Choice<Value>::type>::names);
    }
    if (const std::string unit = si_unit(about.dimension); !unit.empty()) text += " [" + unit + "]";
    for (const std::string_view part : {schema::symbols(about.shape), about.range.symbols}) {
        if (!part.empty()) text += ", " + std::string(part);
    }
    if (about.needed != schema::always && about.shape != schema::Shape::network) {
        text += "; empty: " + std::string(about.if_absent);
    }
    if (about.in_theory != schema::InTheory::used && about.in_simulation) {
        text += " (simulation only)";
    }
    return text + (text.back() == '?' ? "" : ".");
}

py::class_<Network> bind_network(py::module_& scope) {
    Record<AdaptationCurrent>(scope, package_name, "AdaptationCurrent",
                              R"(One adaptation current w of a neuron, as the potential it causes.

    tau dw/dt = a (u - u_rest) - w + b tau sum_f delta(t - t_f))",
                              Access::read_write)
        .field("tau", &AdaptationCurrent::tau, "Time constant [s], > 0.")
        .field("a", &AdaptationCurrent::a, "Subthreshold coupling, dimensionless.")
        .field("b", &AdaptationCurrent::b, "Increment per spike [V].");

    Record<Stimulus>(
        scope, package_name, "Stimulus",
        R"(Input that changes in time: amplitude times s(t), t [s] since the simulation began.

Only the simulation knows it. A step, a pulse or a sample begins and ends at grid points of the simulation.)",
        Access::read_write)
        .field("populations", &Stimulus::populations, "Whose neurons it reaches; empty: all.")
        .field("input", &Stimulus::input,
               ("What it adds to: " + explained(schema::Enumerators<StimulusInput>::names) + ".")
                   .c_str())
        .field("amplitude", &Stimulus::amplitude,
               "[V], [A], [Hz] or 1, as `input` says; of spikes: weight [V].")
        .field("shape", &Stimulus::shape,
               ("s(t) from start to stop: " + explained(schema::Enumerators<StimulusShape>::names) +
                "; 0 outside.")
                   .c_str())
        .field("start", &Stimulus::start, "[s], >= 0.")
        .field("stop", &Stimulus::stop, "[s], > start; of a ramp finite.")
        .field("frequency", &Stimulus::frequency, "Of a sine [Hz], > 0.")
        .field("phase", &Stimulus::phase, "Of a sine [rad].")
        .field("period", &Stimulus::period, "Of pulses [s], > 0.")
        .field("width", &Stimulus::width, "Of pulses [s], > 0, <= period.")
        .field("samples", &Stimulus::samples, "Of a file, dimensionless.")
        .field("sample_interval", &Stimulus::sample_interval, "Of a file [s], > 0.")
        .field("spike_times", &Stimulus::spike_times, "Since start [s], >= 0, in any order.")
        .field("spike_neurons", &Stimulus::spike_neurons,
               "Who receives each: index in the population, as many as times; empty: all.")
        .field("external_populations", &Stimulus::external_populations,
               "Rates of which external populations change (index, from 0); empty: of all.");

    Record<Network> network(
        scope, package_name, "Network",
        R"(A network of n populations of integrate-and-fire neurons driven by m external populations.

All in SI units, potentials relative to the leak potential; rows are targets, columns are sources.
Arrays are views: `network.K[0, 1] *= 1.1` changes the network. Every field is a keyword of the
constructor; `load_network` and `network_from_dict` derive the fields from what papers state.)",
        Access::read_write);
    schema::for_each_field([&](const auto& field) {
        const bool of_targets = schema::may_be_of_targets(field.about.shape);
        network.field(field.name.data(), field.member, documentation(field).c_str(),
                      of_targets ? Column::vector : Column::matrix);
    });
    return network.python_class();
}

void bind_analysis(py::module_& scope) {
    Record<Analysis>(scope, package_name, "Analysis",
                     "Frequencies and wavenumbers at which a network is to be analysed.",
                     Access::read_write)
        .field("omegas", &Analysis::omegas, "Angular frequencies [rad/s]; empty: not given.")
        .field("k_wavenumbers", &Analysis::k_wavenumbers, "Wavenumbers [1/m]; empty: not given.");
}

void bind_loaded_network(py::module_& scope) {
    Record<Parameter>(
        scope, package_name, "Parameter",
        "One key of a parameter file as it stands there, numbers converted to SI units.")
        .field("name", &Parameter::name, "The key.")
        .field("values", &Parameter::values, "Its numbers or texts, row by row.")
        .field("shape", &Parameter::shape, "Empty: a single value; else rows, or rows and columns.")
        .field("unit", &Parameter::unit, "The unit in the file, empty for numbers without unit.");

    Record<LoadedNetwork>(scope, package_name, "LoadedNetwork", R"(What a parameter file says.

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
