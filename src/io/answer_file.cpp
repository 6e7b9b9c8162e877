#include <siegert/io/answer.hpp>

#include <utility>

namespace siegert::io {

ResultsTree results_of(Answer answer) {
    ResultsTree tree;
    for (auto& [name, data] : answer.quantities) tree.datasets[name] = std::move(data);
    for (auto& group : answer.groups) tree.groups[group.name] = results_of(std::move(group.answer));
    return tree;
}

}  // namespace siegert::io
