#pragma once

#include <complex>
#include <cstdlib>
#include <fstream>
#include <map>
#include <sstream>
#include <stdexcept>
#include <string>
#include <vector>

/// One line of a table in tests/references: the first column names the regime.
struct TableRow {
    std::string regime;
    std::map<std::string, double> values;

    double operator[](const std::string& name) const { return values.at(name); }
    std::complex<double> complex(const std::string& name) const {
        return {values.at(name + "_re"), values.at(name + "_im")};
    }
};

inline std::vector<std::string> comma_separated(const std::string& line) {
    std::vector<std::string> fields;
    std::istringstream stream(line);
    for (std::string field; std::getline(stream, field, ',');) fields.push_back(field);
    return fields;
}

/// Reads SIEGERT_TEST_DATA/<name>, skipping lines that begin with #. Throws if there are fewer than
/// `rows` lines or a line is incomplete.
inline std::vector<TableRow> reference_table(const std::string& name, std::size_t rows) {
    std::ifstream file(std::string(SIEGERT_TEST_DATA) + "/" + name);
    std::vector<std::string> names;
    std::vector<TableRow> table;
    for (std::string line; std::getline(file, line);) {
        if (line.starts_with("#")) continue;
        const auto fields = comma_separated(line);
        if (names.empty()) {
            names = fields;
            continue;
        }
        TableRow row{.regime = fields.at(0), .values = {}};
        for (std::size_t i = 1; i < names.size(); ++i) {
            row.values[names[i]] = std::strtod(fields.at(i).c_str(), nullptr);
        }
        table.push_back(row);
    }
    if (table.size() < rows) throw std::runtime_error(name + " cannot be read or is incomplete");
    return table;
}

/// Relative difference of complex numbers, infinite for NaN.
inline double relative_error(std::complex<double> value, std::complex<double> reference) {
    if (value == reference) return 0.0;
    const double error = std::abs(value - reference) / std::abs(reference);
    return error == error ? error : HUGE_VAL;
}
