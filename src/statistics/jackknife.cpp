#include "statistics/jackknife.hpp"

#include <cmath>

namespace siegert::statistics {
namespace {

// Mean and sum of squared deviations from it.
struct Spread {
    double mean;
    double squares;
};

Spread spread(std::span<const double> values) {
    const Eigen::Map<const Eigen::ArrayXd> x(values.data(), static_cast<Index>(values.size()));
    const double mean = x.mean();
    return {mean, (x - mean).square().sum()};
}

}  // namespace

Estimate mean_of(std::span<const double> values) {
    const auto n = static_cast<double>(values.size());
    if (values.empty()) return {};
    const auto [mean, squares] = spread(values);
    if (values.size() == 1) return {.value = mean, .samples = 1.0};
    return {mean, std::sqrt(squares / (n - 1.0) / n), n};
}

Estimate jackknife(double value, std::span<const double> left_out) {
    const auto n = static_cast<double>(left_out.size());
    if (left_out.size() < 2) return {.value = value, .samples = 1.0};
    return {value, std::sqrt(spread(left_out).squares * (n - 1.0) / n), n};
}

}  // namespace siegert::statistics
