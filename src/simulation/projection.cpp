#include "simulation/projection.hpp"

#include "require.hpp"
#include "simulation/hypergeometric.hpp"
#include "simulation/philox.hpp"

#include <boost/math/distributions/normal.hpp>
#include <boost/random/binomial_distribution.hpp>

#include <algorithm>
#include <cmath>
#include <functional>
#include <map>
#include <tuple>

namespace siegert::simulation {
namespace {

constexpr int quantiles = 65536;
constexpr double most_delay_steps = 65535.0;

double standard_normal_quantile(double p) {
    return boost::math::quantile(boost::math::normal{}, p);
}

std::vector<double> quantiles_of(const std::function<double(double)>& quantile) {
    std::vector<double> values(quantiles);
    for (int k = 0; k < quantiles; ++k)
        values[static_cast<std::size_t>(k)] = quantile((k + 0.5) / quantiles);
    return values;
}

// Lognormal with the given mean and standard deviation.
std::function<double(double)> lognormal_quantile(double mean, double sd) {
    const double variance = std::log1p(sd * sd / (mean * mean));
    const double location = std::log(mean) - 0.5 * variance;
    return [=](double p) {
        return std::exp(location + std::sqrt(variance) * standard_normal_quantile(p));
    };
}

std::vector<double> weight_quantiles(WeightDistribution distribution, double J, double sd) {
    if (sd == 0.0) distribution = WeightDistribution::none;
    const double size = std::abs(J);
    const double sign = J < 0.0 ? -1.0 : 1.0;
    switch (distribution) {
        case WeightDistribution::none:
            return quantiles_of([=](double) { return J; });
        case WeightDistribution::normal:
            return quantiles_of([=](double p) {
                return sign * std::fmax(0.0, size + sd * standard_normal_quantile(p));
            });
        case WeightDistribution::lognormal: {
            const auto quantile = lognormal_quantile(size, sd);
            return quantiles_of([=](double p) { return sign * quantile(p); });
        }
    }
    return {};
}

std::vector<double> delay_quantiles(DelayDistribution distribution, double mean, double sd) {
    if (sd == 0.0) distribution = DelayDistribution::none;
    switch (distribution) {
        case DelayDistribution::none:
            return quantiles_of([=](double) { return mean; });
        case DelayDistribution::gaussian:
            return quantiles_of([=](double p) { return mean + sd * standard_normal_quantile(p); });
        case DelayDistribution::truncated_gaussian: {
            const double below = boost::math::cdf(boost::math::normal{}, -mean / sd);
            return quantiles_of([=](double p) {
                return mean + sd * standard_normal_quantile(below + p * (1.0 - below));
            });
        }
        case DelayDistribution::lognormal:
            return quantiles_of(lognormal_quantile(mean, sd));
    }
    return {};
}

QuantileTable<double> weight_table(WeightDistribution distribution, double J, double sd) {
    const auto values = weight_quantiles(distribution, J, sd);
    return std::make_shared<const std::vector<double>>(values.begin(), values.end());
}

QuantileTable<std::uint16_t> delay_table(DelayDistribution distribution, double mean, double sd,
                                         double dt) {
    std::vector<std::uint16_t> steps;
    for (const double delay : delay_quantiles(distribution, mean, sd)) {
        const double rounded = std::fmax(1.0, std::round(delay / dt));
        require(rounded <= most_delay_steps, "Delay", delay, "be shorter than 65536 steps");
        steps.push_back(static_cast<std::uint16_t>(rounded));
    }
    return std::make_shared<const std::vector<std::uint16_t>>(std::move(steps));
}

void require_possible(const Projection& projection) {
    if (projection.multapses) return;
    const bool excludes_self = projection.source == projection.target && !projection.autapses;
    const double candidates = projection.source_size - (excludes_self ? 1.0 : 0.0);
    require(projection.K <= candidates, "K", projection.K,
            fmt::format("not exceed the {} sources that there are without multapses", candidates));
}

// How many of the `total` synapses onto `targets` neurons go to the first `left` of them.
using Share = std::function<std::uint64_t(std::uint64_t total, std::uint32_t left,
                                          std::uint32_t targets, PhiloxEngine& engine)>;

// Each synapse has its own random target.
std::uint64_t independent_share(std::uint64_t total, std::uint32_t left, std::uint32_t targets,
                                PhiloxEngine& engine) {
    boost::random::binomial_distribution<std::int64_t> share(static_cast<std::int64_t>(total),
                                                             static_cast<double>(left) / targets);
    return total == 0 ? 0 : static_cast<std::uint64_t>(share(engine));
}

// Splits `total` over the neurons [first, last), half by half. Which random numbers are used
// depends on the node of this tree only.
void split_total(std::uint64_t total, std::uint32_t first, std::uint32_t last, std::uint32_t node,
                 const std::function<PhiloxEngine(std::uint32_t)>& engine_of, const Share& share,
                 std::vector<std::uint32_t>& counts) {
    if (last - first == 1) {
        counts[first] = static_cast<std::uint32_t>(total);
        return;
    }
    const std::uint32_t middle = first + (last - first) / 2;
    auto engine = engine_of(node);
    const std::uint64_t left = share(total, middle - first, last - first, engine);
    split_total(left, first, middle, 2 * node, engine_of, share, counts);
    split_total(total - left, middle, last, 2 * node + 1, engine_of, share, counts);
}

std::uint32_t projection_number(const Projection& projection) {
    return projection.target << 16 | projection.source;
}

}  // namespace

std::vector<Projection> projections(const Network& network, double dt) {
    std::map<std::tuple<double, double>, QuantileTable<double>> weights;
    std::map<std::tuple<double, double>, QuantileTable<std::uint16_t>> delays;
    const auto entry = [](const Matrix& matrix, Index i, Index j) {
        return matrix.size() == 0 ? 0.0 : matrix(i, j);
    };
    std::vector<Projection> all;
    for (Index i = 0; i < network.K.rows(); ++i) {
        for (Index j = 0; j < network.K.cols(); ++j) {
            if (network.K(i, j) == 0.0) continue;
            require(network.Delay.size() != 0, "Delay", unset,
                    "be given for the simulation of connected populations");
            const double J_sd = entry(network.J_sd, i, j);
            const double Delay_sd = entry(network.Delay_sd, i, j);
            auto& weight = weights[{network.J(i, j), J_sd}];
            if (!weight) weight = weight_table(network.weight_dist, network.J(i, j), J_sd);
            auto& delay = delays[{network.Delay(i, j), Delay_sd}];
            if (!delay) {
                delay = delay_table(network.delay_dist, network.Delay(i, j), Delay_sd, dt);
            }
            all.push_back({.source = static_cast<std::uint32_t>(j),
                           .target = static_cast<std::uint32_t>(i),
                           .source_size = static_cast<std::uint32_t>(network.N(j)),
                           .target_size = static_cast<std::uint32_t>(network.N(i)),
                           .K = network.K(i, j),
                           .weight = weight,
                           .delay = delay,
                           .rule = network.connection_rule,
                           .multapses = network.multapses,
                           .autapses = network.autapses});
            require_possible(all.back());
        }
    }
    return all;
}

std::vector<std::uint32_t> in_degrees(const Projection& projection, PhiloxKey key) {
    std::vector<std::uint32_t> counts(projection.target_size);
    const auto engine_of = [&](std::uint32_t number) {
        return PhiloxEngine(key, Stream::in_degree, number, projection_number(projection));
    };
    const bool excludes_self = projection.source == projection.target && !projection.autapses;
    const auto candidates = projection.source_size - (excludes_self ? 1 : 0);
    if (projection.rule == ConnectionRule::fixed_total_number) {
        const auto total =
            static_cast<std::uint64_t>(std::llround(projection.K * projection.target_size));
        // Without multapses: so many of all pairs, each pair at most once.
        const auto share_of_pairs = [&](std::uint64_t synapses, std::uint32_t left,
                                        std::uint32_t targets, PhiloxEngine& engine) {
            const std::uint64_t marked = std::uint64_t{left} * candidates;
            const std::uint64_t all = std::uint64_t{targets} * candidates;
            return hypergeometric({marked, all - marked, synapses}, engine);
        };
        split_total(total, 0, projection.target_size, 1, engine_of,
                    projection.multapses ? Share(independent_share) : Share(share_of_pairs),
                    counts);
        return counts;
    }
    for (std::uint32_t target = 0; target < projection.target_size; ++target) {
        auto engine = engine_of(target);
        if (projection.rule == ConnectionRule::fixed_indegree) {
            // A fractional in-degree is met on average: rounded up or down at random.
            counts[target] = static_cast<std::uint32_t>(projection.K + uniform(engine()));
        } else {
            const double p = projection.K / projection.source_size;
            boost::random::binomial_distribution<std::int64_t> binomial(candidates, p);
            counts[target] = static_cast<std::uint32_t>(binomial(engine));
        }
    }
    return counts;
}

void draw_synapses(const Projection& projection, PhiloxKey key, std::uint32_t target,
                   std::uint32_t count, std::vector<DrawnSynapse>& synapses,
                   std::vector<bool>& taken) {
    const bool distinct =
        !projection.multapses || projection.rule == ConnectionRule::pairwise_bernoulli;
    const bool excludes_self = projection.source == projection.target && !projection.autapses;
    if (distinct) taken.resize(projection.source_size);
    synapses.clear();
    const auto add = [&](std::uint32_t who, std::uint32_t what) {
        if (synapses.size() == count) return;
        const auto source = static_cast<std::uint32_t>(
            (static_cast<std::uint64_t>(who) * projection.source_size) >> 32);
        if (excludes_self && source == target) return;
        if (distinct) {
            if (taken[source]) return;
            taken[source] = true;
        }
        synapses.push_back({.source = source,
                            .weight_word = static_cast<std::uint16_t>(what),
                            .delay_word = static_cast<std::uint16_t>(what >> 16)});
    };
    const auto stream = static_cast<std::uint32_t>(Stream::synapse) << 24;
    for (std::uint32_t value = 0; synapses.size() < count; ++value) {
        const auto words = philox(key, {value, target, projection_number(projection), stream});
        add(words[0], words[1]);
        add(words[2], words[3]);
    }
    if (distinct) {
        for (const DrawnSynapse& synapse : synapses) taken[synapse.source] = false;
    }
}

}  // namespace siegert::simulation
