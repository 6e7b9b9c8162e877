#include "crosscheck/holm.hpp"

#include <boost/math/distributions/students_t.hpp>

#include <algorithm>
#include <cmath>
#include <numeric>

namespace siegert::crosscheck {

double two_sided_p_value(double t, double degrees_of_freedom) {
    const boost::math::students_t distribution(degrees_of_freedom);
    constexpr double largest = 1e100;  // whose square is a number
    return 2.0 *
           boost::math::cdf(boost::math::complement(distribution, std::min(std::abs(t), largest)));
}

double two_sided_quantile(double p_value, double degrees_of_freedom) {
    const boost::math::students_t distribution(degrees_of_freedom);
    return boost::math::quantile(boost::math::complement(distribution, 0.5 * p_value));
}

std::vector<bool> holm_rejections(const std::vector<double>& p_values, double family_error) {
    std::vector<std::size_t> order(p_values.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::ranges::sort(order, {}, [&](std::size_t k) { return p_values[k]; });
    std::vector<bool> rejected(p_values.size(), false);
    for (std::size_t rank = 0; rank < order.size(); ++rank) {
        const double level = family_error / static_cast<double>(order.size() - rank);
        if (p_values[order[rank]] > level) break;
        rejected[order[rank]] = true;
    }
    return rejected;
}

}  // namespace siegert::crosscheck
