#pragma once

#include <siegert/io/results_file.hpp>

#include <nlohmann/json.hpp>

namespace siegert::cli {

/// Adds results to JSON: quantities as {"val": ..., "unit": ...}, whole numbers and texts as they
/// are, groups as objects. What is there already stays.
void add_results(nlohmann::ordered_json& json, const ResultsTree& results);

}  // namespace siegert::cli
