#include "cli/output.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <ostream>

namespace siegert::cli {
namespace {

std::size_t row_count(const Output& output) {
    if (output.columns.empty()) return 0;
    return std::visit([](const auto& cells) { return cells.size(); }, output.columns.front().cells);
}

std::string heading(const Column& column, const char* pattern) {
    return column.unit.empty() ? column.name
                               : fmt::format(fmt::runtime(pattern), column.name, column.unit);
}

std::string cell(const Column& column, std::size_t row, const char* number_pattern) {
    if (const auto* texts = std::get_if<std::vector<std::string>>(&column.cells)) {
        return texts->at(row);
    }
    const double value = std::get<std::vector<double>>(column.cells).at(row);
    return fmt::format(fmt::runtime(number_pattern), value);
}

// A field with a separator, a quote or a line break is quoted (RFC 4180).
std::string csv_field(const std::string& text) {
    if (text.find_first_of(",\"\n") == std::string::npos) return text;
    std::string quoted = "\"";
    for (const char c : text) {
        if (c == '"') quoted += '"';
        quoted += c;
    }
    return quoted + '"';
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
    print_row([](const Column& column) { return heading(column, "{} [{}]"); });
    for (std::size_t row = 0; row < row_count(output); ++row) {
        print_row([row](const Column& column) { return cell(column, row, "{:.17g}"); });
    }
}

void print_table(const Output& output, std::ostream& out) {
    for (const auto& note : output.notes) out << note << '\n';
    if (output.columns.empty()) return;
    if (!output.notes.empty()) out << '\n';

    std::vector<std::vector<std::string>> texts;
    std::vector<std::size_t> widths;
    for (const auto& column : output.columns) {
        std::vector<std::string> lines{heading(column, "{} [{}]")};
        for (std::size_t row = 0; row < row_count(output); ++row) {
            lines.push_back(cell(column, row, "{:.6g}"));
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
            return print_table(output, out);
        case Format::csv:
            return print_csv(output, out);
        case Format::json:
            out << output.json.dump(2) << '\n';
            return;
    }
}

}  // namespace siegert::cli
