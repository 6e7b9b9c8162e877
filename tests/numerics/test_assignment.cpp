#include "catch.hpp"
#include "numerics/assignment.hpp"

#include <siegert/error.hpp>

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <random>

using namespace siegert;
using siegert::numerics::assignment;

namespace {

double total(const Matrix& cost, const std::vector<Index>& columns) {
    double sum = 0.0;
    for (Index i = 0; i < cost.rows(); ++i) sum += cost(i, columns[static_cast<std::size_t>(i)]);
    return sum;
}

double least_of_all_permutations(const Matrix& cost) {
    std::vector<Index> columns(static_cast<std::size_t>(cost.rows()));
    std::iota(columns.begin(), columns.end(), Index{0});
    double best = total(cost, columns);
    while (std::next_permutation(columns.begin(), columns.end()))
        best = std::min(best, total(cost, columns));
    return best;
}

bool is_permutation_of_columns(std::vector<Index> columns) {
    std::sort(columns.begin(), columns.end());
    for (std::size_t i = 0; i < columns.size(); ++i)
        if (columns[i] != static_cast<Index>(i)) return false;
    return true;
}

}  // namespace

TEST_CASE("Assignment is the best of all permutations", "[numerics][assignment]") {
    std::mt19937 random(7);
    std::uniform_real_distribution<double> uniform(-1.0, 2.0);
    for (int trial = 0; trial < 300; ++trial) {
        const Index n = 1 + trial % 7;
        Matrix cost = Matrix::NullaryExpr(n, n, [&] { return uniform(random); });
        if (trial % 3 == 0) cost = (4.0 * cost).array().round();  // many ties
        const auto columns = assignment(cost);
        REQUIRE(is_permutation_of_columns(columns));
        REQUIRE(std::abs(total(cost, columns) - least_of_all_permutations(cost)) < 1e-12);
    }
}

TEST_CASE("Assignment resolves a chain of conflicts", "[numerics][assignment]") {
    // All rows prefer column 0, and the greedy choice for row 0 would cost 100 elsewhere.
    Matrix cost(3, 3);
    cost << 1, 2, 9,  //
        1, 100, 3,    //
        1, 100, 100;
    CHECK(assignment(cost) == std::vector<Index>{1, 2, 0});
    CHECK(assignment(Matrix(0, 0)).empty());
}

TEST_CASE("Assignment refuses costs that are not finite", "[numerics][assignment]") {
    for (const double bad : {std::nan(""), std::numeric_limits<double>::infinity()}) {
        Matrix cost = Matrix::Ones(4, 4);
        cost(2, 1) = bad;
        CHECK_THROWS_AS(assignment(cost), InvalidParameter);
        CHECK_THROWS_AS(assignment(Matrix::Constant(3, 3, bad)), InvalidParameter);
    }
    CHECK_THROWS_AS(assignment(Matrix::Ones(2, 3)), InvalidParameter);
}
