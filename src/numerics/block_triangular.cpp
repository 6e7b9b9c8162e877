#include "numerics/block_triangular.hpp"

#include <algorithm>
#include <cstddef>
#include <numeric>

namespace siegert::numerics {
namespace {

constexpr Index unseen = -1;

std::size_t at(Index i) {
    return static_cast<std::size_t>(i);
}

/// Tarjan's algorithm without recursion, along the sources of each row. A component is finished
/// after all components on which it depends.
class Components {
public:
    explicit Components(const ComplexMatrix& matrix)
        : matrix_(matrix),
          number_(at(matrix.rows()), unseen),
          lowest_(at(matrix.rows()), unseen),
          open_(at(matrix.rows()), 0) {
        for (Index i = 0; i < matrix.rows(); ++i)
            if (number_[at(i)] == unseen) search_from(i);
    }

    /// Sources before the targets that they reach.
    [[nodiscard]] const std::vector<std::vector<Index>>& finished() const { return finished_; }

private:
    struct Visit {
        Index row;
        Index next_source;
    };

    void enter(Index row) {
        number_[at(row)] = lowest_[at(row)] = count_++;
        stack_.push_back(row);
        open_[at(row)] = 1;
        visits_.push_back({row, 0});
    }

    void search_from(Index first) {
        enter(first);
        while (!visits_.empty()) {
            auto& [row, source] = visits_.back();
            while (source < matrix_.cols() && matrix_(row, source) == 0.0) ++source;
            if (source == matrix_.cols()) {
                leave(row);
                continue;
            }
            const Index j = source++;
            if (number_[at(j)] == unseen)
                enter(j);
            else if (open_[at(j)] != 0)
                lowest_[at(row)] = std::min(lowest_[at(row)], number_[at(j)]);
        }
    }

    void leave(Index row) {
        visits_.pop_back();
        if (!visits_.empty()) {
            Index& before = lowest_[at(visits_.back().row)];
            before = std::min(before, lowest_[at(row)]);
        }
        if (lowest_[at(row)] != number_[at(row)]) return;
        const auto begin = std::find(stack_.begin(), stack_.end(), row);
        finished_.emplace_back(begin, stack_.end());
        for (const Index member : finished_.back()) open_[at(member)] = 0;
        stack_.erase(begin, stack_.end());
    }

    const ComplexMatrix& matrix_;
    std::vector<Index> number_;
    std::vector<Index> lowest_;
    std::vector<char> open_;
    std::vector<Index> stack_;
    std::vector<Visit> visits_;
    std::vector<std::vector<Index>> finished_;
    Index count_ = 0;
};

// Whether row 0 is reached from every row, along rows or along columns.
template <typename Connected>
bool all_reached(Index n, const Connected& connected) {
    std::vector<char> reached(at(n), 0);
    std::vector<Index> waiting{0};
    reached[0] = 1;
    Index count = 1;
    while (!waiting.empty() && count < n) {
        const Index i = waiting.back();
        waiting.pop_back();
        for (Index j = 0; j < n; ++j) {
            if (reached[at(j)] != 0 || !connected(i, j)) continue;
            reached[at(j)] = 1;
            waiting.push_back(j);
            ++count;
        }
    }
    return count == n;
}

}  // namespace

BlockOrder block_triangular_order(const ComplexMatrix& matrix) {
    const Components components(matrix);
    BlockOrder result;
    const auto& finished = components.finished();
    for (auto component = finished.rbegin(); component != finished.rend(); ++component) {
        result.begins.push_back(static_cast<Index>(result.order.size()));
        result.order.insert(result.order.end(), component->begin(), component->end());
    }
    result.begins.push_back(matrix.rows());
    return result;
}

bool is_irreducible(const ComplexMatrix& matrix) {
    const Index n = matrix.rows();
    if (n < 2 || (matrix.array() != Complex(0.0)).all()) return true;
    return all_reached(n, [&](Index i, Index j) { return matrix(i, j) != 0.0; }) &&
           all_reached(n, [&](Index i, Index j) { return matrix(j, i) != 0.0; });
}

}  // namespace siegert::numerics
