#include "cli/results.hpp"

#include <siegert/io/answer.hpp>

#include <sstream>

namespace siegert::cli {

Answer answer_of(const ResultsTree& tree) {
    Answer answer;
    for (const auto& [name, data] : tree.datasets) answer.quantities.push_back({name, data});
    for (const auto& [name, group] : tree.groups) {
        answer.groups.push_back({name, answer_of(group)});
    }
    return answer;
}

void add_results(nlohmann::ordered_json& json, const ResultsTree& results) {
    std::ostringstream text;
    io::print_json(answer_of(results), text);
    const auto printed = nlohmann::ordered_json::parse(text.str());
    for (const auto& [name, value] : printed.items()) {
        if (!json.contains(name)) json[name] = value;
    }
}

}  // namespace siegert::cli
