#include "simulation/external_input.hpp"

#include <cmath>

namespace siegert::simulation {

PoissonTable poisson_table(double lambda) {
    PoissonTable table;
    if (lambda <= 0.0) return table;

    // Counts outside this range have less than 2^-33 of the probability; the bound is that of a
    // sub-Gaussian with the exponential tail of the Poisson distribution added.
    const double spread = 7.0 * std::sqrt(lambda);
    const auto lowest = static_cast<std::int32_t>(std::floor(std::fmax(0.0, lambda - spread)));
    const auto highest = static_cast<std::int32_t>(std::ceil(lambda + spread + 24.0));

    const auto probability = [lambda](std::int32_t k) {
        return std::exp(k * std::log(lambda) - lambda - std::lgamma(k + 1.0));
    };
    constexpr double words = 4294967296.0;
    double below = 0.0;  // probability of a count <= k
    bool started = false;
    for (std::int32_t k = lowest; k <= highest; ++k) {
        below += probability(k);
        const double threshold = std::floor(std::fmin(below, 1.0) * words + 0.5);
        if (threshold >= words) break;
        if (!started && threshold <= 0.0) continue;
        if (!started) table.first = k;
        started = true;
        table.thresholds.push_back(static_cast<std::int32_t>(threshold - 1.0 - words / 2.0));
    }
    return table;
}

}  // namespace siegert::simulation
