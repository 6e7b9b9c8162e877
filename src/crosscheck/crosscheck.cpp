#include <siegert/crosscheck/crosscheck.hpp>
#include <siegert/crosscheck/recorded.hpp>

#include "crosscheck/measurement.hpp"
#include "crosscheck/options.hpp"
#include "crosscheck/prediction.hpp"
#include "crosscheck/verdict.hpp"
#include "model/field_use.hpp"
#include "simulation/scaled_network.hpp"

#include <siegert/error.hpp>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>
#include <optional>

namespace siegert::crosscheck {
namespace {

// Both sides compare the network that is really simulated: whole numbers of neurons, scaled.
Network whole_network(const Network& network, const CrosscheckOptions& options) {
    SimulationOptions settings;
    settings.duration = options.duration;
    settings.dt = options.dt;
    settings.scale = options.scale;
    if (options.scale < 1.0) {
        const auto point = theory::working_point(network, {.method = options.method});
        theory::require_converged(point);
        settings.scale_rates = point.firing_rates;
    }
    auto simulated = simulation::simulated_network(network, settings);
    Network& whole = simulated.network;
    // What is not connected needs no delays, and any delay is right.
    const Index n = whole.N.size();
    if (whole.Delay.size() == 0) whole.Delay = Matrix::Constant(n, n, options.dt);
    if (simulated.mu.cwiseAbs().maxCoeff() > 0.0) {
        if (whole.C.size() == 0) whole.C = Vector::Ones(whole.N.size());
        whole.I_ext = simulated.mu.cwiseProduct(whole.C).cwiseQuotient(whole.tau_m);
    }
    return whole;
}

// Amplitudes [V] of the mean input that modulate each rate by the part that was asked for; 0 where
// the rate does not respond. Empty unless asked for.
Vector modulation_amplitudes(const Setting& setting, const WorkingPoint& point) {
    const CrosscheckOptions& options = setting.options;
    if (!asks_for_response(options)) return {};
    const Vector response =
        transfer_functions(setting.network, point, options.method, options.frequencies)
            .cwiseAbs()
            .colwise()
            .maxCoeff()
            .transpose();
    Vector amplitudes = Vector::Zero(response.size());
    for (Index i = 0; i < amplitudes.size(); ++i) {
        if (!(response(i) > 0.0)) continue;
        amplitudes(i) = options.modulation * point.firing_rates(i) / response(i);
    }
    return amplitudes;
}

std::optional<Expectation> expectation_unless_stopped(const Setting& setting) {
    try {
        return expectation_of(setting);
    } catch (const Stopped&) {
        return std::nullopt;
    }
}

std::string reason_without_samples(const Observable& observable, const Network& network) {
    const char* reason =
        observable.quantity == Quantity::cvs         ? "fewer than 10 spikes per neuron and sample"
        : observable.quantity == Quantity::std_input ? "samples shorter than 5 tau_m"
        : quantity_info(observable.quantity).is_part ? "nothing arrives from the network"
                                                     : "no spikes in some samples";
    return fmt::format("{} of {} left out: {}", quantity_info(observable.quantity).name,
                       network.populations[static_cast<std::size_t>(observable.i)], reason);
}

void add_note(std::vector<std::string>& notes, std::string note) {
    if (std::ranges::find(notes, note) == notes.end()) notes.push_back(std::move(note));
}

void require_delays(const Network& network) {
    if (network.Delay.size() == 0 && !network.K.isZero(0.0)) {
        throw InvalidParameter("Delay must be given: the populations are connected");
    }
}

void require_same_populations(const Network& a, const Network& b) {
    if (a.populations != b.populations) {
        throw InvalidParameter(
            "the predicted and the simulated network must have the same "
            "populations");
    }
}

// Rows, notes and verdicts from what was expected and measured.
void compare(const Setting& setting, const Expectation& expectation, const Measurement& measurement,
             Crosscheck& result) {
    for (Index r = 0; r < measurement.samples.cols(); ++r) {
        const auto number = static_cast<std::size_t>(r);
        if (auto reason = reason_without_value(setting, expectation, r)) {
            add_note(result.notes, std::move(*reason));
        } else if (!measurement.defined[number]) {
            add_note(result.notes,
                     reason_without_samples(setting.observables[number], setting.network));
        } else {
            result.rows.push_back(compared(setting, expectation, r, measurement.samples.col(r)));
        }
    }
    judge(result.rows, result.samples, setting.options.family_error);
    result.agrees = std::ranges::none_of(result.rows, &Row::alarm);
}

Crosscheck nothing_yet(const CrosscheckOptions& options) {
    return {.rows = {},
            .notes = {},
            .samples = options.replicates * options.batches,
            .sample_duration = sample_duration(options),
            .modulation_depth = {},
            .complete = false,
            .agrees = false};
}

void require_all_neurons(const SpikeRecord& record, const Network& network) {
    if (record.populations != network.populations) {
        throw InvalidParameter(
            fmt::format("the spikes must be of the populations of the network, {}, got {}",
                        fmt::join(network.populations, ", "), fmt::join(record.populations, ", ")));
    }
    for (std::size_t p = 0; p < record.populations.size(); ++p) {
        const auto N = static_cast<Index>(std::round(network.N(static_cast<Index>(p))));
        if (record.sizes[p] == N && record.recorded[p] == N) continue;
        throw InvalidParameter(
            fmt::format("the spikes must be those of all {} neurons of {}, got those of {} of {}",
                        N, record.populations[p], record.recorded[p], record.sizes[p]));
    }
}

// A simulation that nothing is known of but its spikes, and perhaps its grid.
CrosscheckOptions options_of(const SpikeRecord& record, CrosscheckOptions options) {
    constexpr double forgotten = 1e9;
    std::erase_if(options.quantities, [](Quantity quantity) {
        return std::ranges::find(quantities_of_spikes, quantity) == quantities_of_spikes.end();
    });
    options.duration = record.end - record.start;
    options.replicates = 1;
    options.warmup = forgotten;
    if (record.dt > 0.0) options.dt = record.dt;
    return options;
}

std::vector<std::string> notes_about(const SpikeRecord& record, const CrosscheckOptions& given,
                                     const CrosscheckOptions& options) {
    std::vector<std::string> notes;
    if (given.quantities.size() > options.quantities.size()) {
        notes.emplace_back(
            "spikes alone: input and transmission, and neurons apart from the network, are not "
            "compared");
    }
    if (record.dt == 0.0) {
        notes.push_back(fmt::format(
            "the simulation is taken to have had a grid of {:g} ms, and to have forgotten its "
            "initial state",
            1e3 * options.dt));
    }
    return notes;
}

}  // namespace

Crosscheck crosscheck(const Network& network, const SpikeRecord& record,
                      const CrosscheckOptions& given) {
    siegert::validate(network);
    require_delays(network);
    schema::require_known_fields(network);
    require_all_neurons(record, network);
    if (given.scale != 1.0) {
        throw InvalidParameter(
            fmt::format("scale must be 1 where spikes are given: their network is as it is, got {}",
                        given.scale));
    }
    const CrosscheckOptions options = checked(options_of(record, given), network);
    const Network whole = whole_network(network, options);
    const Setting setting{.network = whole,
                          .options = options,
                          .observables = observables_of(whole.N.size(), options)};
    Crosscheck result = nothing_yet(options);
    const auto expectation = expectation_unless_stopped(setting);
    if (!expectation) return result;
    result.modulation_depth = expectation->modulation_depth;
    result.notes = notes_about(record, given, options);
    result.complete = true;
    compare(setting, *expectation, measure(record, setting), result);
    return result;
}

Crosscheck crosscheck(const Network& network, const CrosscheckOptions& options) {
    return crosscheck(network, network, options);
}

Crosscheck crosscheck(const Network& predicted, const Network& simulated,
                      const CrosscheckOptions& given) {
    siegert::validate(predicted);
    siegert::validate(simulated);
    require_same_populations(predicted, simulated);
    require_delays(predicted);
    require_delays(simulated);
    schema::require_known_fields(predicted);
    const CrosscheckOptions options = checked(given, predicted);
    const Network theory_network = whole_network(predicted, options);
    const Network real_network = whole_network(simulated, options);
    const Setting setting{.network = theory_network,
                          .options = options,
                          .observables = observables_of(theory_network.N.size(), options)};
    Crosscheck result = nothing_yet(options);
    const auto expectation = expectation_unless_stopped(setting);
    if (!expectation) return result;
    result.modulation_depth = expectation->modulation_depth;
    const WorkingPoint& point = expectation->prediction.point;
    const Measurement measurement = measure(real_network, setting,
                                            {.poisson_rates = point.firing_rates.cwiseMax(0.0),
                                             .amplitudes = modulation_amplitudes(setting, point)});
    result.complete = measurement.complete;
    if (!result.complete) return result;
    compare(setting, *expectation, measurement, result);
    return result;
}

Network compared_network(const Network& network, const CrosscheckOptions& given) {
    siegert::validate(network);
    return whole_network(network, checked(given, network));
}

bool has_alarm(const Crosscheck& result, Quantity quantity) {
    return std::ranges::any_of(
        result.rows, [&](const Row& row) { return row.alarm && row.quantity == quantity; });
}

}  // namespace siegert::crosscheck
