#pragma once

#include <siegert/lif/input.hpp>
#include <siegert/model/neuron.hpp>

#include <fstream>
#include <map>
#include <sstream>
#include <stdexcept>
#include <string>
#include <vector>

/// One line of tests/references/lif_rates.csv.
struct ReferenceRow {
    std::string regime;
    std::map<std::string, double> values;

    double operator[](const std::string& name) const { return values.at(name); }
    siegert::LifNeuron neuron() const {
        return {.tau_m = values.at("tau_m"),
                .tau_r = values.at("tau_r"),
                .V_th = values.at("V_th"),
                .V_0 = values.at("V_0")};
    }
    siegert::lif::Input input() const {
        return {.mu = values.at("mu"), .sigma = values.at("sigma")};
    }
};

inline std::vector<std::string> csv_fields(const std::string& line) {
    std::vector<std::string> fields;
    std::string field;
    bool quoted = false;
    for (const char c : line) {
        if (c == '"') {
            quoted = !quoted;
        } else if (c == ',' && !quoted) {
            fields.push_back(field);
            field.clear();
        } else {
            field += c;
        }
    }
    fields.push_back(field);
    return fields;
}

inline std::vector<ReferenceRow> reference_rows() {
    const std::string path = std::string(SIEGERT_TEST_DATA) + "/lif_rates.csv";
    std::ifstream file(path);
    std::string line;
    if (!std::getline(file, line)) throw std::runtime_error("cannot read " + path);
    const auto names = csv_fields(line);
    std::vector<ReferenceRow> rows;
    while (std::getline(file, line)) {
        const auto fields = csv_fields(line);
        ReferenceRow row{.regime = fields.at(0), .values = {}};
        for (std::size_t i = 1; i < names.size(); ++i) {
            // strtod, because std::stod throws for the smallest rates
            row.values[names[i]] = std::strtod(fields.at(i).c_str(), nullptr);
        }
        rows.push_back(row);
    }
    if (rows.size() < 50) throw std::runtime_error(path + " is incomplete");
    return rows;
}
