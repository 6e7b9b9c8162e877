#include <siegert/crosscheck/crosscheck.hpp>

#include "crosscheck/holm.hpp"
#include "crosscheck/keys.hpp"
#include "crosscheck/measurement.hpp"
#include "crosscheck/prediction.hpp"
#include "crosscheck/self_consistent_input.hpp"
#include "require.hpp"
#include "simulation/scaled_network.hpp"

#include <algorithm>
#include <cmath>
#include <optional>

namespace siegert::crosscheck {
namespace {

void validate(const CrosscheckOptions& options) {
    require_positive("duration", options.duration);
    require_not_negative("warmup", options.warmup);
    require_positive("dt", options.dt);
    require(options.replicates >= 1, "replicates", options.replicates, "be at least 1");
    require(options.batches >= 1, "batches", options.batches, "be at least 1");
    const double samples = static_cast<double>(options.replicates) * options.batches;
    require(samples >= 2.0, "replicates * batches", samples, "be at least 2");
    require(options.threads >= 0, "threads", options.threads, "not be negative");
    require(options.family_error > 0.0 && options.family_error < 1.0, "family_error",
            options.family_error, "lie between 0 and 1");
    require(options.probes >= 1, "probes", static_cast<double>(options.probes), "be at least 1");
    require(options.unconnected >= 5, "unconnected", static_cast<double>(options.unconnected),
            "be at least 5");
    require(options.modulated >= 1, "modulated", static_cast<double>(options.modulated),
            "be at least 1");
    require(options.modulation > 0.0 && options.modulation < 1.0, "modulation", options.modulation,
            "lie between 0 and 1");
    require(!options.quantities.empty(), "quantities", 0.0, "name something to compare");
    const double longest = sample_duration(options) * (1.0 + 1e-9);
    if (asks_for(options, Quantity::covariances)) {
        require(2.0 * options.count_bin <= longest && options.count_bin > 0.0, "count_bin",
                options.count_bin,
                fmt::format("be positive and at most half of {:g} s, the duration of a sample",
                            longest));
    }
    if (asks_for(options, Quantity::spectra)) {
        require(options.segment <= longest && options.segment > 0.0, "segment", options.segment,
                fmt::format("be positive and at most {:g} s, the duration of a sample", longest));
        require(options.f_max * options.segment >= 2.0 * time_bandwidth, "f_max", options.f_max,
                fmt::format("be at least {:g} / segment", 2.0 * time_bandwidth));
        require(options.bands >= 1, "bands", options.bands, "be at least 1");
    }
    if (!std::isnan(options.surrogate_time)) {
        require_positive("surrogate_time", options.surrogate_time);
    }
    for (const double f : options.frequencies) require_positive("frequencies", f);
}

// Times that were not given fit into a sample.
CrosscheckOptions with_defaults(CrosscheckOptions options) {
    const double longest = sample_duration(options);
    if (std::isnan(options.count_bin)) options.count_bin = std::min(0.1, 0.5 * longest);
    if (std::isnan(options.segment)) options.segment = std::min(0.5, longest);
    return options;
}

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
    if (simulated.mu.cwiseAbs().maxCoeff() > 0.0) {
        if (whole.C.size() == 0) whole.C = Vector::Ones(whole.N.size());
        whole.I_ext = simulated.mu.cwiseProduct(whole.C).cwiseQuotient(whole.tau_m);
    }
    return whole;
}

SystematicError error_of(const Prediction::Cause& cause, Index r) {
    return {.cause = cause.name,
            .value = cause.values(r),
            .exact = cause.exact[static_cast<std::size_t>(r)],
            .uncertainty = cause.uncertainty.size() == 0 ? 0.0 : cause.uncertainty(r),
            .standard_error = cause.standard_error.size() == 0 ? 0.0 : cause.standard_error(r)};
}

Row row_of(const Key& key, Index r, const Prediction& prediction, const Vector& samples,
           const Network& network) {
    const double count = static_cast<double>(samples.size());
    Row row;
    row.quantity = key.quantity;
    row.population = network.populations[static_cast<std::size_t>(key.i)];
    row.frequency = key.frequency;
    row.predicted = prediction.values(r);
    row.simulated = samples.mean();
    if (key.quantity == Quantity::covariances) {
        row.source = network.populations[static_cast<std::size_t>(key.j)];
    }
    row.standard_error =
        std::sqrt((samples.array() - row.simulated).square().sum() / (count - 1.0) / count);
    const double rounding = 1e-12 * std::abs(row.simulated);
    const double unit = std::max({row.standard_error, rounding, 1e-300});
    const double deviation = row.simulated - row.predicted;
    row.z = deviation / unit;
    row.relative_deviation = row.predicted == 0.0 ? 0.0 : deviation / row.predicted;
    double variance = 0.0;
    for (const auto& cause : prediction.causes) {
        const SystematicError error = error_of(cause, r);
        row.systematic_errors.push_back(error);
        variance += error.standard_error * error.standard_error;
        row.correction += error.exact ? error.value : 0.0;
        row.tolerance += error.exact ? error.uncertainty : std::abs(error.value);
    }
    row.correction_error = std::sqrt(variance);
    const double unexplained = deviation - row.correction;
    const double excess = std::max(0.0, std::abs(unexplained) - row.tolerance);
    if (excess > 0.0) {
        row.excess_z = std::copysign(excess / std::hypot(unit, row.correction_error), unexplained);
    }
    row.p_value = two_sided_p_value(row.excess_z, count - 1.0);
    return row;
}

Vector modulation_amplitudes(const Prediction& prediction, const CrosscheckOptions& options) {
    if (prediction.n_mu_modulus.size() == 0) return {};
    Vector amplitudes = Vector::Zero(prediction.n_mu_modulus.size());
    for (Index i = 0; i < amplitudes.size(); ++i) {
        const double response = prediction.n_mu_modulus(i);
        require(response > 0.0, "transfer_functions", response,
                "be compared for populations that respond to their input only");
        amplitudes(i) = options.modulation * prediction.point.firing_rates(i) / response;
    }
    return amplitudes;
}

std::optional<Prediction> predict_unless_stopped(const Network& network,
                                                 const std::vector<Key>& keys,
                                                 const CrosscheckOptions& options) {
    try {
        return predict(network, keys, options);
    } catch (const Stopped&) {
        return std::nullopt;
    }
}

std::string name_of_missing(const Key& key, const Network& network) {
    const std::string& population = network.populations[static_cast<std::size_t>(key.i)];
    if (key.quantity == Quantity::cvs) {
        return "cvs of " + population + " left out: fewer than 10 spikes per neuron and sample";
    }
    return "a value of " + population + " left out: not defined in every sample";
}

void require_same_populations(const Network& a, const Network& b) {
    if (a.populations != b.populations) {
        throw InvalidParameter(
            "the predicted and the simulated network must have the same "
            "populations");
    }
    for (const Network* network : {&a, &b}) {
        for (const auto& currents : network->adaptation) {
            if (!currents.empty()) {
                throw InvalidParameter("adaptation must be absent: it is not predicted");
            }
        }
        if (network->Delay.size() == 0) throw InvalidParameter("Delay must be given");
    }
}

}  // namespace

