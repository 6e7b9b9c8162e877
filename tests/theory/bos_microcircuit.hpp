#pragma once

#include "theory/example_networks.hpp"

#include <numbers>

/// The microcircuit of Bos et al. (2016) with what its analysis in the frequency domain needs:
/// numbers of neurons, delays with a truncated normal distribution, frequencies.
namespace bos_microcircuit {

using namespace siegert;

inline Network network() {
    using namespace siegert::literals;
    Network net = examples::microcircuit();
    net.N = Vector{{20683.0, 5834.0, 21915.0, 5479.0, 4850.0, 1065.0, 14395.0, 2948.0}};
    net.Delay = Matrix::Constant(8, 8, 1.5_ms);
    for (Index j = 1; j < 8; j += 2) net.Delay.col(j).setConstant(0.75_ms);
    net.Delay_sd = net.Delay;
    net.delay_dist = DelayDistribution::truncated_gaussian;
    return net;
}

/// 0.1 Hz to 500 Hz in steps of 1 / (2 pi) Hz [rad/s].
inline Vector omegas() {
    constexpr Index count = 3141;
    const double first = 2.0 * std::numbers::pi * 0.1;
    return Vector::LinSpaced(count, first, first + static_cast<double>(count - 1));
}

}  // namespace bos_microcircuit
