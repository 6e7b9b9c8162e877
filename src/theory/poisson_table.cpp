#include "theory/poisson_table.hpp"

#include <algorithm>
#include <cmath>

namespace siegert::theory {

PoissonTable::PoissonTable(double mean) {
    // What lies outside has a probability below 1e-18.
    const double width = 10.0 * std::sqrt(mean) + 20.0;
    first_ = std::max(0.0, std::floor(mean - width));
    const auto size = static_cast<std::size_t>(mean + width - first_) + 1;
    double sum = 0.0;
    for (std::size_t k = 0; k < size; ++k) {
        const double number = first_ + static_cast<double>(k);
        const double log_mean = mean > 0.0 ? number * std::log(mean) : 0.0;
        sum += mean > 0.0 ? std::exp(log_mean - mean - std::lgamma(number + 1.0))
                          : (number == 0.0 ? 1.0 : 0.0);
        cumulative_.push_back(sum);
    }
    cumulative_.back() = 2.0;
    constexpr std::size_t guides = 256;
    std::size_t k = 0;
    for (std::size_t g = 0; g < guides; ++g) {
        while (cumulative_[k] <= static_cast<double>(g) / guides) ++k;
        guide_.push_back(k);
    }
}

}  // namespace siegert::theory
