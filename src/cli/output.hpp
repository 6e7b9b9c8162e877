#pragma once

#include <siegert/arrays.hpp>
#include <siegert/io/answer.hpp>

#include <nlohmann/json.hpp>

#include <iosfwd>
#include <string>
#include <variant>
#include <vector>

namespace siegert::cli {

enum class Format { table, json, csv };

/// One column of a table: a heading, the unit of its numbers (empty: none), and a cell for each
/// row. NaN stands for a number that is missing: "-" in tables, an empty field in CSV.
struct Column {
    std::string name;
    std::string unit;
    std::variant<std::vector<std::string>, std::vector<double>> cells;
    std::string table_unit =
        {};  ///< for people, who see numbers times `table_scale`; empty: as `unit`
    double table_scale = 1.0;
};

/// One of several tables for people.
struct Table {
    std::string title;
    std::vector<Column> columns;
};

/// What a command has to say, independent of the format in which it is printed.
struct Output {
    std::vector<std::string> notes;  ///< lines for people, printed above the tables
    std::vector<Column> columns;     ///< the table, for people and for CSV
    nlohmann::ordered_json json;     ///< everything, for programs
    std::vector<Table> tables = {};  ///< for people alone, above the other
    std::string columns_title = {};  ///< of the table, for people
};

/// Prints tables for people (six digits, units in the heading), JSON (arrays of numbers on one
/// line), or CSV (17 digits, SI units in the heading; notes as lines that begin with '#').
///
/// Throws: FileError if `out` does not take it.
void print(const Output& output, Format format, std::ostream& out);

/// Throws FileError where what was written has not arrived: a full disk, a closed pipe.
void flush_or_throw(std::ostream& out);

using io::csv_field;
using io::exact_text;

/// {"val": [...], "unit": unit}, the form of every quantity in JSON.
[[nodiscard]] nlohmann::ordered_json quantity(const Vector& values, const std::string& unit);
[[nodiscard]] nlohmann::ordered_json quantity(double value, const std::string& unit);

[[nodiscard]] std::vector<double> cells(const Vector& values);

}  // namespace siegert::cli
