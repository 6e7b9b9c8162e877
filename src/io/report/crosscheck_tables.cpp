#include "io/report/crosscheck_rows.hpp"
#include "io/report/crosscheck_sections.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

namespace siegert::io {
namespace {

using crosscheck::Crosscheck;
using crosscheck::CrosscheckOptions;
using crosscheck::Quantity;
using crosscheck::Row;

constexpr double percent = 100.0;

/// Columns that grow row by row.
class RowTable {
public:
    void add(const Row& row) {
        const auto& quantity = crosscheck::quantity_info(row.quantity);
        const double f = quantity.factor;
        names_.emplace_back(quantity.name);
        populations_.push_back(row_name(row));
        units_.emplace_back(quantity.shown_unit);
        verdicts_.emplace_back(crosscheck::verdict_name(row.verdict));
        flagged_.push_back(row.alarm);
        const double frequency =
            row.frequency > 0.0 ? row.frequency : std::numeric_limits<double>::quiet_NaN();
        const double relative = row.predicted == 0.0 ? std::numeric_limits<double>::quiet_NaN()
                                                     : percent * row.relative_deviation;
        const std::array<double, numbers> values{frequency,
                                                 f * row.predicted,
                                                 f * row.simulated,
                                                 f * row.standard_error,
                                                 row.z,
                                                 relative,
                                                 f * row.correction,
                                                 f * row.accepted_low,
                                                 f * row.accepted_high,
                                                 row.excess_z,
                                                 row.p_value};
        for (std::size_t c = 0; c < numbers; ++c) values_[c].push_back(values[c]);
    }

    [[nodiscard]] ReportTable table(std::string title) const {
        constexpr std::array<const char*, numbers> headings{
            "frequency",  "predicted",     "simulated", "standard error", "z", "deviation",
            "correction", "accepted from", "to",        "excess z",       "p"};
        ReportTable table{.title = std::move(title),
                          .columns = {{"quantity", "", names_},
                                      {"population", "", populations_},
                                      {"verdict", "", verdicts_},
                                      {"unit", "", units_}},
                          .flagged = flagged_};
        for (std::size_t c = 0; c < numbers; ++c) {
            const std::string heading = headings[c];
            const char* unit = heading == "frequency" ? "Hz" : heading == "deviation" ? "%" : "";
            const bool is_score =
                heading == "z" || heading == "excess z" || heading == "p" || heading == "deviation";
            const auto n = static_cast<Index>(values_[c].size());
            table.columns.push_back({heading, unit,
                                     Vector(Eigen::Map<const Vector>(values_[c].data(), n)),
                                     is_score ? 3 : 6});
        }
        return table;
    }