Crosscheck crosscheck(const Network& network, const CrosscheckOptions& options) {
    return crosscheck(network, network, options);
}

Crosscheck crosscheck(const Network& predicted, const Network& simulated,
                      const CrosscheckOptions& given) {
    siegert::validate(predicted);
    siegert::validate(simulated);
    require_same_populations(predicted, simulated);
    const CrosscheckOptions options = with_defaults(given);
    validate(options);
    const Network theory_network = whole_network(predicted, options);
    const Network real_network = whole_network(simulated, options);
    const auto keys = comparison_keys(theory_network.N.size(), options);
    Crosscheck result{.rows = {},
                      .notes = {},
                      .samples = options.replicates * options.batches,
                      .sample_duration = sample_duration(options),
                      .modulation_depth = {},
                      .complete = false,
                      .agrees = false};
    const auto found = predict_unless_stopped(theory_network, keys, options);
    if (!found) return result;
    const Prediction& prediction = *found;
    result.modulation_depth = prediction.modulation_depth;
    const Measurement measurement =
        measure(real_network, keys, options,
                {.predicted = theory_network,
                 .poisson_rates = prediction.point.firing_rates,
                 .amplitudes = modulation_amplitudes(prediction, options)});
    result.complete = measurement.complete;
    if (!result.complete) return result;
    for (std::size_t r = 0; r < keys.size(); ++r) {
        if (!measurement.defined[r]) {
            result.notes.push_back(name_of_missing(keys[r], theory_network));
            continue;
        }
        const auto column = static_cast<Index>(r);
        result.rows.push_back(
            row_of(keys[r], column, prediction, measurement.samples.col(column), theory_network));
    }
    std::vector<double> p_values;
    for (const Row& row : result.rows) p_values.push_back(row.p_value);
    const auto rejected = holm_rejections(p_values, options.family_error);
    for (std::size_t r = 0; r < rejected.size(); ++r) result.rows[r].alarm = rejected[r];
    result.agrees = std::ranges::none_of(result.rows, &Row::alarm);
    return result;
}

Network compared_network(const Network& network, const CrosscheckOptions& given) {
    siegert::validate(network);
    const CrosscheckOptions options = with_defaults(given);
    validate(options);
    return whole_network(network, options);
}

bool has_alarm(const Crosscheck& result, Quantity quantity) {
    return std::ranges::any_of(
        result.rows, [&](const Row& row) { return row.alarm && row.quantity == quantity; });
}

}  // namespace siegert::crosscheck
