#include <siegert/io/answer.hpp>
#include <siegert/io/quantity.hpp>

#include "io/answer_columns.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <ostream>

namespace siegert::io {
namespace {

/// A unit for people and what it multiplies numbers by.
struct CustomaryUnit {
    std::string name;
    double factor = 1.0;
};

CustomaryUnit customary(const std::string& unit) {
    if (unit == "Hz/V") return {"Hz/mV", 1e-3};
    for (const auto dimension :
         {Dimension::voltage, Dimension::time, Dimension::current, Dimension::capacitance,
          Dimension::conductance, Dimension::resistance}) {
        if (unit != si_unit(dimension)) continue;
        const std::string name = customary_unit(dimension);
        return {name, 1.0 / to_si(1.0, name, dimension)};
    }
    return {unit};
}

std::string heading(const std::string& name, const std::string& unit) {
    return unit.empty() ? name : fmt::format("{} [{}]", name, unit);
}

std::string plural(const std::string& name) {
    return name.ends_with('y') ? name.substr(0, name.size() - 1) + "ies" : name + "s";
}

struct PrintedColumn {
    std::vector<std::string> lines;  ///< heading first
    bool is_text;
};

PrintedColumn printed(const FlatColumn& column) {
    const auto unit = customary(column.unit);
    PrintedColumn result{.lines = {heading(column.name, unit.name)}, .is_text = false};
    if (const auto* texts = std::get_if<std::vector<std::string>>(&column.cells)) {
        result.is_text = true;
        result.lines.insert(result.lines.end(), texts->begin(), texts->end());
    } else if (const auto* whole = std::get_if<std::vector<std::int64_t>>(&column.cells)) {
        for (const auto value : *whole) result.lines.push_back(fmt::format("{}", value));
    } else {
        for (const double value : std::get<std::vector<double>>(column.cells)) {
            result.lines.push_back(std::isnan(value) ? "-"
                                                     : fmt::format("{:.6g}", value * unit.factor));
        }
    }
    return result;
}

void print_columns(const std::vector<PrintedColumn>& columns, std::ostream& out) {
    for (std::size_t line = 0; line < columns.front().lines.size(); ++line) {
        std::string text;
        for (const auto& [lines, is_text] : columns) {
            const auto width =
                std::ranges::max_element(lines, {}, [](const auto& s) { return s.size(); })->size();
            text += is_text ? fmt::format("  {:<{}}", lines[line], width)
                            : fmt::format("  {:>{}}", lines[line], width);
        }
        out << text.substr(0, text.find_last_not_of(' ') + 1) << '\n';
    }
}

std::string title_of(const Table& table) {
    if (table.most == 0 || table.rows.empty()) return table.title;
    const Axis& axis = table.rows.front();
    if (size(axis.labels) <= table.most) return table.title;
    return fmt::format("{}{}shown: {} of the {}; --format csv prints all", table.title,
                       table.title.empty() ? "" : ", ", table.most,
                       axis.name.empty() ? "rows" : plural(axis.name));
}

std::string csv_cell(const FlatColumn& column, std::size_t row) {
    if (const auto* texts = std::get_if<std::vector<std::string>>(&column.cells)) {
        return (*texts)[row];
    }
    if (const auto* whole = std::get_if<std::vector<std::int64_t>>(&column.cells)) {
        return fmt::format("{}", (*whole)[row]);
    }
    const double value = std::get<std::vector<double>>(column.cells)[row];
    return std::isnan(value) ? "" : exact_text(value);
}

}  // namespace

void print_table(const Answer& answer, std::ostream& out) {
    for (const auto& note : answer.notes) out << note << '\n';
    bool something_above = !answer.notes.empty();
    for (const Table& table : tables_of(answer)) {
        if (table.audience == Audience::programs) continue;
        std::vector<PrintedColumn> columns;
        for (const auto& column : flat_columns(table, table.most)) {
            columns.push_back(printed(column));
        }
        if (columns.empty()) continue;
        if (something_above) out << '\n';
        const std::string title = title_of(table);
        if (!title.empty()) out << title << '\n';
        print_columns(columns, out);
        something_above = true;
    }
}

void print_csv(const Answer& answer, std::ostream& out) {
    for (const auto& note : answer.notes) out << "# " << note << '\n';
    const auto tables = tables_of(answer);
    const auto table = std::ranges::find_if(tables.rbegin(), tables.rend(), [](const Table& one) {
        return one.audience != Audience::people;
    });
    if (table == tables.rend()) return;
    const auto columns = flat_columns(*table, 0);
    const auto print_row = [&](const auto& text_of) {
        const char* separator = "";
        for (const auto& column : columns) {
            out << separator << csv_field(text_of(column));
            separator = ",";
        }
        out << '\n';
    };
    print_row([](const FlatColumn& column) { return heading(column.name, column.unit); });
    const std::size_t rows = columns.empty() ? 0 : row_count(columns.front());
    for (std::size_t row = 0; row < rows; ++row) {
        print_row([row](const FlatColumn& column) { return csv_cell(column, row); });
    }
}

std::string csv_field(const std::string& text) {
    if (text.find_first_of(",\"\r\n") == std::string::npos) return text;
    std::string quoted = "\"";
    for (const char c : text) {
        if (c == '"') quoted += '"';
        quoted += c;
    }
    return quoted + '"';
}

std::string exact_text(double value) {
    return fmt::format("{:.17g}", value);
}

}  // namespace siegert::io
