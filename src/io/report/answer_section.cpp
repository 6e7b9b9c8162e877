#include <siegert/io/answer.hpp>

#include "io/answer_columns.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace siegert::io {
namespace {

constexpr std::size_t most_curves = 12;
constexpr std::size_t most_rows = 500;  // of a table

Vector vector_of(const std::vector<double>& values) {
    return Eigen::Map<const Vector>(values.data(), static_cast<Index>(values.size()));
}

ReportColumn report_column(const FlatColumn& column) {
    ReportColumn result{.name = column.name, .unit = column.unit, .cells = {}};
    if (const auto* texts = std::get_if<std::vector<std::string>>(&column.cells)) {
        result.cells = *texts;
    } else if (const auto* whole = std::get_if<std::vector<std::int64_t>>(&column.cells)) {
        result.cells = vector_of({whole->begin(), whole->end()});
    } else {
        result.cells = vector_of(std::get<std::vector<double>>(column.cells));
    }
    return result;
}

const std::vector<double>* numbers_of(const Axis& axis) {
    return std::get_if<std::vector<double>>(&axis.labels.values);
}

std::vector<std::string> names_of(const Axis& axis) {
    if (const auto* texts = std::get_if<std::vector<std::string>>(&axis.labels.values)) {
        return *texts;
    }
    std::vector<std::string> names;
    for (std::size_t k = 0; k < size(axis.labels); ++k) {
        names.push_back(fmt::format("{} {}", axis.name, k));
    }
    return names;
}

/// Columns k, k + n, ... of values of n columns.
Vector curve(const std::vector<double>& values, std::size_t k, std::size_t n) {
    Vector y(static_cast<Index>(values.size() / n));
    for (Index i = 0; i < y.size(); ++i) y(i) = values[static_cast<std::size_t>(i) * n + k];
    return y;
}

ReportFigure curves(const std::string& name, const Dataset& data, const Axis& x,
                    const std::vector<std::string>& names, const std::vector<double>& values) {
    const bool positive = std::ranges::all_of(values, [](double y) { return y > 0.0; });
    LinesFigure figure{.x = {.label = x.name, .unit = x.labels.unit},
                       .y = {.label = name, .unit = data.unit, .logarithmic = positive},
                       .series = {}};
    for (std::size_t k = 0; k < std::min(names.size(), most_curves); ++k) {
        ReportSeries one;
        one.name = names[k];
        one.x = vector_of(*numbers_of(x));
        one.y = curve(values, k, names.size());
        figure.series.push_back(std::move(one));
    }
    return {.title = name, .caption = data.meaning, .content = std::move(figure)};
}

ReportFigure colours(const std::string& name, const Dataset& data, const Axis& rows,
                     const Axis& columns, const std::vector<double>& values) {
    using RowMajor = Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;
    const Matrix matrix = Eigen::Map<const RowMajor>(
        values.data(), static_cast<Index>(data.shape[0]), static_cast<Index>(data.shape[1]));
    return {.title = name,
            .caption = data.meaning,
            .content = HeatmapFigure{.row_label = rows.name,
                                     .column_label = columns.name,
                                     .rows = names_of(rows),
                                     .columns = names_of(columns),
                                     .values = matrix,
                                     .value_label = name,
                                     .unit = data.unit,
                                     .diverging = (matrix.array() < 0.0).any()}};
}

const Axis* axis_of(const Answer& answer, const std::string& name) {
    const auto found = std::ranges::find(answer.axes, name, &Axis::name);
    return found == answer.axes.end() ? nullptr : &*found;
}

// What has no figure of its own kind is in the tables alone.
void add_figure(std::vector<ReportFigure>& figures, const Answer& answer, const std::string& name,
                const Dataset& data, const std::vector<double>& values) {
    if (values.empty() || data.axes.empty() || data.axes.size() > 2) return;
    const Axis* first = axis_of(answer, data.axes[0]);
    const Axis* second = data.axes.size() == 2 ? axis_of(answer, data.axes[1]) : nullptr;
    if (first == nullptr || (data.axes.size() == 2 && second == nullptr)) return;
    if (first->labels.values == data.values) return;
    if (numbers_of(*first) != nullptr) {
        const auto names = second == nullptr ? std::vector<std::string>{name} : names_of(*second);
        figures.push_back(curves(name, data, *first, names, values));
    } else if (second != nullptr) {
        figures.push_back(colours(name, data, *first, *second, values));
    } else {
        figures.push_back(
            {.title = name,
             .caption = data.meaning,
             .content = BarsFigure{.categories = names_of(*first),
                                   .y = {.label = name, .unit = data.unit},
                                   .groups = {{.name = name, .values = vector_of(values)}}}});
    }
}

void add_figures(std::vector<ReportFigure>& figures, const Answer& answer) {
    for (const auto& [name, data] : answer.quantities) {
        if (const auto* reals = std::get_if<std::vector<double>>(&data.values)) {
            add_figure(figures, answer, name, data, *reals);
        } else if (const auto* numbers = std::get_if<std::vector<Complex>>(&data.values)) {
            std::vector<double> moduli;
            for (const Complex value : *numbers) moduli.push_back(std::abs(value));
            add_figure(figures, answer, "|" + name + "|", data, moduli);
        }
    }
}

std::vector<ReportTable> report_tables(const Answer& answer) {
    std::vector<ReportTable> tables;
    for (const Table& table : tables_of(answer)) {
        if (table.audience == Audience::programs) continue;
        ReportTable written{.title = table.title, .columns = {}};
        for (const auto& column : flat_columns(table, table.most > 0 ? table.most : most_rows)) {
            written.columns.push_back(report_column(column));
        }
        tables.push_back(std::move(written));
    }
    return tables;
}

std::string join(const std::vector<std::string>& paragraphs) {
    std::string text;
    for (const auto& paragraph : paragraphs) text += paragraph + "\n\n";
    return text;
}

// What has no axes.
std::vector<std::pair<std::string, std::string>> facts_of(const Answer& answer) {
    std::vector<std::pair<std::string, std::string>> facts;
    for (const auto& [name, data] : answer.quantities) {
        if (!data.shape.empty()) continue;
        const Table one{.title = {}, .rows = {}, .columns = {{name, data}}};
        for (const FlatColumn& column : flat_columns(one, 0)) {
            const auto text = std::visit(
                [](const auto& cells) {
                    using Cells = std::decay_t<decltype(cells)>;
                    if constexpr (std::is_same_v<Cells, std::vector<double>>) {
                        return fmt::format("{:.6g}", cells.front());
                    } else {
                        return fmt::format("{}", cells.front());
                    }
                },
                column.cells);
            if (text.empty()) continue;
            facts.emplace_back(column.name, column.unit.empty() ? text : text + " " + column.unit);
        }
    }
    return facts;
}

}  // namespace

Report report_of(const Answer& answer, const ReportText& text) {
    Report report{.title = text.title,
                  .summary = answer.notes.empty() ? std::string() : answer.notes.front(),
                  .facts = facts_of(answer),
                  .sections = {{.title = "Results",
                                .text = join(answer.notes),
                                .figures = {},
                                .tables = report_tables(answer)}},
                  .parameters = text.parameters,
                  .command = text.command};
    add_figures(report.sections.front().figures, answer);
    for (const auto& [name, group, form] : answer.groups) {
        ReportSection section{
            .title = name, .text = {}, .figures = {}, .tables = report_tables(group)};
        add_figures(section.figures, group);
        report.sections.push_back(std::move(section));
    }
    return report;
}

}  // namespace siegert::io
