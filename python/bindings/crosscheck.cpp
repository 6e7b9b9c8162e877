#include "bindings.hpp"

#include <siegert/crosscheck/crosscheck.hpp>
#include <siegert/crosscheck/recorded.hpp>

#include <atomic>
#include <chrono>
#include <functional>
#include <future>
#include <thread>

namespace siegert::python {
namespace {

using namespace siegert::crosscheck;

void bind_records(py::module_& scope) {
    Record<SystematicError>(
        scope, package_name, "SystematicError",
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
    Record<Row>(scope, package_name, "CrosscheckRow", "One number, predicted and simulated.")
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
        .field("accepted_low", &Row::accepted_low,
               "Low end of the range that correction and tolerance make expect, without chance.")
        .field("accepted_high", &Row::accepted_high, "High end of it.")
        .field("excess_z", &Row::excess_z, "Distance from that range in errors of both sides.")
        .field("p_value", &Row::p_value, "Of a deviation of that size, two-sided, Student's t.")
        .field("verdict", &Row::verdict,
               "'agrees' (as predicted, within chance), 'explained' (within chance after the "
               "corrections that are computed), 'cannot tell' (what is accepted is wider than a "
               "fifth of the value) or 'disagrees'.")
        .field("alarm", &Row::alarm, "The verdict is 'disagrees'.");
    Record<Crosscheck>(scope, package_name, "Crosscheck", "What was compared, and how it went.")
        .field("rows", &Crosscheck::rows, "CrosscheckRow each.")
        .field("notes", &Crosscheck::notes, "What was left out, and why.")
        .field("samples", &Crosscheck::samples, "Behind each standard error.")
        .field("sample_duration", &Crosscheck::sample_duration, "[s].")
        .field("modulation_depth", &Crosscheck::modulation_depth,
               "Standard deviation of the rate that the neurons of a population have in common, "
               "relative to it, predicted, n.")
        .field("complete", &Crosscheck::complete, "False if stopped; then there are no rows.")
        .field("agrees", &Crosscheck::agrees, "Complete, and no row disagrees.")
        .property(
            "summary", [](const Crosscheck& result) { return summary(result); },
            "The outcome in one sentence.")
        .property(
            "verdicts",
            [](const Crosscheck& result) {
                const VerdictCounts counts = verdict_counts(result);
                py::dict numbers;
                numbers["agrees"] = counts.agree;
                numbers["explained"] = counts.explained;
                numbers["cannot tell"] = counts.cannot_tell;
                numbers["disagrees"] = counts.disagree;
                return numbers;
            },
            "How many rows have each verdict.")
        .property(
            "table",
            [](const py::object& self) -> py::dict {
                return py::module_::import("siegert._crosscheck").attr("table")(self);
            },
            "The rows as columns: pandas.DataFrame(result.table).");
}

void bind_options(py::module_& scope) {
    using Options = CrosscheckOptions;
    Record<Options>(scope, package_name, "CrosscheckOptions",
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
        .field("method", &Options::method, "'shift', 'taylor' or 'exact', of the prediction.")
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
Crosscheck watched_crosscheck(CrosscheckOptions options, const py::object& progress,
                              const std::function<Crosscheck(const CrosscheckOptions&)>& run) {
    std::atomic<double> part = 0.0;
    std::atomic<bool> goes_on = true;
    options.progress = [&](double finished) {
        part = finished;
        return goes_on.load();
    };
    auto result = std::async(std::launch::async, [&] { return run(options); });
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

// Unit, label and factor to the unit of figures of each quantity: what tables and figures say.
py::dict quantity_infos() {
    py::dict infos;
    for (const QuantityInfo& info : crosscheck::quantities) {
        py::dict one;
        one["former"] = std::string(info.former);
        one["unit"] = std::string(info.unit);
        one["shown_unit"] = std::string(info.shown_unit);
        one["factor"] = info.factor;
        one["label"] = std::string(info.label);
        infos[py::str(std::string(info.name))] = one;
    }
    return infos;
}

}  // namespace

void bind_crosscheck(py::module_& scope) {
    bind_records(scope);
    bind_options(scope);
    scope.attr("_QUANTITIES") = quantity_infos();
    define(
        scope, "crosscheck",
        [](const Network& predicted, const CrosscheckOptions& options, const Network* simulated,
           const py::object& progress) {
            const Network& real = simulated != nullptr ? *simulated : predicted;
            return watched_crosscheck(options, progress, [&](const CrosscheckOptions& watched) {
                return crosscheck::crosscheck(predicted, real, watched);
            });
        },
        "Predicts a network, simulates it, and compares the two.", "network"_a, "options"_a,
        "simulated"_a = py::none(), "progress"_a = py::none());
    define(
        scope, "_crosscheck_spikes",
        [](const Network& network, const SpikeRecord& spikes, const CrosscheckOptions& options,
           const py::object& progress) {
            return watched_crosscheck(options, progress, [&](const CrosscheckOptions& watched) {
                return crosscheck::crosscheck(network, spikes, watched);
            });
        },
        "Compares a prediction with spikes that something else has simulated.", "network"_a,
        "spikes"_a, "options"_a, "progress"_a = py::none());
    define(scope, "has_alarm", &has_alarm,
           R"(Whether a Crosscheck has an alarm about this quantity.)", "result"_a, "quantity"_a);
}

}  // namespace siegert::python
