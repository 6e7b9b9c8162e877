#pragma once

#include <siegert/answer/answer.hpp>
#include <siegert/io/results_file.hpp>

#include <nlohmann/json.hpp>

namespace siegert::cli {

/// Results of a file as an answer without axes and tables: the reverse of io::results_of.
[[nodiscard]] Answer answer_of(const ResultsTree& results);

/// Adds results to JSON: quantities as {"val": ..., "unit": ...}, whole numbers and texts as they
/// are, groups as objects. What is there already stays.
void add_results(nlohmann::ordered_json& json, const ResultsTree& results);

}  // namespace siegert::cli
