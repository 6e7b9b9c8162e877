#include "simulation/quantiles.hpp"

#include <boost/math/distributions/normal.hpp>

#include <cmath>

namespace siegert::simulation {
namespace {

using Shape = Quantiles::Shape;

const boost::math::normal standard_normal{};

/// The same, kept in double precision: one is asked for with every truncated delay.
using InDouble = boost::math::policies::policy<boost::math::policies::promote_double<false>>;
const boost::math::normal_distribution<double, InDouble> fast_normal{};

std::vector<double> all_standard_normal_quantiles() {
    std::vector<double> values;
    for (std::uint32_t k = 0; k < quantile_count; ++k) {
        values.push_back(boost::math::quantile(standard_normal, (k + 0.5) / quantile_count));
    }
    return values;
}

double standard_normal_quantile(std::uint16_t word) {
    static const std::vector<double> values = all_standard_normal_quantiles();
    return values[word];
}

double size_of(const Quantiles& distribution, std::uint16_t word) {
    const auto& [shape, mean, scale, location, sign] = distribution;
    switch (shape) {
        case Shape::constant:
            return mean;
        case Shape::normal:
            return mean + scale * standard_normal_quantile(word);
        case Shape::clipped_normal:
            return std::fmax(0.0, mean + scale * standard_normal_quantile(word));
        case Shape::truncated_normal: {
            const double p = (word + 0.5) / quantile_count;
            return mean +
                   scale * boost::math::quantile(fast_normal, location + p * (1.0 - location));
        }
        case Shape::lognormal:
            return std::exp(location + scale * standard_normal_quantile(word));
    }
    return mean;
}

Quantiles constant(double value) {
    return {.shape = Shape::constant, .mean = value};
}

Quantiles lognormal(double mean, double sd, double sign) {
    const double variance = std::log1p(sd * sd / (mean * mean));
    return {.shape = Shape::lognormal,
            .mean = mean,
            .scale = std::sqrt(variance),
            .location = std::log(mean) - 0.5 * variance,
            .sign = sign};
}

}  // namespace

double quantile(const Quantiles& distribution, std::uint16_t word) {
    return distribution.sign * size_of(distribution, word);
}

const std::vector<double>& QuantileTables::of(const Quantiles& distribution) {
    constexpr std::size_t most = 32;  // 16 MB
    const std::tuple key{distribution.shape, distribution.mean, distribution.scale,
                         distribution.sign};
    const auto found = tables_.find(key);
    if (found != tables_.end()) return found->second;
    if (tables_.size() >= most) tables_.clear();
    std::vector<double>& table = tables_[key];
    table.reserve(quantile_count);
    for (std::uint32_t word = 0; word < quantile_count; ++word) {
        table.push_back(quantile(distribution, static_cast<std::uint16_t>(word)));
    }
    return table;
}

double mean_size(const Quantiles& distribution) {
    const auto& [shape, mean, scale, location, sign] = distribution;
    if (shape != Shape::clipped_normal) return std::abs(mean);
    const double z = mean / scale;
    return mean * boost::math::cdf(standard_normal, z) +
           scale * boost::math::pdf(standard_normal, z);
}

double largest_size(const Quantiles& distribution) {
    return std::abs(size_of(distribution, quantile_count - 1));
}

Quantiles weight_quantiles(WeightDistribution distribution, double J, double sd) {
    if (sd == 0.0 || distribution == WeightDistribution::none) return constant(J);
    const double sign = J < 0.0 ? -1.0 : 1.0;
    if (distribution == WeightDistribution::lognormal) return lognormal(std::abs(J), sd, sign);
    return {.shape = Shape::clipped_normal,
            .mean = std::abs(J),
            .scale = sd,
            .location = 0.0,
            .sign = sign};
}

Quantiles delay_quantiles(DelayDistribution distribution, double mean, double sd) {
    if (sd == 0.0) return constant(mean);
    switch (distribution) {
        case DelayDistribution::none:
            break;
        case DelayDistribution::gaussian:
            return {.shape = Shape::normal, .mean = mean, .scale = sd};
        case DelayDistribution::truncated_gaussian:
            return {.shape = Shape::truncated_normal,
                    .mean = mean,
                    .scale = sd,
                    .location = boost::math::cdf(standard_normal, -mean / sd)};
        case DelayDistribution::lognormal:
            return lognormal(mean, sd, 1.0);
    }
    return constant(mean);
}

}  // namespace siegert::simulation
