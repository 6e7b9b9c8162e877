#include "crosscheck/verdict.hpp"

#include "crosscheck/holm.hpp"
#include "synapses/models.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace siegert::crosscheck {
namespace {

// A range that is wider than this part of the value says nothing.
constexpr double telling = 0.2;

const std::string& name_of(const Setting& setting, Index i) {
    return setting.network.populations[static_cast<std::size_t>(i)];
}

// Neurons times seconds behind a rate; 0 for what is not a rate.
double exposure(const Observable& observable, const Setting& setting) {
    const CrosscheckOptions& options = setting.options;
    switch (observable.quantity) {
        case Quantity::firing_rates:
            return setting.network.N(observable.i) * options.duration;
        case Quantity::unconnected_rates:
            return static_cast<double>(options.unconnected) * options.duration;
        case Quantity::driven_rates:
            return static_cast<double>(options.unconnected / 5) * options.duration;
        default:
            return 0.0;
    }
}

void add_causes(Row& row, const std::vector<Cause>& causes, Index r) {
    double variance = 0.0;
    for (const Cause& cause : causes) {
        const bool added = cause.treatment == Treatment::correction;
        row.systematic_errors.push_back({.cause = cause.name,
                                         .value = cause.values(r),
                                         .exact = added,
                                         .uncertainty = cause.uncertainty(r),
                                         .standard_error = cause.standard_error(r)});
        variance += cause.standard_error(r) * cause.standard_error(r);
        row.correction += added ? cause.values(r) : 0.0;
        row.tolerance += added ? cause.uncertainty(r) : std::abs(cause.values(r));
    }
    row.correction_error = std::sqrt(variance);
}

// The range around the corrected prediction; of a positive quantity by the same factor to both
// sides, so that it stays positive.
void set_range(Row& row) {
    const double middle = row.predicted + row.correction;
    row.accepted_low = middle - row.tolerance;
    row.accepted_high = middle + row.tolerance;
    if (!quantity_info(row.quantity).is_positive) return;
    row.accepted_low = middle > 0.0 ? middle * middle / (middle + row.tolerance) : 0.0;
    row.accepted_high = std::max(row.accepted_high, 0.0);
}

// Signed distance from the range.
double excess(const Row& row) {
    if (row.simulated > row.accepted_high) return row.simulated - row.accepted_high;
    if (row.simulated < row.accepted_low) return row.simulated - row.accepted_low;
    return 0.0;
}

// Few spikes, which may have fallen into few samples, tell less than their spread does: then the
// error is that of the Poisson number that is expected. Returns whether none was expected, and none
// came.
bool count_few_spikes(Row& row, double time, double family_error) {
    constexpr double few = 10.0;
    if (time == 0.0 || row.simulated * time >= few) return false;
    const double expected = std::max({row.predicted, row.predicted + row.correction, 0.0});
    if (row.simulated == 0.0 && expected * time < family_error) return true;
    row.standard_error = std::max(row.standard_error, std::sqrt(expected / time));
    return false;
}

// Without noise potentials differ by rounding and by what is left of their start: less than any
// neuron could notice.
bool is_equal(const Row& row, const Network& network, Index i) {
    constexpr double negligible = 1e-6;
    if (row.quantity != Quantity::mean_input && row.quantity != Quantity::std_input) return false;
    const double distance = network.V_th(i) - network.V_0(i);
    return std::abs(row.simulated - row.predicted) < negligible * distance &&
           row.standard_error < negligible * distance;
}

// The size of what a row is part of: the modulus of a response, else the value itself.
double size_of(const Row& row, const std::vector<Row>& rows, double (*value)(const Row&)) {
    if (!is_response(row.quantity)) return std::abs(value(row));
    double squares = 0.0;
    for (const Row& other : rows) {
        if (is_response(other.quantity) && other.population == row.population &&
            other.frequency == row.frequency) {
            squares += value(other) * value(other);
        }
    }
    return std::sqrt(squares);
}

Verdict verdict_of(const Row& row, const std::vector<Row>& rows, bool deviates, bool exceeds,
                   double most_by_chance) {
    if (exceeds) return Verdict::disagrees;
    const double predicted = size_of(row, rows, [](const Row& x) { return x.predicted; });
    const double chance = most_by_chance * row.standard_error;
    if (!deviates && chance <= telling * predicted) return Verdict::agrees;
    const double corrected =
        size_of(row, rows, [](const Row& x) { return x.predicted + x.correction; });
    const double both = most_by_chance * std::hypot(row.standard_error, row.correction_error);
    const bool tells = row.tolerance + both <= telling * corrected;
    return tells ? Verdict::explained : Verdict::cannot_tell;
}

}  // namespace

