#include "convert/brian2_connections.hpp"

#include "convert/scripts.hpp"

#include <fmt/format.h>

namespace siegert::convert {

std::string brian2_pairs(const Network& network) {
    const std::string others = network.autapses ? "N[j]" : "N[j] - (i == j)";
    const std::string shift =
        network.autapses
            ? ""
            : "    if i == j:\n"
              "        sources = sources + (sources >= targets)  # all but the target itself\n";
    switch (network.connection_rule) {
        case ConnectionRule::pairwise_bernoulli:
            return fmt::format(
                "sources_per_target = rng.binomial({0}, K[i][j] / N[j], N[i])\n"
                "    targets = np.repeat(np.arange(N[i]), sources_per_target)\n"
                "    sources = np.concatenate([rng.choice({0}, count, replace=False) for count in "
                "sources_per_target])\n"
                "{1}    return sources, targets",
                others, shift);
        case ConnectionRule::fixed_total_number:
            if (network.multapses) {
                return fmt::format(
                    "number = round(K[i][j] * N[i])\n"
                    "    targets = rng.integers(N[i], size=number)\n"
                    "    sources = rng.integers({}, size=number)\n"
                    "{}    return sources, targets",
                    others, shift);
            }
            return fmt::format(
                "number = round(K[i][j] * N[i])\n"
                "    targets, sources = np.divmod(rng.choice(N[i] * ({0}), number, replace=False), "
                "{0})\n"
                "{1}    return sources, targets",
                others, shift);
        case ConnectionRule::fixed_indegree:
            break;
    }
    const std::string indegrees =
        has_fractional_indegree(network)
            ? "indegrees = np.floor(K[i][j] + rng.random(N[i])).astype(int)  # K in the mean\n"
            : "indegrees = np.full(N[i], K[i][j])\n";
    const std::string sources =
        network.multapses ? fmt::format("rng.integers({}, size=len(targets))", others)
                          : fmt::format(
                                "np.concatenate([rng.choice({}, count, replace=False) for count in "
                                "indegrees])",
                                others);
    return indegrees +
           "    targets = np.repeat(np.arange(N[i]), indegrees)\n    sources = " + sources + "\n" +
           shift + "    return sources, targets";
}

std::string brian2_weights(const Network& network) {
    switch (network.weight_dist) {
        case WeightDistribution::none:
            break;
        case WeightDistribution::normal:
            return "drawn = J[i][j] + J_sd[i][j] * rng.standard_normal(number)\n"
                   "    sign = -1 if J[i][j] < 0 * mV else 1\n"
                   "    drawn[sign * drawn < 0 * mV] = 0 * mV  # cut at zero\n"
                   "    return drawn";
        case WeightDistribution::lognormal:
            return "variance = np.log1p(float(J_sd[i][j] / J[i][j]) ** 2)  # of the logarithm\n"
                   "    return J[i][j] * np.exp(np.sqrt(variance) * rng.standard_normal(number) - "
                   "variance / 2)";
    }
    return "return J[i][j] * np.ones(number)";
}

std::string brian2_delays(const Network& network) {
    switch (network.delay_dist) {
        case DelayDistribution::none:
            break;
        case DelayDistribution::gaussian:
            return "drawn = Delay[i][j] + Delay_sd[i][j] * rng.standard_normal(number)\n"
                   "    drawn[drawn < dt] = dt\n"
                   "    return drawn";
        case DelayDistribution::truncated_gaussian:
            return "drawn = Delay[i][j] + Delay_sd[i][j] * rng.standard_normal(number)\n"
                   "    while np.any(drawn <= 0 * ms):\n"
                   "        again = np.flatnonzero(drawn <= 0 * ms)\n"
                   "        drawn[again] = Delay[i][j] + Delay_sd[i][j] * "
                   "rng.standard_normal(len(again))\n"
                   "    drawn[drawn < dt] = dt\n"
                   "    return drawn";
        case DelayDistribution::lognormal:
            return "variance = np.log1p(float(Delay_sd[i][j] / Delay[i][j]) ** 2)  # of the "
                   "logarithm\n"
                   "    drawn = Delay[i][j] * np.exp(np.sqrt(variance) * "
                   "rng.standard_normal(number) - variance / 2)\n"
                   "    drawn[drawn < dt] = dt\n"
                   "    return drawn";
    }
    return "return Delay[i][j] * np.ones(number)";
}

}  // namespace siegert::convert
