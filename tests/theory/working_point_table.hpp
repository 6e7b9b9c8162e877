#pragma once

#include <siegert/arrays.hpp>

#include <fstream>
#include <map>
#include <sstream>
#include <stdexcept>
#include <string>
#include <vector>

namespace siegert::tests {

/// One self-consistent state of tests/references/working_points.csv.
struct ReferenceState {
    std::vector<double> nu, mu, sigma;
    bool stable = false;
};

/// The states of one network, from the lowest to the highest rate. Throws if there are none.
inline std::vector<ReferenceState> reference_states(const std::string& network,
                                                    const std::string& method) {
    std::ifstream table(SIEGERT_TEST_DATA "/working_points.csv");
    std::map<int, ReferenceState> states;
    for (std::string line; std::getline(table, line);) {
        std::vector<std::string> cells;
        std::istringstream in(line);
        for (std::string cell; std::getline(in, cell, ',');) cells.push_back(cell);
        if (cells.size() != 8 || cells[0] != network || cells[1] != method) continue;
        auto& state = states[std::stoi(cells[2])];
        state.nu.push_back(std::stod(cells[4]));
        state.mu.push_back(std::stod(cells[5]));
        state.sigma.push_back(std::stod(cells[6]));
        state.stable = cells[7] == "1";
    }
    if (states.empty()) throw std::runtime_error("no reference for " + network + ", " + method);
    std::vector<ReferenceState> list;
    for (auto& [number, state] : states) list.push_back(state);
    return list;
}

}  // namespace siegert::tests
