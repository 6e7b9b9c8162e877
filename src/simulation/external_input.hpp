#pragma once

#include <cstdint>
#include <vector>

namespace siegert::simulation {

/// Inverts the Poisson distribution at a 32-bit word u: the count is `first` plus the number of
/// thresholds below u - 2^31. Exact up to the rounding of the distribution function to
/// 2^-32.
struct PoissonTable {
    std::int32_t first = 0;
    std::vector<std::int32_t> thresholds;  ///< ascending
};

/// Table of the Poisson distribution with mean lambda >= 0.
[[nodiscard]] PoissonTable poisson_table(double lambda);

}  // namespace siegert::simulation
