#include "simulation/hypergeometric.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace siegert::simulation {
namespace {

std::uint64_t one_by_one(Urn urn, PhiloxEngine& engine) {
    std::uint64_t found = 0;
    for (; urn.drawn > 0; --urn.drawn) {
        const double share =
            static_cast<double>(urn.marked) / static_cast<double>(urn.marked + urn.other);
        if (uniform(engine()) < share) {
            ++found;
            --urn.marked;
        } else {
            --urn.other;
        }
    }
    return found;
}

// log of the probability of k, up to a constant.
double log_weight(const Urn& urn, double k) {
    const auto marked = static_cast<double>(urn.marked);
    const auto other = static_cast<double>(urn.other);
    const auto drawn = static_cast<double>(urn.drawn);
    return -std::lgamma(k + 1.0) - std::lgamma(marked - k + 1.0) - std::lgamma(drawn - k + 1.0) -
           std::lgamma(other - drawn + k + 1.0);
}

// For drawn <= balls / 2 and marked <= other: points uniform in a region of the plane are accepted
// where the square of the first coordinate lies below the ratio of the weight to that of the mode.
std::uint64_t by_ratio_of_uniforms(const Urn& urn, PhiloxEngine& engine) {
    const auto marked = static_cast<double>(urn.marked);
    const auto drawn = static_cast<double>(urn.drawn);
    const auto balls = static_cast<double>(urn.marked + urn.other);
    const double share = marked / balls;
    const double deviation =
        std::sqrt((balls - drawn) * drawn * share * (1.0 - share) / (balls - 1.0) + 0.5);
    const double centre = drawn * share + 0.5;
    // The region's width for every hypergeometric distribution: 2 sqrt(2/e) s + 3 - 2 sqrt(3/e).
    const double width = 2.0 * std::sqrt(2.0 / std::numbers::e) * deviation + 3.0 -
                         2.0 * std::sqrt(3.0 / std::numbers::e);
    const double mode = std::floor((drawn + 1.0) * (marked + 1.0) / (balls + 2.0));
    const double most = log_weight(urn, mode);
    while (true) {
        const double u = uniform(engine());
        const double k = std::floor(centre + width * (uniform(engine()) - 0.5) / u);
        if (k < 0.0 || k > std::fmin(drawn, marked)) continue;
        if (2.0 * std::log(u) <= log_weight(urn, k) - most) return static_cast<std::uint64_t>(k);
    }
}

}  // namespace

std::uint64_t hypergeometric(const Urn& urn, PhiloxEngine& engine) {
    constexpr std::uint64_t few = 10;
    const std::uint64_t balls = urn.marked + urn.other;
    if (2 * urn.drawn > balls) {  // count those that stay
        return urn.marked - hypergeometric({urn.marked, urn.other, balls - urn.drawn}, engine);
    }
    if (urn.drawn <= few) return one_by_one(urn, engine);
    if (urn.marked > urn.other) {
        return urn.drawn - by_ratio_of_uniforms({urn.other, urn.marked, urn.drawn}, engine);
    }
    return by_ratio_of_uniforms(urn, engine);
}

}  // namespace siegert::simulation
