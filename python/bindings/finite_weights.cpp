#include "bindings.hpp"

#include <siegert/theory/finite_psp.hpp>
#include <siegert/theory/finite_weights.hpp>
#include <siegert/theory/grid_rate.hpp>
#include <siegert/theory/self_consistent_input.hpp>
#include <siegert/theory/working_point.hpp>

namespace siegert::python {
namespace {

using namespace siegert::theory;

std::vector<PoissonInput> poisson_inputs(const Vector& rates, const Vector& weights) {
    if (rates.size() != weights.size()) {
        throw InvalidParameter("rates and weights must have the same number of entries");
    }
    std::vector<PoissonInput> inputs;
    for (Index k = 0; k < rates.size(); ++k) {
        inputs.push_back({.rate = rates(k), .weight = weights(k)});
    }
    return inputs;
}

void bind_single_neurons(py::module_& scope) {
    Record<FinitePspRate>(scope, package_name, "FinitePspRate", "A rate and how far it may be off.")
        .field("rate", &FinitePspRate::rate, "[Hz]")
        .field("error", &FinitePspRate::error,
               "Estimate of the absolute error of the discretisation [Hz].");
    define(
        scope, "finite_psp_rate",
        [](const Vector& rates, const Vector& weights, double V_0, double V_th, double tau_m,
           double tau_r, double drift) {
            return finite_psp_rate({.tau_m = tau_m, .tau_r = tau_r, .V_th = V_th, .V_0 = V_0},
                                   poisson_inputs(rates, weights), drift);
        },
        R"(Rate of a LIF neuron under Poisson input of finite weights, without the diffusion approximation.

`rates` [Hz] are those of all synapses of one weight together, `weights` [V] what each spike adds to
the potential, `drift` [V] is the potential that constant input alone would cause.
docs/theory/finite_psp.md.)",
        "rates"_a, "weights"_a, "V_0"_a, "V_th"_a, "tau_m"_a, "tau_r"_a, "drift"_a = 0.0,
        Unlocked());
    Record<GridRate>(scope, package_name, "GridRate", "Intervals between the spikes on a grid.")
        .field("rate", &GridRate::rate, "[Hz]")
        .field("cv", &GridRate::cv, "Coefficient of variation of the intervals.")
        .field("error", &GridRate::error,
               "Change of the rate by the last halving of the grid of potentials [Hz].");
    define(
        scope, "grid_rate",
        [](const Vector& rates, const Vector& weights, double V_0, double V_th, double tau_m,
           double tau_r, double dt, double drift) {
            return grid_rate({.tau_m = tau_m, .tau_r = tau_r, .V_th = V_th, .V_0 = V_0},
                             poisson_inputs(rates, weights), drift, dt);
        },
        R"(Rate and CV as in a simulation with time step dt [s], under Poisson input of finite weights.

Input that arrives in a step is added at its end, where the threshold is tested. Other parameters as
in `finite_psp_rate`, which is the limit dt -> 0. docs/theory/crosscheck.md.)",
        "rates"_a, "weights"_a, "V_0"_a, "V_th"_a, "tau_m"_a, "tau_r"_a, "dt"_a, "drift"_a = 0.0,
        Unlocked());
}

