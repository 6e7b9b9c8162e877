#include "bindings.hpp"

#include <siegert/simulation/alif_population.hpp>
#include <siegert/simulation/lif_population.hpp>
#include <siegert/simulation/membrane.hpp>

#include <pybind11/functional.h>
#include <pybind11/stl.h>

namespace siegert::python {
namespace {

using Doubles = py::array_t<double, py::array::c_style | py::array::forcecast>;

std::span<const double> as_span(const Doubles& array) {
    return {array.data(), static_cast<std::size_t>(array.size())};
}

/// A number, or one for each neuron.
PerNeuron per_neuron(const char* name, const py::object& value) {
    if (value.is_none()) return unset;
    const auto array = Doubles::ensure(value);
    if (!array || array.ndim() > 1) {
        PyErr_Clear();
        throw InvalidParameter(std::string(name) + " must be a number or one number per neuron");
    }
    return std::vector<double>(array.data(), array.data() + array.size());
}

PopulationOptions options_from(double dt, Integration integration, Reset reset, SpikeTrace trace) {
    return {.dt = dt, .integration = integration, .reset = reset, .spike_trace = trace};
}

LifPopulationParameters parameters_from(const py::kwargs& values) {
    LifPopulationParameters parameters;
    const std::pair<const char*, PerNeuron LifPopulationParameters::*> fields[] = {
        {"tau_m", &LifPopulationParameters::tau_m},
        {"R", &LifPopulationParameters::R},
        {"g_L", &LifPopulationParameters::g_L},
        {"u_rest", &LifPopulationParameters::u_rest},
        {"V_th", &LifPopulationParameters::V_th},
        {"V_0", &LifPopulationParameters::V_0},
        {"tau_r", &LifPopulationParameters::tau_r},
        {"V_min", &LifPopulationParameters::V_min},
        {"tau_trace", &LifPopulationParameters::tau_trace}};
    for (const auto& [key, value] : values) {
        const auto name = key.cast<std::string>();
        const auto* field = std::find_if(std::begin(fields), std::end(fields),
                                         [&](const auto& known) { return name == known.first; });
        if (field == std::end(fields)) {
            throw py::type_error("unexpected keyword argument '" + name + "'");
        }
        parameters.*(field->second) = per_neuron(field->first, value.cast<py::object>());
    }
    return parameters;
}

constexpr const char* parameters_doc = R"(
Parameters are numbers, or arrays with one entry for each neuron, in SI units:
tau_m (membrane time constant [s]), R (resistance [Ohm]) or g_L (conductance [S]), u_rest (potential
without input [V]), V_th (threshold [V]), V_0 (reset [V]), tau_r (refractory period [s], a multiple of
dt), V_min (lower bound [V], none if not given), tau_trace (decay of the spike trace [s], no trace if
not given). With R = 1 the current is given in units of the potential it causes.
dt: step [s]; integration: 'exact' or 'euler'; reset: 'to_value', 'to_zero' or 'by_subtraction';
spike_trace: 'additive' or 'saturating'.

State arrays are batch x n; attributes are copies, so that they can be collected.)";

/// What both populations have.
template <class P>
void define_population(py::class_<P>& type) {
    type.attr("__module__") = "siegert";
    define(
        type, "forward",
        [](P& population, const Doubles& current) {
            return snapshot(population.forward(as_span(current)));
        },
        R"(Advances by one step dt and returns the spikes, 0 or 1, batch x n.

The current [A] is constant during the step: a number, n values, or batch x n.)",
        "current"_a);
    define(
        type, "set_v", [](P& population, const Doubles& v) { population.set_v(as_span(v)); },
        R"(Sets the potentials [V]: a number, n values, or batch x n.)", "v"_a);
    define(
        type, "reset_state", [](P& population) { population.reset_state(); },
        R"(Back to the state after construction.)");
    type.def_property_readonly("n", &P::n, "Number of neurons.")
        .def_property_readonly("batch", &P::batch, "Number of independent copies.")
        .def_property_readonly("dt", &P::dt, "Length of a step [s].")
        .def_property_readonly(
            "v", [](const P& population) { return snapshot(population.v()); },
            "Potentials [V], batch x n.")
        .def_property_readonly(
            "s", [](const P& population) { return snapshot(population.s()); },
            "Spikes of the last step, 0 or 1, batch x n.")
        .def_property_readonly(
            "trace", [](const P& population) { return snapshot(population.trace()); },
            "Spike trace, batch x n.")
        .def_property_readonly(
            "refractory_steps",
            [](const P& population) {
                const auto steps = population.refractory_steps();
                return into_array(std::vector<std::int32_t>(steps.begin(), steps.end()))
                    .attr("reshape")(population.batch(), population.n());
            },
            "Steps that each neuron remains refractory, batch x n.");
}

