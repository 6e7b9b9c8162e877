#pragma once

#include "catch.hpp"

#include <cstdlib>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

/// A cell as number; values below the smallest double are 0 (std::stod throws for them).
inline double number(const std::string& cell) {
    return std::strtod(cell.c_str(), nullptr);
}

/// The rows of a committed reference table, without the header; every cell as text.
inline std::vector<std::vector<std::string>> read_table(const std::string& name) {
    std::ifstream file(std::string(SIEGERT_TEST_DATA) + "/" + name);
    REQUIRE(file.is_open());
    std::vector<std::vector<std::string>> rows;
    std::string line;
    std::getline(file, line);
    while (std::getline(file, line)) {
        std::istringstream cells(line);
        rows.emplace_back();
        for (std::string cell; std::getline(cells, cell, ',');) rows.back().push_back(cell);
    }
    REQUIRE_FALSE(rows.empty());
    return rows;
}
