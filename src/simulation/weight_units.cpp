#include "simulation/synapse_store.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <set>

namespace siegert::simulation {
namespace {

constexpr double largest_input = 2147483647.0;
constexpr double largest_weight = 32767.0;
constexpr std::size_t most_classes = 4;

// If every synapse of a neuron were active at once, the sum must still fit: twice the mean over
// all, and ten standard deviations of a random in-degree and weights.
double input_bound(const Projection& projection) {
    return 2.0 * projection.K * mean_size(projection.weight) +
           10.0 * (std::sqrt(projection.K) + 1.0) * largest_size(projection.weight);
}

// Units are powers of two, and one unit serves all populations unless that would cost some of them
// more than this many bits: with one unit, equal weights stay equal and share a class.
constexpr int spare_bits = 6;

std::vector<double> units_of(const std::vector<double>& bounds) {
    int coarsest = std::numeric_limits<int>::min();
    std::vector<int> exponents;
    for (const double bound : bounds) {
        const int exponent = bound > 0.0
                                 ? static_cast<int>(std::ceil(std::log2(bound / largest_input)))
                                 : std::numeric_limits<int>::min() / 2;
        exponents.push_back(exponent);
        coarsest = std::max(coarsest, exponent);
    }
    std::vector<double> units;
    for (const int exponent : exponents) {
        units.push_back(std::ldexp(1.0, exponent < coarsest - spare_bits ? exponent : coarsest));
    }
    return units;
}

}  // namespace

WeightUnits weight_units(const Network& network, const std::vector<Projection>& projections) {
    const auto populations = static_cast<std::size_t>(network.N.size());
    std::vector<double> bounds(populations);
    for (const Projection& projection : projections) {
        bounds[projection.target] += input_bound(projection);
    }
    WeightUnits units{.unit = units_of(bounds),
                      .constant = true,
                      .multiplier = std::vector<std::int32_t>(populations, 1)};
    std::vector<std::set<std::int64_t>> classes(populations);
    for (const Projection& projection : projections) {
        const double largest = largest_size(projection.weight) / units.unit[projection.target];
        auto& multiplier = units.multiplier[projection.source];
        multiplier =
            std::max(multiplier, static_cast<std::int32_t>(std::ceil(largest / largest_weight)));
        auto& weights = classes[projection.source];
        weights.insert(
            std::llround(quantile(projection.weight, 0) / units.unit[projection.target]));
        const bool is_constant = projection.weight.shape == Quantiles::Shape::constant;
        if (!is_constant || weights.size() > most_classes) units.constant = false;
    }
    return units;
}

}  // namespace siegert::simulation
