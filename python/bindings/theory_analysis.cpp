#include "bindings.hpp"
#include "respond.hpp"

#include <siegert/theory/analysis.hpp>

#include <numbers>

namespace siegert::python {
namespace {

using namespace siegert::theory;

void bind_network_analysis(py::module_& scope) {
    Record<NetworkAnalysis>(
        scope, theory_module, "NetworkAnalysis",
        R"(Everything that linear response tells about a network at its working point.

The first index of arrays is the frequency (F), then target, then source.)")
        .field("working_point", &NetworkAnalysis::working_point, "WorkingPoint.")
        .field("omegas", &NetworkAnalysis::omegas, "Angular frequencies [rad/s], F.")
        .field("transfer", &NetworkAnalysis::transfer, "TransferFunctions, F x n.")
        .field("D", &NetworkAnalysis::D, "Delay factors, F x n x n; empty unless kept.")
        .field("effective_connectivity", &NetworkAnalysis::effective_connectivity, "W, F x n x n.")
        .field("propagator", &NetworkAnalysis::propagator,
               "(1 - W)^-1 W, F x n x n; empty unless kept.")
        .field("input_noise", &NetworkAnalysis::input_noise, "Spiking noise [Hz], 1 x n or F x n.")
        .field("power_spectra", &NetworkAnalysis::power_spectra,
               "Of the population activities [Hz], two-sided, F x n.")
        .field("peaks", &NetworkAnalysis::peaks, "SpectralPeak each.")
        .field("eigenmodes", &NetworkAnalysis::eigenmodes, "Eigenmodes, F x n.")
        .field("sensitivity", &NetworkAnalysis::sensitivity,
               "SensitivityMeasure of leading modes; all of up to 200 populations.")
        .field("axis_crossings", &NetworkAnalysis::axis_crossings,
               "AxisCrossing each, the largest eigenvalue first.")
        .field("stability", &NetworkAnalysis::stability, "StabilityVerdict.")
        .property(
            "nyquist", [](const NetworkAnalysis& a) { return a.stability.nyquist; },
            "NyquistStability of the verdict.")
        .property(
            "growth_rates",
            [](const NetworkAnalysis& a) { return py::tuple(py::cast(a.stability.growth_rates)); },
            "GrowingMode each, fastest growing first.")
        .property(
            "frequencies",
            [](const NetworkAnalysis& analysis) {
                return Vector(analysis.omegas / (2.0 * std::numbers::pi));
            },
            "[Hz], F.");
}

/// Tells a function of Python which step begins, and raises KeyboardInterrupt after Ctrl-C.
std::function<void(const AnalysisStep&)> report_to(const py::object& progress) {
    return [progress_handle = py::handle(progress)](const AnalysisStep& step) {
        const py::gil_scoped_acquire locked;
        if (PyErr_CheckSignals() != 0) throw py::error_already_set();
        if (!progress_handle.is_none()) progress_handle(step.name, step.done, step.total);
    };
}

}  // namespace

void bind_theory_analysis(py::module_& scope) {
    bind_network_analysis(scope);
    define(
        scope, "analyze",
        [](const Network& network, const Vector& omegas, const WorkingPoint* point,
           lif::Convention convention, lif::exp::Method method, bool synaptic_filter,
           SpikingNoise noise, AnalysisExtent extent, std::optional<Index> sensitivity_modes,
           int growth_rate_starts, bool keep_connectivity, bool keep_delays, bool keep_propagator,
           int threads, const py::object& progress) {
            AnalysisOptions options;
            options.working_point.method = method;
            options.convention = convention;
            options.filter = filter_of(synaptic_filter);
            options.noise = noise;
            options.extent = extent;
            options.sensitivity_modes = sensitivity_modes;
            options.growth_rate_starts = growth_rate_starts;
            options.keep_connectivity = keep_connectivity;
            options.keep_delays = keep_delays;
            options.keep_propagator = keep_propagator;
            options.threads = threads;
            options.on_step = report_to(progress);
            const py::gil_scoped_release unlocked;
            return point != nullptr ? analyze(network, *point, omegas, options)
                                    : analyze(network, omegas, options);
        },
        R"(Analyses a network in the frequency domain, up to the sensitivity of every mode.

`omegas` are increasing angular frequencies [rad/s], `working_point` one that is already known.
`convention` is 'exact' (refractory period in the response; response to mean and variance) or 'nnmt'
(as published by Schuecker 2015 and Bos 2016); `noise` is 'poisson', 'renewal' or 'by_convention'.
`progress` is called with the name of each step as it begins, the number of steps before it, and the
number of all; Ctrl-C stops between steps.
Raises AccuracyNotReached if no working point is found, or at an instability.)",
        "network"_a, "omegas"_a, py::kw_only(), "working_point"_a = py::none(),
        "convention"_a = "exact", "method"_a = "shift", "synaptic_filter"_a = true,
        "noise"_a = "by_convention", "extent"_a = "modes", "sensitivity_modes"_a = py::none(),
        "growth_rate_starts"_a = 8, "keep_connectivity"_a = true, "keep_delays"_a = true,
        "keep_propagator"_a = true, "threads"_a = 0, "progress"_a = py::none());
    define(
        scope, "peak_sensitivities",
        [](const Network& network, const NetworkAnalysis& analysis,
           const std::optional<std::vector<SpectralPeak>>& peaks) {
            return peaks ? peak_sensitivities(network, analysis, *peaks)
                         : peak_sensitivities(network, analysis);
        },
        R"(Change of spectral peaks, all or those given, of an analysed network per change of each connection.)",
        "network"_a, "analysis"_a, "peaks"_a = py::none(), Unlocked());
    define(
        scope, "sensitivity_at", &sensitivity_at,
        R"(SensitivityMeasure, at the frequency closest to `omega` [rad/s], of the eigenvalue closest to 1.)",
        "network"_a, "analysis"_a, "omega"_a, Unlocked());
    define(
        scope, "spiking_noise",
        [](const Network& network, const WorkingPoint& point, const Vector& omegas,
           lif::Convention convention, lif::exp::Method method, SpikingNoise noise) {
            AnalysisOptions options;
            options.working_point.method = method;
            options.convention = convention;
            options.noise = noise;
            return spiking_noise(network, point, omegas, options);
        },
        R"(Noise of the population activities from the spikes of single neurons [Hz], 1 x n or F x n.)",
        "network"_a, "working_point"_a, "omegas"_a, py::kw_only(), "convention"_a = "exact",
        "method"_a = "shift", "noise"_a = "by_convention", Unlocked());
}

}  // namespace siegert::python
