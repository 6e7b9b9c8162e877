#pragma once

#include <siegert/model/network.hpp>

#include <cstdint>
#include <map>
#include <tuple>
#include <vector>

namespace siegert::simulation {

/// A distribution by its 65536 quantiles at (k + 1/2) / 65536: a 16-bit word draws from it. It is
/// held by its parameters, so that a network may have a different one for every pair of
/// populations.
struct Quantiles {
    enum class Shape {
        constant,          ///< mean
        normal,            ///< mean + scale z, z standard normal
        clipped_normal,    ///< the same, 0 instead of negative numbers
        truncated_normal,  ///< the normal numbers that are positive
        lognormal,         ///< exp(location + scale z)
    };

    Shape shape = Shape::constant;
    double mean = 0.0;      ///< before it is clipped or truncated
    double scale = 0.0;     ///< standard deviation of the normal variable
    double location = 0.0;  ///< lognormal: mean of the logarithm; truncated_normal: what is cut off
    double sign = 1.0;      ///< factor of everything
};

inline constexpr std::uint32_t quantile_count = 65536;

/// The quantile that a word stands for. Not decreasing with the word where the sign is 1.
[[nodiscard]] double quantile(const Quantiles& distribution, std::uint16_t word);

/// All quantiles of the distributions that were asked for last: pairs of populations often share
/// theirs.
class QuantileTables {
public:
    /// Valid until the next call.
    [[nodiscard]] const std::vector<double>& of(const Quantiles& distribution);

private:
    std::map<std::tuple<Quantiles::Shape, double, double, double>, std::vector<double>> tables_;
};

/// Mean of the size of the values.
[[nodiscard]] double mean_size(const Quantiles& distribution);

/// Largest size of the values.
[[nodiscard]] double largest_size(const Quantiles& distribution);

/// Weights of the given mean J and standard deviation [V].
[[nodiscard]] Quantiles weight_quantiles(WeightDistribution distribution, double J, double sd);

/// Delays before they are rounded [s].
[[nodiscard]] Quantiles delay_quantiles(DelayDistribution distribution, double mean, double sd);

}  // namespace siegert::simulation
