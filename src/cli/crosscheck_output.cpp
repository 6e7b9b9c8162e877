#include "cli/crosscheck_output.hpp"

#include "crosscheck/observables.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <utility>

namespace siegert::cli {
namespace {

using crosscheck::Crosscheck;
using crosscheck::CrosscheckOptions;
using crosscheck::Row;
using Json = nlohmann::ordered_json;

Json row_json(const Row& row) {
    Json causes = Json::array();
    for (const auto& error : row.systematic_errors) {
        causes.push_back({{"cause", error.cause},
                          {"value", error.value},
                          {"exact", error.exact},
                          {"uncertainty", error.uncertainty},
                          {"standard_error", error.standard_error}});
    }
    const auto& info = crosscheck::quantity_info(row.quantity);
    Json json{{"quantity", info.name}, {"population", row.population}};
    if (!row.source.empty()) json["source"] = row.source;
    if (row.frequency > 0.0) json["frequency"] = quantity(row.frequency, "Hz");
    json["unit"] = info.unit.empty() ? "dimensionless" : info.unit;
    json["predicted"] = row.predicted;
    json["simulated"] = row.simulated;
    json["standard_error"] = row.standard_error;
    json["z"] = row.z;
    json["relative_deviation"] = row.relative_deviation;
    json["systematic_errors"] = std::move(causes);
    json["correction"] = row.correction;
    json["correction_error"] = row.correction_error;
    json["tolerance"] = row.tolerance;
    json["accepted_low"] = row.accepted_low;
    json["accepted_high"] = row.accepted_high;
    json["excess_z"] = row.excess_z;
    json["p_value"] = row.p_value;
    json["verdict"] = crosscheck::verdict_name(row.verdict);
    json["alarm"] = row.alarm;
    return json;
}

std::vector<Column> columns_of(const std::vector<Row>& rows) {
    std::vector<std::string> quantities, units, populations, verdicts;
    std::vector<double> frequency, predicted, simulated, error, z, relative, correction, tolerance,
        excess;
    for (const Row& row : rows) {
        quantities.emplace_back(crosscheck::quantity_info(row.quantity).name);
        units.emplace_back(crosscheck::quantity_info(row.quantity).unit);
        populations.push_back(row.source.empty() ? row.population
                                                 : row.population + "-" + row.source);
        frequency.push_back(row.frequency);
        predicted.push_back(row.predicted);
        simulated.push_back(row.simulated);
        error.push_back(row.standard_error);
        z.push_back(row.z);
        relative.push_back(row.relative_deviation);
        correction.push_back(row.correction);
        tolerance.push_back(row.tolerance);
        excess.push_back(row.excess_z);
        verdicts.emplace_back(crosscheck::verdict_name(row.verdict));
    }
    return {{"quantity", "", quantities},
            {"population", "", populations},
            {"frequency", "Hz", frequency},
            {"unit", "", units},
            {"predicted", "", predicted},
            {"simulated", "", simulated},
            {"standard_error", "", error},
            {"z", "", z},
            {"relative_deviation", "", relative, "%", 100.0},
            {"correction", "", correction},
            {"tolerance", "", tolerance},
            {"excess_z", "", excess},
            {"verdict", "", verdicts}};
}

// What every systematic error amounts to at most, so that a table shows where they come from.
std::vector<std::string> cause_notes(const std::vector<Row>& rows) {
    std::vector<std::string> notes;
    if (rows.empty()) return notes;
    for (std::size_t c = 0; c < rows.front().systematic_errors.size(); ++c) {
        double largest = 0.0;
        for (const Row& row : rows) {
            if (!crosscheck::is_rate(row.quantity) || row.predicted == 0.0) continue;
            largest = std::max(largest, std::abs(row.systematic_errors[c].value / row.predicted));
        }
        notes.push_back(fmt::format("systematic error: {}, up to {:.2g} % of a rate",
                                    rows.front().systematic_errors[c].cause, 100.0 * largest));
    }
    return notes;
}

Json list_of(const Vector& values) {
    return Json(std::vector<double>(values.begin(), values.end()));
}

}  // namespace

Output crosscheck_output(const Crosscheck& result, const Network& network, const std::string& label,
                         const CrosscheckOptions& options, const std::vector<std::string>& notes,
                         const std::string& spikes_file) {
    Output output;
    output.notes = notes;
    for (auto& note : cause_notes(result.rows)) output.notes.push_back(std::move(note));
    for (const auto& note : result.notes) output.notes.push_back(note);
    output.notes.push_back(crosscheck::summary(result));
    output.columns = columns_of(result.rows);
    const auto counts = crosscheck::verdict_counts(result);
    Json rows = Json::array();
    for (const Row& row : result.rows) rows.push_back(row_json(row));
    output.json = {{"label", label},
                   {"populations", network.populations},
                   {"agrees", result.agrees},
                   {"summary", crosscheck::summary(result)},
                   {"verdicts",
                    {{"agrees", counts.agree},
                     {"explained", counts.explained},
                     {"cannot tell", counts.cannot_tell},
                     {"disagrees", counts.disagree}}},
                   {"complete", result.complete},
                   {"family_error", options.family_error},
                   {"samples", result.samples},
                   {"sample_duration", quantity(result.sample_duration, "s")},
                   {"dt", quantity(options.dt, "s")},
                   {"batches", options.batches},
                   {"modulation_depth", list_of(result.modulation_depth)},
                   {"notes", result.notes},
                   {"rows", std::move(rows)}};
    if (spikes_file.empty()) {
        output.json.update({{"warmup", quantity(options.warmup, "s")},
                            {"seed", options.seed},
                            {"replicates", options.replicates},
                            {"scale", options.scale}});
    } else {
        output.json["spikes"] = spikes_file;
    }
    return output;
}

}  // namespace siegert::cli