void bind_lif_population(py::module_& scope) {
    py::class_<LifPopulation> type(
        scope, "LifPopulation",
        (std::string(R"(n LIF neurons times a batch of independent copies, advanced step by step.

    tau_m dv/dt = -(v - u_rest) + R I;    v >= V_th: spike, reset, v is held for the time tau_r)") +
         "\n" + parameters_doc)
            .c_str());
    type.def(py::init([](Index n, Index batch, double dt, Integration integration, Reset reset,
                         SpikeTrace spike_trace, const py::kwargs& parameters) {
                 return LifPopulation(n, batch, parameters_from(parameters),
                                      options_from(dt, integration, reset, spike_trace));
             }),
             "__init__($self, n, batch=1, *, dt, integration='exact', reset='to_value', "
             "spike_trace='additive', **parameters)\n--\n\n",
             "n"_a, "batch"_a = 1, py::kw_only(), "dt"_a, "integration"_a = "exact",
             "reset"_a = "to_value", "spike_trace"_a = "additive");
    define_population(type);
}

void bind_alif_population(py::module_& scope) {
    py::class_<AdaptationParameters> adaptation(
        scope, "AdaptationParameters", R"(One adaptation current w [A] of an AlifPopulation.

    tau dw/dt = a (v - u_rest) - w + b tau sum_f delta(t - t_f)

tau [s], a [S] and b [A] are numbers or have one entry for each neuron.)");
    adaptation.attr("__module__") = "siegert";
    adaptation.def(py::init([](const py::object& tau, const py::object& a, const py::object& b) {
                       return AdaptationParameters{.tau = per_neuron("tau", tau),
                                                   .a = per_neuron("a", a),
                                                   .b = per_neuron("b", b)};
                   }),
                   "__init__($self, *, tau, a, b)\n--\n\n", py::kw_only(), "tau"_a, "a"_a, "b"_a);

    py::class_<AlifPopulation> type(
        scope, "AlifPopulation",
        (std::string(
             R"(n adaptive LIF neurons times a batch of independent copies, advanced step by step.

    tau_m dv/dt = -(v - u_rest) + R (I - sum_k w_k)

`adaptation` is a list of AdaptationParameters, one for each current w_k.)") +
         "\n" + parameters_doc)
            .c_str());
    type.def(py::init([](Index n, Index batch, const std::vector<AdaptationParameters>& adaptation_,
                         double dt, Integration integration, Reset reset, SpikeTrace spike_trace,
                         const py::kwargs& parameters) {
                 return AlifPopulation(n, batch, parameters_from(parameters), adaptation_,
                                       options_from(dt, integration, reset, spike_trace));
             }),
             "__init__($self, n, batch=1, *, adaptation, dt, integration='exact', "
             "reset='to_value', spike_trace='additive', **parameters)\n--\n\n",
             "n"_a, "batch"_a = 1, py::kw_only(), "adaptation"_a, "dt"_a, "integration"_a = "exact",
             "reset"_a = "to_value", "spike_trace"_a = "additive");
    define_population(type);
    type.def_property_readonly("adaptation_currents", &AlifPopulation::adaptation_currents,
                               "Number of adaptation currents.");
    define(
        type, "w",
        [](const AlifPopulation& population, Index k) { return snapshot(population.w(k)); },
        R"(Adaptation current k [A], batch x n.)", "k"_a);
    define(
        type, "set_w",
        [](AlifPopulation& population, Index k, const Doubles& w) {
            population.set_w(k, as_span(w));
        },
        R"(Sets adaptation current k [A]: a number, n values, or batch x n.)", "k"_a, "w"_a);
}

py::object potential(const Membrane& membrane, double V_initial, const py::object& current,
                     double dt, CurrentSamples samples, double start, Index steps) {
    if (PyCallable_Check(current.ptr()) != 0) {
        return into_array(membrane_potential(membrane, V_initial,
                                             current.cast<std::function<double(double)>>(),
                                             {.start = start, .dt = dt, .steps = steps}));
    }
    return into_array(
        membrane_potential(membrane, V_initial, as_span(current.cast<Doubles>()), dt, samples));
}

}  // namespace

void bind_populations(py::module_& scope) {
    bind_lif_population(scope);
    bind_alif_population(scope);
    define(
        scope, "membrane_potential",
        [](const py::object& current, double V_initial, double dt, double E_L,
           std::optional<double> C, std::optional<double> R, std::optional<double> g_L,
           std::optional<double> tau_m, CurrentSamples samples, double start, Index steps) {
            const Membrane membrane{.E_L = E_L,
                                    .C = C.value_or(unset),
                                    .R = R.value_or(unset),
                                    .g_L = g_L.value_or(unset),
                                    .tau_m = tau_m.value_or(unset)};
            return potential(membrane, V_initial, current, dt, samples, start, steps);
        },
        R"(Potential [V] of a membrane without threshold under a current, exact at the grid points.

    C dV/dt = -g_L (V - E_L) + I(t)

`current` [A] is an array of samples, at distance dt [s], or a function of the time [s]; a function
is taken from `start` [s] for `steps` steps. Give E_L [V] and two of C [F], R [Ohm] (or g_L [S]),
tau_m [s]. `samples` is 'constant' (sample k holds until the next: n steps) or 'linear' (straight
lines between samples: n - 1 steps). Returns one value more than there are steps.)",
        "current"_a, "V_initial"_a, py::kw_only(), "dt"_a, "E_L"_a, "C"_a = py::none(),
        "R"_a = py::none(), "g_L"_a = py::none(), "tau_m"_a = py::none(), "samples"_a = "constant",
        "start"_a = 0.0, "steps"_a = 0);
}

}  // namespace siegert::python
