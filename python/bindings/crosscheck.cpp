#include "bindings.hpp"

#include <siegert/crosscheck/crosscheck.hpp>
#include <siegert/crosscheck/finite_psp.hpp>
#include <siegert/crosscheck/grid_rate.hpp>

#include <atomic>
#include <chrono>
#include <future>
#include <thread>

namespace siegert::python {
namespace {

using namespace siegert::crosscheck;

constexpr const char* package = "siegert";

void bind_records(py::module_& scope) {
    Record<SystematicError>(
        scope, package, "SystematicError",
        "A reason for which the simulation differs from the theory although both are right.")
        .field("cause", &SystematicError::cause, "What it is.")
        .field("value", &SystematicError::value,
               "Simulation minus theory that it causes, in the unit of the row.")
        .field("exact", &SystematicError::exact,
               "Whether it is added to the prediction; an estimate widens the accepted range "
               "instead.")
        .field("uncertainty", &SystematicError::uncertainty,
               "Of a value that is added: widens the range as an estimate does.")
        .field("standard_error", &SystematicError::standard_error,
               "Of a value that was found with random numbers; else 0.");
    Record<Row>(scope, package, "CrosscheckRow", "One number, predicted and simulated.")
        .field("quantity", &Row::quantity, "Which of CrosscheckOptions.quantities.")
        .field("population", &Row::population, "Whose.")
        .field("source", &Row::source, "The other population of a covariance, else empty.")
        .field("frequency", &Row::frequency,
               "[Hz], of the middle of a band or of the modulation; else 0.")
        .field("predicted", &Row::predicted, "By the theory, in SI units.")
        .field("simulated", &Row::simulated, "Mean over the samples.")
        .field("standard_error", &Row::standard_error, "Of `simulated`.")
        .field("z", &Row::z, "(simulated - predicted) / standard_error.")
        .field("relative_deviation", &Row::relative_deviation,
               "simulated / predicted - 1; 0 if nothing is predicted.")
        .field("systematic_errors", &Row::systematic_errors, "SystematicError each.")
        .field("correction", &Row::correction, "Sum of those that are exact.")
        .field("correction_error", &Row::correction_error, "Its standard error.")
        .field("tolerance", &Row::tolerance,
               "Sum of the moduli of the estimated ones and of the uncertainties.")
        .field("excess_z", &Row::excess_z,
               "z of what neither explains, with the errors of both sides.")
        .field("p_value", &Row::p_value, "Of a deviation of that size, two-sided, Student's t.")
        .field("alarm", &Row::alarm,
               "Not explained, at the given family_error for all rows together.");
    Record<Crosscheck>(scope, package, "Crosscheck", "What was compared, and how it went.")
        .field("rows", &Crosscheck::rows, "CrosscheckRow each.")
        .field("notes", &Crosscheck::notes, "What was left out, and why.")
        .field("samples", &Crosscheck::samples, "Behind each standard error.")
        .field("sample_duration", &Crosscheck::sample_duration, "[s].")
        .field("modulation_depth", &Crosscheck::modulation_depth,
               "Standard deviation of the rate that the neurons of a population have in common, "
               "relative to it, predicted, n.")
        .field("complete", &Crosscheck::complete, "False if stopped; then there are no rows.")
        .field("agrees", &Crosscheck::agrees, "Complete and without alarm.")
        .property(
            "table",
            [](const py::object& self) -> py::dict {
                return py::module_::import("siegert._crosscheck").attr("table")(self);
            },
            "The rows as columns: pandas.DataFrame(result.table).");
}

void bind_options(py::module_& scope) {
    using Options = CrosscheckOptions;
    Record<Options>(scope, package, "CrosscheckOptions",
                    "Effort and rigour of a cross-check: the keywords of `crosscheck`.",
                    Access::read_write)
        .field("duration", &Options::duration, "Recorded in all [s].")
        .field("warmup", &Options::warmup, "Before each recording, discarded [s].")
        .field("dt", &Options::dt, "Grid of the simulation [s].")
        .field("seed", &Options::seed, "Of the first replicate; the others have the next ones.")
        .field("replicates", &Options::replicates, "Independent networks.")
        .field("batches", &Options::batches, "Parts of each recording.")
        .field("surrogate_time", &Options::surrogate_time,
               "Simulated time of the unconnected neurons that find the spectrum of the input "
               "[s]; NaN: what costs a third of the simulations, at least 200 s.")
        .field("threads", &Options::threads, "Replicates at a time; 0: as many as cores.")
        .field("scale", &Options::scale, "Of the network, as in SimulationOptions.")
        .field("method", &Options::method, "'shift' or 'taylor', of the prediction.")
        .field("family_error", &Options::family_error, "Probability of any false alarm.")
        .field("quantities", &Options::quantities, "What is compared.")
        .field("probes", &Options::probes, "Neurons per population whose input is watched.")
        .field("unconnected", &Options::unconnected,
               "Neurons per population with Poisson input; a fifth of them are driven.")
        .field("count_bin", &Options::count_bin,
               "Of the covariances [s]; NaN: 0.1 s, or half a sample.")
        .field("segment", &Options::segment, "Of the spectra [s]; NaN: 0.5 s, or a sample.")
        .field("f_max", &Options::f_max, "Of the spectra [Hz].")
        .field("bands", &Options::bands, "In which spectra are averaged.")
        .field("frequencies", &Options::frequencies, "Of the transfer functions [Hz].")
        .field("modulated", &Options::modulated, "Neurons per population whose input is modulated.")
        .field("modulation", &Options::modulation, "Amplitude of the rate relative to its mean.");
}

/// Runs the cross-check in a thread of its own, while this one looks for Ctrl-C and tells a
/// function of Python how far it is.
Crosscheck watched_crosscheck(const Network& predicted, const Network& simulated,
                              CrosscheckOptions options, const py::object& progress) {
    std::atomic<double> part = 0.0;
    std::atomic<bool> goes_on = true;
    options.progress = [&](double finished) {
        part = finished;
        return goes_on.load();
    };
    auto result = std::async(std::launch::async,
                             [&] { return crosscheck::crosscheck(predicted, simulated, options); });
    double told = 0.0;
    const auto tell = [&] {
        if (progress.is_none() || part == told) return;
        told = part;
        if (progress(told).is(py::bool_(false))) goes_on = false;
    };
    const auto finished = [&] {
        const py::gil_scoped_release unlocked;
        return result.wait_for(std::chrono::milliseconds(50)) == std::future_status::ready;
    };
    try {
        while (!finished()) {
            if (PyErr_CheckSignals() != 0) throw py::error_already_set();
            tell();
        }
        tell();
    } catch (...) {
        goes_on = false;
        const py::gil_scoped_release unlocked;
        result.wait();
        throw;
    }
    return result.get();
}

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

void bind_finite_weights(py::module_& scope) {
    Record<FinitePspRate>(scope, package, "FinitePspRate", "A rate and how far it may be off.")
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
        py::call_guard<py::gil_scoped_release>());
    Record<GridRate>(scope, package, "GridRate", "Intervals between the spikes on a grid.")
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
        py::call_guard<py::gil_scoped_release>());
}

}  // namespace

void bind_crosscheck(py::module_& scope) {
    bind_records(scope);
    bind_options(scope);
    bind_finite_weights(scope);
    define(
        scope, "crosscheck",
        [](const Network& predicted, const CrosscheckOptions& options, const Network* simulated,
           const py::object& progress) {
            return watched_crosscheck(predicted, simulated != nullptr ? *simulated : predicted,
                                      options, progress);
        },
        "Predicts a network, simulates it, and compares the two.", "network"_a, "options"_a,
        "simulated"_a = py::none(), "progress"_a = py::none());
    define(scope, "has_alarm", &has_alarm,
           R"(Whether a Crosscheck has an alarm about this quantity.)", "result"_a, "quantity"_a);
}

}  // namespace siegert::python
