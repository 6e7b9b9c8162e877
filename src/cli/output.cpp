#include "cli/output.hpp"

#include <siegert/error.hpp>
#include <siegert/io/answer.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <ostream>

namespace siegert::cli {
namespace {

using Json = nlohmann::ordered_json;

Dataset data_of(const Column& column, Audience audience) {
    Dataset data;
    std::visit([&](const auto& cells) { data.values = cells; }, column.cells);
    data.shape = {size(data)};
    data.unit = column.unit;
    if (audience == Audience::people && !column.table_unit.empty()) {
        for (double& cell : std::get<std::vector<double>>(data.values)) cell *= column.table_scale;
        data.unit = column.table_unit;
    }
    return data;
}

// Columns without a name for their rows.
siegert::Table table_of(const std::string& title, const std::vector<Column>& columns,
                        Audience audience) {
    siegert::Table table{.title = title, .rows = {}, .columns = {}, .audience = audience};
    for (const auto& column : columns) {
        Dataset data = data_of(column, audience);
        table.columns.push_back(siegert::quantity(column.name, std::move(data), {""}));
    }
    if (!columns.empty()) {
        std::vector<std::int64_t> rows(size(table.columns.front().data));
        table.rows = {{"", dataset(std::move(rows))}};
    }
    return table;
}

Answer answer_of(const Output& output) {
    Answer answer;
    answer.notes = output.notes;
    for (const auto& [title, columns] : output.tables) {
        answer.tables.push_back(table_of(title, columns, Audience::people));
    }
    for (const auto audience : {Audience::people, Audience::programs}) {
        answer.tables.push_back(table_of(output.columns_title, output.columns, audience));
    }
    return answer;
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
            io::print_table(answer_of(output), out);
            break;
        case Format::csv:
            io::print_csv(answer_of(output), out);
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
