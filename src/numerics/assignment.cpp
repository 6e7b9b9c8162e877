#include "numerics/assignment.hpp"

#include <siegert/error.hpp>

#include <cstddef>
#include <limits>
#include <utility>

namespace siegert::numerics {
namespace {

constexpr Index none = -1;

// The partial assignment and its dual variables.
struct Matching {
    Vector row_price;
    Vector column_price;
    std::vector<Index> row_of_column;
    std::vector<Index> column_of_row;
};

std::size_t at(Index i) {
    return static_cast<std::size_t>(i);
}

// Assigns each row to the column of its smallest entry while that is free; the rest is returned.
std::vector<Index> assign_row_minima(const Matrix& cost, Matching& matching) {
    std::vector<Index> unassigned;
    for (Index i = 0; i < cost.rows(); ++i) {
        Index j = 0;
        matching.row_price(i) = cost.row(i).minCoeff(&j);
        if (matching.row_of_column[at(j)] != none) {
            unassigned.push_back(i);
            continue;
        }
        matching.row_of_column[at(j)] = i;
        matching.column_of_row[at(i)] = j;
    }
    return unassigned;
}

// Dijkstra's algorithm on reduced costs, from `start` to the nearest free column; the assignment is
// then shifted along the path.
void augment(const Matrix& cost, Index start, Matching& matching) {
    const Index n = cost.rows();
    Vector distance = Vector::Constant(n, std::numeric_limits<double>::infinity());
    std::vector<Index> previous_row(at(n), none);
    std::vector<char> done(at(n), 0);
    std::vector<Index> finished;

    Index row = start;
    Index column = none;
    double reached = 0.0;
    while (true) {
        Index nearest = none;
        for (Index j = 0; j < n; ++j) {
            if (done[at(j)]) continue;
            const double d =
                reached + cost(row, j) - matching.row_price(row) - matching.column_price(j);
            if (d < distance(j)) {
                distance(j) = d;
                previous_row[at(j)] = row;
            }
            if (nearest == none || distance(j) < distance(nearest)) nearest = j;
        }
        column = nearest;
        reached = distance(column);
        if (matching.row_of_column[at(column)] == none) break;
        done[at(column)] = 1;
        finished.push_back(column);
        row = matching.row_of_column[at(column)];
    }

    matching.row_price(start) += reached;
    for (const Index j : finished) {
        matching.row_price(matching.row_of_column[at(j)]) += reached - distance(j);
        matching.column_price(j) -= reached - distance(j);
    }
    Index row_now = none;
    while (row_now != start) {
        row_now = previous_row[at(column)];
        matching.row_of_column[at(column)] = row_now;
        std::swap(column, matching.column_of_row[at(row_now)]);
    }
}

}  // namespace

std::vector<Index> assignment(const Matrix& cost) {
    const Index n = cost.rows();
    if (cost.cols() != n || !cost.allFinite())
        throw InvalidParameter("the costs of an assignment must be square and finite");
    const std::vector<Index> nothing(at(n), none);
    Matching matching{Vector::Zero(n), Vector::Zero(n), nothing, nothing};
    for (const Index row : assign_row_minima(cost, matching)) augment(cost, row, matching);
    return matching.column_of_row;
}

}  // namespace siegert::numerics
