#include "cli/output.hpp"

#include <siegert/error.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <ostream>

namespace siegert::cli {
namespace {

std::size_t row_count(const Output& output) {
    if (output.columns.empty()) return 0;
    return std::visit([](const auto& cells) { return cells.size(); }, output.columns.front().cells);
}

std::string heading(const std::string& name, const std::string& unit) {
    return unit.empty() ? name : fmt::format("{} [{}]", name, unit);
}

std::string csv_cell(const Column& column, std::size_t row) {
    if (const auto* texts = std::get_if<std::vector<std::string>>(&column.cells)) {
        return texts->at(row);
    }
    return exact_text(std::get<std::vector<double>>(column.cells).at(row));
}

std::string table_cell(const Column& column, std::size_t row) {
    if (const auto* texts = std::get_if<std::vector<std::string>>(&column.cells)) {
        return texts->at(row);
    }
    const double value = std::get<std::vector<double>>(column.cells).at(row);
    return fmt::format("{:.6g}", value * column.table_scale);
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
    for (std::size_t row = 0; row < row_count(output); ++row) {
        print_row([row](const Column& column) { return csv_cell(column, row); });
    }
}

void print_table(const Output& output, std::ostream& out) {
    for (const auto& note : output.notes) out << note << '\n';
    if (output.columns.empty()) return;
    if (!output.notes.empty()) out << '\n';

    std::vector<std::vector<std::string>> texts;
    std::vector<std::size_t> widths;
    for (const auto& column : output.columns) {
        const auto& unit = column.table_unit.empty() ? column.unit : column.table_unit;
        std::vector<std::string> lines{heading(column.name, unit)};
        for (std::size_t row = 0; row < row_count(output); ++row) {
            lines.push_back(table_cell(column, row));
        }
        widths.push_back(std::max_element(lines.begin(), lines.end(), [](auto& a, auto& b) {
                             return a.size() < b.size();
                         })->size());
        texts.push_back(std::move(lines));
    }
    for (std::size_t line = 0; line <= row_count(output); ++line) {
        std::string text;
        for (std::size_t c = 0; c < texts.size(); ++c) {
            const bool is_name =
                std::holds_alternative<std::vector<std::string>>(output.columns[c].cells);
            text += is_name ? fmt::format("  {:<{}}", texts[c][line], widths[c])
                            : fmt::format("  {:>{}}", texts[c][line], widths[c]);
        }
        out << text.substr(0, text.find_last_not_of(' ') + 1) << '\n';
    }
}

}  // namespace

void print(const Output& output, Format format, std::ostream& out) {
    switch (format) {
        case Format::table:
            print_table(output, out);
            break;
        case Format::csv:
            print_csv(output, out);
            break;
        case Format::json:
            out << output.json.dump(2) << '\n';
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