Row compared(const Setting& setting, const Expectation& expectation, Index r,
             const Vector& samples) {
    const Observable& observable = setting.observables[static_cast<std::size_t>(r)];
    const double count = static_cast<double>(samples.size());
    Row row;
    row.quantity = observable.quantity;
    row.population = name_of(setting, observable.i);
    if (observable.quantity == Quantity::covariances) row.source = name_of(setting, observable.j);
    row.frequency = observable.frequency;
    row.predicted = expectation.prediction.values(r);
    row.simulated = samples.mean();
    row.standard_error =
        std::sqrt((samples.array() - row.simulated).square().sum() / (count - 1.0) / count);
    const double relative = row.simulated / row.predicted - 1.0;
    row.relative_deviation = std::isfinite(relative) ? relative : 0.0;
    add_causes(row, expectation.causes, r);
    set_range(row);
    if (is_equal(row, setting.network, observable.i) ||
        count_few_spikes(row, exposure(observable, setting), setting.options.family_error)) {
        row.standard_error = 0.0;
        return row;
    }
    const double rounding = 1e-12 * std::max(std::abs(row.simulated), std::abs(row.predicted));
    const double unit = std::max({row.standard_error, rounding, 1e-300});
    row.z = (row.simulated - row.predicted) / unit;
    row.excess_z = excess(row) / std::hypot(unit, row.correction_error);
    return row;
}

std::optional<std::string> reason_without_value(const Setting& setting,
                                                const Expectation& expectation, Index r) {
    const auto [quantity, i, j, k, frequency] = setting.observables[static_cast<std::size_t>(r)];
    const Prediction& prediction = expectation.prediction;
    const auto left_out = [&, quantity = quantity](Index population, const char* reason) {
        return fmt::format("{} of {} left out: {}", quantity_info(quantity).name,
                           name_of(setting, population), reason);
    };
    const bool of_input = quantity == Quantity::mean_input || quantity == Quantity::std_input;
    if (of_input && synapses::has_conductance(setting.network)) {
        return left_out(i, "conductances are no input apart from the membrane");
    }
    const bool covariance = quantity == Quantity::covariances;
    if (covariance && i == j && setting.network.N(i) < 2.0) {
        return left_out(i, "one neuron makes no pair");
    }
    if (covariance || quantity == Quantity::spectra || quantity == Quantity::cvs ||
        is_response(quantity)) {
        if (is_noise_free(prediction, i)) return left_out(i, "its input has no noise");
        if (covariance && is_noise_free(prediction, j)) {
            return left_out(j, "its input has no noise");
        }
    }
    bool finite = std::isfinite(prediction.values(r));
    for (const Cause& cause : expectation.causes) {
        finite = finite && std::isfinite(cause.values(r)) && std::isfinite(cause.uncertainty(r)) &&
                 std::isfinite(cause.standard_error(r));
    }
    if (!finite) return left_out(i, "the theory has no finite value");
    return std::nullopt;
}

void judge(std::vector<Row>& rows, int samples, double family_error) {
    if (rows.empty()) return;
    const double degrees = samples - 1.0;
    std::vector<double> plain, unexplained;
    for (Row& row : rows) {
        row.p_value = two_sided_p_value(row.excess_z, degrees);
        unexplained.push_back(row.p_value);
        plain.push_back(two_sided_p_value(row.z, degrees));
    }
    const auto deviates = holm_rejections(plain, family_error);
    const auto exceeds = holm_rejections(unexplained, family_error);
    const double most_by_chance =
        two_sided_quantile(family_error / static_cast<double>(rows.size()), degrees);
    for (std::size_t r = 0; r < rows.size(); ++r) {
        rows[r].verdict = verdict_of(rows[r], rows, deviates[r], exceeds[r], most_by_chance);
        rows[r].alarm = rows[r].verdict == Verdict::disagrees;
    }
}

}  // namespace siegert::crosscheck
