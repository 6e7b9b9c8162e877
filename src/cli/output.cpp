#include "cli/output.hpp"

#include <siegert/error.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <cerrno>
#include <cmath>
#include <cstring>
#include <ostream>

namespace siegert::cli {
namespace {

using Json = nlohmann::ordered_json;

std::size_t row_count(const std::vector<Column>& columns) {
    if (columns.empty()) return 0;
    return std::visit([](const auto& cells) { return cells.size(); }, columns.front().cells);
}

std::string heading(const std::string& name, const std::string& unit) {
    return unit.empty() ? name : fmt::format("{} [{}]", name, unit);
}

std::string csv_cell(const Column& column, std::size_t row) {
    if (const auto* texts = std::get_if<std::vector<std::string>>(&column.cells)) {
        return texts->at(row);
    }
    const double value = std::get<std::vector<double>>(column.cells).at(row);
    return std::isnan(value) ? "" : exact_text(value);
}

std::string table_cell(const Column& column, std::size_t row) {
    if (const auto* texts = std::get_if<std::vector<std::string>>(&column.cells)) {
        return texts->at(row);
    }
    const double value = std::get<std::vector<double>>(column.cells).at(row);
    return std::isnan(value) ? "-" : fmt::format("{:.6g}", value * column.table_scale);
}

void print_csv(const Output& output, std::ostream& out) {
    for (const auto& note : output.notes) out << "# " << note << '\n';
    const auto print_row = [&](const auto& text_of) {
        const char* separator = "";
        for (const auto& column : output.columns) {
            out << separator << csv_field(text_of(column));
            separator = ",";
        }
        out << '\n';
    };
    print_row([](const Column& column) { return heading(column.name, column.unit); });
    for (std::size_t row = 0; row < row_count(output.columns); ++row) {
        print_row([row](const Column& column) { return csv_cell(column, row); });
    }
}

void print_columns(const std::vector<Column>& columns, std::ostream& out) {
    const std::size_t rows = row_count(columns);
    std::vector<std::vector<std::string>> texts;
    std::vector<std::size_t> widths;
    for (const auto& column : columns) {
        const auto& unit = column.table_unit.empty() ? column.unit : column.table_unit;
        std::vector<std::string> lines{heading(column.name, unit)};
        for (std::size_t row = 0; row < rows; ++row) lines.push_back(table_cell(column, row));
        widths.push_back(std::max_element(lines.begin(), lines.end(), [](auto& a, auto& b) {
                             return a.size() < b.size();
                         })->size());
        texts.push_back(std::move(lines));
    }
    for (std::size_t line = 0; line <= rows; ++line) {
        std::string text;
        for (std::size_t c = 0; c < texts.size(); ++c) {
            const bool is_name = std::holds_alternative<std::vector<std::string>>(columns[c].cells);
            text += is_name ? fmt::format("  {:<{}}", texts[c][line], widths[c])
                            : fmt::format("  {:>{}}", texts[c][line], widths[c]);
        }
        out << text.substr(0, text.find_last_not_of(' ') + 1) << '\n';
    }
}

void print_tables(const Output& output, std::ostream& out) {
    for (const auto& note : output.notes) out << note << '\n';
    bool something_above = !output.notes.empty();
    const auto print_one = [&](const std::string& title, const std::vector<Column>& columns) {
        if (columns.empty()) return;
        if (something_above) out << '\n';
        if (!title.empty()) out << title << '\n';
        print_columns(columns, out);
        something_above = true;
    };
    for (const auto& table : output.tables) print_one(table.title, table.columns);
    print_one(output.columns_title, output.columns);
}

bool is_object(const Json& json) {
    return json.is_object();
}

// Whether to break the line between the elements: not in arrays of numbers.
bool spreads(const Json& json) {
    if (json.is_object()) return !json.empty();
    return json.is_array() && std::any_of(json.begin(), json.end(), is_object);
}

void print_json(const Json& json, std::size_t depth, std::ostream& out) {
    if (!spreads(json)) {
        out << json;
        return;
    }
    const std::string indent(2 * (depth + 1), ' ');
    const char* separator = "\n";
    out << (json.is_object() ? '{' : '[');
    for (const auto& [key, value] : json.items()) {
        out << separator << indent;
        if (json.is_object()) out << Json(key) << ": ";
        print_json(value, depth + 1, out);
        separator = ",\n";
    }
    out << '\n' << std::string(2 * depth, ' ') << (json.is_object() ? '}' : ']');
}

}  // namespace

void print(const Output& output, Format format, std::ostream& out) {
    switch (format) {
        case Format::table:
            print_tables(output, out);
            break;
        case Format::csv:
            print_csv(output, out);
            break;
        case Format::json:
            print_json(output.json, 0, out);
            out << '\n';
            break;
    }
    flush_or_throw(out);
}

void flush_or_throw(std::ostream& out) {
    const bool failed_before = !out;  // then errno is that of the write that failed
    if (!failed_before) errno = 0;
    if (out.flush()) return;
    throw FileError(fmt::format("cannot write the result: {}",
                                errno != 0 ? std::strerror(errno) : "the output is closed"));
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

nlohmann::ordered_json quantity(const Vector& values, const std::string& unit) {
    return {{"val", cells(values)}, {"unit", unit}};
}

nlohmann::ordered_json quantity(double value, const std::string& unit) {
    return {{"val", value}, {"unit", unit}};
}

std::vector<double> cells(const Vector& values) {
    return {values.data(), values.data() + values.size()};
}

}  // namespace siegert::cli