void bind_networks(py::module_& scope) {
    Record<FiniteWeightRates>(scope, theory_module, "FiniteWeightRates",
                              "Intervals of one neuron of each population.")
        .field("firing_rates", &FiniteWeightRates::firing_rates, "[Hz], n.")
        .field("cvs", &FiniteWeightRates::cvs,
               "Coefficient of variation of the intervals, n; 0 for silent neurons.");
    define(
        scope, "finite_weight_rates",
        [](const Network& network, const Vector& nu, double dt,
           const std::optional<Vector>& additional) {
            return finite_weight_rates(network, nu, dt,
                                       additional.value_or(Vector::Zero(nu.size())));
        },
        R"(Rates and CVs of single neurons under independent Poisson spikes of the network's weights.

`nu` [Hz], n, are the rates of the populations, `dt` [s] the grid on which spikes arrive, `additional` [V], n, what
further constant input alone would cause. Synapses count as delta synapses. docs/theory/finite_psp.md.)",
        "network"_a, "nu"_a, "dt"_a = 1e-4, "additional"_a = py::none(), Unlocked());
    Record<FiniteWeightState>(
        scope, theory_module, "FiniteWeightState",
        "The theory with thresholds at which it gives the rates of finite weights.")
        .field("network", &FiniteWeightState::network, "With effective thresholds.")
        .field("point", &FiniteWeightState::point, "Working point of that network.");
    define(
        scope, "finite_weight_state",
        [](const Network& network, double dt, lif::exp::Method method) {
            const WorkingPoint point = working_point(network, {.method = method});
            require_converged(point);
            return finite_weight_state(network, point, {.dt = dt, .method = method});
        },
        R"(Self-consistent rates of a network whose synapses have finite weight, without the diffusion approximation.

Spikes arrive on a grid of step `dt` [s], as in a simulation. `point` of the result is the working point; whatever the
theory computes of `network` of the result (CVs, transfer functions, spectra) belongs to these rates.
docs/theory/finite_psp.md.)",
        "network"_a, "dt"_a = 1e-4, "method"_a = lif::exp::Method::shift, Unlocked());
}

void bind_input(py::module_& scope) {
    Record<NeuronStatistics>(scope, theory_module, "NeuronStatistics",
                             "Neurons of a network whose input has a given spectrum.")
        .field("df", &NeuronStatistics::df, "Frequencies are m df [Hz].")
        .field("firing_rates", &NeuronStatistics::firing_rates, "[Hz], n.")
        .field("cvs", &NeuronStatistics::cvs, "Coefficient of variation of the intervals, n.")
        .field("std_input", &NeuronStatistics::std_input,
               "Noise amplitude of the input, from its free variance [V], n.")
        .field("spectra", &NeuronStatistics::spectra,
               "Of the spikes of one neuron [Hz], frequencies x n.")
        .field("responses", &NeuronStatistics::responses,
               "Transfer function relative to that with white input, frequencies x n.");
    Record<InputStatistics>(scope, theory_module, "InputStatistics",
                            "The same neurons with three kinds of input.")
        .field("white", &InputStatistics::white, "Independent Poisson spikes.")
        .field("coloured", &InputStatistics::coloured, "The spikes that the network causes.")
        .field("independent", &InputStatistics::independent,
               "These without the correlations between spike trains.");
    Record<SelfConsistentInput>(scope, theory_module, "SelfConsistentInput",
                                "The spectrum of the input that a network's own spikes make.")
        .field("all", &SelfConsistentInput::all, "InputStatistics of all simulated neurons.")
        .field(
            "without", &SelfConsistentInput::without,
            "InputStatistics without one of the blocks of neurons each: a jackknife gives errors.")
        .field("modulation_depth", &SelfConsistentInput::modulation_depth,
               "Standard deviation of the rate that the neurons of a population have in common, "
               "relative to it, n.");
    define(
        scope, "self_consistent_input",
        [](const Network& network, double dt, double neuron_time, std::uint64_t seed, int threads,
           lif::exp::Method method) {
            const WorkingPoint point = working_point(network, {.method = method});
            require_converged(point);
            const auto state = finite_weight_state(network, point, {.dt = dt, .method = method});
            return self_consistent_input(network, state,
                                         {.method = method,
                                          .dt = dt,
                                          .neuron_time = neuron_time,
                                          .seed = seed,
                                          .threads = threads,
                                          .before_block = {}});
        },
        R"(The spectrum of the input that the network's own spikes make, with the rates, CVs and spectra of neurons that
receive it, in place of white noise.

`neuron_time` [s] is the simulated time of the unconnected neurons of a population by which it is found; `dt` [s] their
grid, `seed` that of their random numbers. docs/theory/self_consistent_input.md.)",
        "network"_a, "dt"_a = 1e-4, "neuron_time"_a = 200.0, "seed"_a = std::uint64_t{1},
        "threads"_a = 0, "method"_a = lif::exp::Method::shift, Unlocked());
}

}  // namespace

void bind_finite_weights(py::module_& scope, py::module_& theory) {
    bind_single_neurons(scope);
    bind_networks(theory);
    bind_input(theory);
}

}  // namespace siegert::python