    [[nodiscard]] bool empty() const { return names_.empty(); }

private:
    static constexpr std::size_t numbers = 11;
    std::vector<std::string> names_, populations_, units_, verdicts_;
    std::vector<bool> flagged_;
    std::array<std::vector<double>, numbers> values_;
};

// One row for each quantity: how many numbers have each verdict, and the largest deviation.
ReportTable quantity_table(const Crosscheck& result) {
    const auto quantities = quantities_in(result);
    const auto n = static_cast<Index>(quantities.size());
    Vector z = Vector::Zero(n), excess = Vector::Zero(n);
    Matrix counts = Matrix::Zero(n, 4);  // by the order of Verdict
    std::vector<std::string> names, where;
    std::vector<bool> flagged;
    for (Index q = 0; q < n; ++q) {
        const Rows rows = rows_of(result, quantities[static_cast<std::size_t>(q)]);
        for (const Row* row : rows) counts(q, static_cast<Index>(row->verdict)) += 1.0;
        const auto modulus = [](double Row::*value) {
            return [value](const Row* row) { return std::abs(row->*value); };
        };
        z(q) = (*std::ranges::max_element(rows, {}, modulus(&Row::z)))->z;
        const Row& worst = **std::ranges::max_element(rows, {}, modulus(&Row::excess_z));
        excess(q) = worst.excess_z;
        where.push_back(worst.excess_z == 0.0 ? std::string()
                        : worst.frequency > 0.0
                            ? fmt::format("{} at {:.4g} Hz", row_name(worst), worst.frequency)
                            : row_name(worst));
        names.emplace_back(crosscheck::quantity_info(worst.quantity).name);
        flagged.push_back(std::ranges::any_of(rows, [](const Row* row) { return row->alarm; }));
    }
    return {.title = "What was compared",
            .columns = {{"quantity", "", names},
                        {"numbers", "", Vector(counts.rowwise().sum())},
                        {"agree", "", Vector(counts.col(0))},
                        {"explained", "", Vector(counts.col(1))},
                        {"cannot tell", "", Vector(counts.col(2))},
                        {"disagree", "", Vector(counts.col(3))},
                        {"largest z", "", z, 3},
                        {"largest excess z", "", excess, 3},
                        {"where", "", where}},
            .flagged = flagged};
}

ReportTable cause_table(const Crosscheck& result) {
    std::vector<std::string> names, populations, causes, treatments, units;
    std::vector<double> frequencies, values, relative, uncertainties;
    constexpr double nothing = std::numeric_limits<double>::quiet_NaN();
    for (const Row& row : result.rows) {
        for (const auto& error : row.systematic_errors) {
            if (error.value == 0.0) continue;
            const auto& quantity = crosscheck::quantity_info(row.quantity);
            names.emplace_back(quantity.name);
            populations.push_back(row_name(row));
            frequencies.push_back(row.frequency > 0.0 ? row.frequency : nothing);
            causes.push_back(error.cause);
            treatments.emplace_back(error.exact ? "corrects the prediction" : "widens the range");
            values.push_back(quantity.factor * error.value);
            uncertainties.push_back(quantity.factor * error.uncertainty);
            units.emplace_back(quantity.shown_unit);
            relative.push_back(row.predicted == 0.0 ? nothing
                                                    : percent * error.value / row.predicted);
        }
    }
    const auto vector = [](const std::vector<double>& list) {
        return Vector(Eigen::Map<const Vector>(list.data(), static_cast<Index>(list.size())));
    };
    return {.title = "Known causes of deviations",
            .columns = {{"quantity", "", names},
                        {"population", "", populations},
                        {"frequency", "Hz", vector(frequencies)},
                        {"cause", "", causes},
                        {"effect", "", vector(values)},
                        {"uncertain by", "", vector(uncertainties)},
                        {"unit", "", units},
                        {"effect", "%", vector(relative), 3},
                        {"treatment", "", treatments}}};
}

// What was asked for, or the rule by which the cross-check decides.
std::string chosen(double value, double factor, const char* unit, const char* rule) {
    return std::isnan(value) ? rule : fmt::format("{:g} {}", factor * value, unit);
}

ReportTable option_table(const CrosscheckOptions& options) {
    const std::vector<std::pair<std::string, std::string>> rows{
        {"recorded time of all networks", fmt::format("{:g} s", options.duration)},
        {"replicates (networks)", fmt::format("{}", options.replicates)},
        {"batches of each recording", fmt::format("{}", options.batches)},
        {"warm-up of each network", fmt::format("{:g} s", options.warmup)},
        {"time step", fmt::format("{:g} ms", 1e3 * options.dt)},
        {"seed of the first network", fmt::format("{}", options.seed)},
        {"scale of the network", fmt::format("{:g}", options.scale)},
        {"probability of any false alarm", fmt::format("{:g}", options.family_error)},
        {"bins of the spike counts",
         chosen(options.count_bin, 1e3, "ms", "100 ms, or half a sample")},
        {"segments of the spectra", chosen(options.segment, 1.0, "s", "0.5 s, or a sample")},
        {"highest frequency of the spectra", fmt::format("{:g} Hz", options.f_max)},
        {"bands of the spectra", fmt::format("{}", options.bands)},
        {"frequencies of the transfer functions",
         fmt::format("{} Hz",
                     fmt::join(options.frequencies.begin(), options.frequencies.end(), ", "))}};
    std::vector<std::string> names, values;
    for (const auto& [name, value] : rows) {
        names.push_back(name);
        values.push_back(value);
    }
    return {.title = "Options", .columns = {{"option", "", names}, {"value", "", values}}};
}

ReportTable modulation_table(const Crosscheck& result, const Network& network) {
    return {.title =
                "Rate that neurons have in common: linear response holds where its square is "
                "small",
            .columns = {{"population", "", network.populations},
                        {"standard deviation / rate", "", result.modulation_depth, 3}}};
}

}  // namespace

ReportSection verdict_section(const Crosscheck& result, const Network& network) {
    ReportSection section{
        .title = "Verdict",
        .text =
            "z is the deviation of the simulation from the prediction in standard errors. What "
            "known causes explain is taken off; the rest is the excess z, which Student's t and "
            "Holm's procedure over all numbers turn into a verdict: a number agrees as it was "
            "predicted, is explained by corrections that are computed, or disagrees. It cannot "
            "tell where what is accepted, chance included, is wider than a fifth of its value.",
        .figures = {},
        .tables = {quantity_table(result)}};
    RowTable alarms;
    for (const Row& row : result.rows) {
        if (row.alarm) alarms.add(row);
    }
    if (!alarms.empty()) section.tables.push_back(alarms.table("What disagrees"));
    if (result.modulation_depth.size() > 0) {
        section.tables.push_back(modulation_table(result, network));
    }
    if (!result.notes.empty()) {
        section.tables.push_back({.title = "Notes", .columns = {{"note", "", result.notes}}});
    }
    return section;
}

ReportSection rows_section(const Crosscheck& result, const CrosscheckOptions& options) {
    ReportSection section{
        .title = "All numbers",
        .text =
            "The correction is the sum of the causes that are known exactly; what is accepted "
            "around the corrected prediction is what the estimated ones explain.",
        .figures = {},
        .tables = {}};
    RowTable all;
    for (const Row& row : result.rows) all.add(row);
    section.tables = {all.table("Theory and simulation"), cause_table(result),
                      option_table(options)};
    return section;
}

}  // namespace siegert::io
