#include "io/report/crosscheck_sections.hpp"

#include "io/report/crosscheck_rows.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <complex>
#include <limits>
#include <numbers>

namespace siegert::io {
namespace {

using crosscheck::Crosscheck;
using crosscheck::Quantity;
using crosscheck::Row;

constexpr std::size_t most_pairs = 40;  // in one figure

ReportFigure comparison_figure(const Rows& rows, const crosscheck::QuantityInfo& quantity) {
    ComparisonFigure figure{
        .categories = {},
        .y = {.label = std::string(quantity.label), .unit = std::string(quantity.shown_unit)},
        .expected = {},
        .low = {},
        .high = {},
        .measured = {},
        .standard_error = {},
        .flagged = {},
        .flag = alarm_flag};
    for (const Row* row : rows) {
        figure.categories.push_back(row_name(*row));
        figure.flagged.push_back(row->alarm);
    }
    const double f = quantity.factor;
    figure.expected = f * vector_of(rows, [](const Row& row) { return row.predicted; });
    figure.low = f * vector_of(rows, [](const Row& row) { return row.accepted_low; });
    figure.high = f * vector_of(rows, [](const Row& row) { return row.accepted_high; });
    figure.measured = f * vector_of(rows, [](const Row& row) { return row.simulated; });
    figure.standard_error = f * vector_of(rows, [](const Row& row) { return row.standard_error; });
    return {.title = std::string(quantity.title),
            .caption = std::string(quantity.meaning),
            .content = std::move(figure)};
}

ReportFigure matrix_figure(const Network& network, const Rows& rows, std::string title,
                           std::string caption, HeatmapFigure figure, double (*value)(const Row&)) {
    const auto n = static_cast<Index>(network.populations.size());
    const auto position = [&](const std::string& population) {
        return std::ranges::find(network.populations, population) - network.populations.begin();
    };
    figure.rows = network.populations;
    figure.columns = network.populations;
    figure.diverging = true;
    figure.values = Matrix::Constant(n, n, std::numeric_limits<double>::quiet_NaN());
    for (const Row* row : rows) {
        const Index i = position(row->population);
        const Index j = position(row->source);
        figure.values(i, j) = figure.values(j, i) = value(*row);
    }
    return {.title = std::move(title), .caption = std::move(caption), .content = std::move(figure)};
}

HeatmapFigure pair_matrix(std::string label, std::string unit, double extreme) {
    return {.row_label = "population",
            .column_label = "population",
            .rows = {},
            .columns = {},
            .values = {},
            .value_label = std::move(label),
            .unit = std::move(unit),
            .diverging = true,
            .extreme = extreme};
}

}  // namespace

ReportSection state_comparison(const Crosscheck& result) {
    ReportSection section{
        .title = "Working point, simulated",
        .text =
            "The line is the prediction. The box is the range that is accepted: the prediction, "
            "corrected for what is known exactly, and what the estimated causes explain; where it "
            "is wider than a fifth of the value it cannot tell. Bars are standard errors of the "
            "simulation; a point may lie a few of them outside of the box by chance. Disagreement "
            "is "
            "a diamond and says so.",
        .figures = {},
        .tables = {}};
    for (const Quantity quantity : quantities_in(result)) {
        const Rows rows = rows_of(result, quantity);
        const bool is_one_per_population = std::ranges::all_of(
            rows, [](const Row* row) { return row->source.empty() && row->frequency == 0.0; });
        if (is_one_per_population) {
            section.figures.push_back(comparison_figure(rows, crosscheck::quantity_info(quantity)));
        }
    }
    return section;
}

ReportSection covariance_comparison(const Crosscheck& result, const Network& network) {
    ReportSection section{.title = "Covariances, simulated",
                          .text =
                              "Covariance of the spike counts of two neurons, divided by the "
                              "width of the bins.",
                          .figures = {},
                          .tables = {}};
    Rows rows = rows_of(result, Quantity::covariances);
    if (rows.empty()) return section;
    const auto& quantity = crosscheck::quantity_info(Quantity::covariances);
    // Prediction and simulation have the same colours.
    const auto predicted = [](const Row& row) { return row.predicted; };
    const auto simulated = [](const Row& row) { return row.simulated; };
    const double extreme = std::max(vector_of(rows, predicted).cwiseAbs().maxCoeff(),
                                    vector_of(rows, simulated).cwiseAbs().maxCoeff());
    const auto matrix = [&](const char* title, const char* caption, HeatmapFigure figure,
                            double (*value)(const Row&)) {
        section.figures.push_back(
            matrix_figure(network, rows, title, caption, std::move(figure), value));
    };
    matrix("Covariances, predicted", "Linear response.",
           pair_matrix(std::string(quantity.label), std::string(quantity.shown_unit), extreme),
           predicted);
    matrix("Covariances, in the simulation", "Mean over pairs of neurons.",
           pair_matrix(std::string(quantity.label), std::string(quantity.shown_unit), extreme),
           simulated);
    matrix("Deviation of the covariances",
           "Simulation minus prediction in standard errors, before any cause is considered.",
           pair_matrix("z", "", 0.0), [](const Row& row) { return row.z; });
    if (rows.size() > most_pairs) {
        std::ranges::stable_sort(rows, deviates_more);
        rows.resize(most_pairs);
    }
    section.figures.insert(section.figures.begin(), comparison_figure(rows, quantity));
    return section;
}

}  // namespace siegert::io
