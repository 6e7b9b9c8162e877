#pragma once

#include "numerics/uniform_random.hpp"

#include <cstddef>
#include <vector>

namespace siegert::theory {

/// Poisson numbers of one mean, by inversion: one uniform number and a few comparisons each.
class PoissonTable {
public:
    explicit PoissonTable(double mean);

    [[nodiscard]] double operator()(numerics::UniformRandom& random) const {
        const double u = random();
        std::size_t k = guide_[static_cast<std::size_t>(u * static_cast<double>(guide_.size()))];
        while (cumulative_[k] <= u) ++k;
        return first_ + static_cast<double>(k);
    }

private:
    double first_;                    ///< least number of the table
    std::vector<double> cumulative_;  ///< P(number <= first + k); the last one is above 1
    std::vector<std::size_t> guide_;  ///< where to begin the search, by u
};

}  // namespace siegert::theory
