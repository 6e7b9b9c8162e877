#pragma once

#include <nlohmann/json.hpp>

#include <iosfwd>
#include <string>
#include <variant>
#include <vector>

namespace siegert::cli {

enum class Format { table, json, csv };

/// One column of a table: a heading, the unit of its numbers (empty: none), and a cell for each
/// row.
struct Column {
    std::string name;
    std::string unit;
    std::variant<std::vector<std::string>, std::vector<double>> cells;
};

/// What a command has to say, independent of the format in which it is printed.
struct Output {
    std::vector<std::string> notes;  ///< lines for people, printed above the table
    std::vector<Column> columns;     ///< the table, for people and for CSV
    nlohmann::ordered_json json;     ///< everything, for programs
};

/// Prints a table for people (six digits, units in the heading), JSON, or CSV (17 digits, units in
/// the heading; notes as lines that begin with '#').
void print(const Output& output, Format format, std::ostream& out);

}  // namespace siegert::cli
