#include "simulation/projection.hpp"

#include "require.hpp"
#include "simulation/hypergeometric.hpp"
#include "simulation/noise.hpp"
#include "simulation/philox.hpp"
#include "synapses/models.hpp"

#include <boost/random/binomial_distribution.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <functional>
#include <string>

namespace siegert::simulation {
namespace {

constexpr double most_delay_steps = 65535.0;

// Decimal delays such as 1.5 ms are whole numbers of steps up to this part of a step.
constexpr double step_tolerance = 1e-9;

bool excludes_self(const Projection& projection) {
    return projection.source == projection.target && !projection.autapses;
}

// Sources that a neuron can be connected to.
double candidates_of(const Projection& projection) {
    return projection.source_size - (excludes_self(projection) ? 1.0 : 0.0);
}

// Whether a source serves a neuron at most once.
bool is_distinct(const Projection& projection) {
    return !projection.multapses || projection.rule == ConnectionRule::pairwise_bernoulli;
}

void require_possible(const Projection& projection, const Network& network) {
    const std::string& source = network.populations[projection.source];
    const std::string& target = network.populations[projection.target];
    const std::string name = fmt::format("K of {} -> {}", source, target);
    const std::string not_self =
        excludes_self(projection) ? ", itself excluded by autapses: false" : "";
    const double candidates = candidates_of(projection);
    require(candidates >= 1.0, name, projection.K,
            fmt::format("be 0, because a neuron of {} has no source in {} ({} neuron{}): give K 0, "
                        "more neurons, or allow autapses",
                        target, source, projection.source_size, not_self));
    // The probability of a pair refers to all sources.
    if (projection.rule == ConnectionRule::pairwise_bernoulli) {
        require(projection.K <= projection.source_size, name, projection.K,
                fmt::format("not exceed the {} neurons of {}, because pairwise_bernoulli connects "
                            "each pair at most once: lower K, or take fixed_indegree with "
                            "multapses",
                            projection.source_size, source));
        return;
    }
    if (projection.multapses) return;
    require(projection.K <= candidates, name, projection.K,
            fmt::format("not exceed the {} sources that there are without multapses{}: lower K, or "
                        "allow multapses",
                        candidates, not_self));
}

struct GridDelay {
    Quantiles delay;
    double remainder;
};

// With spike times off the grid a delay is a whole number of steps and a remainder.
GridDelay on_grid(const Quantiles& delay, const TimeGrid& grid) {
    const bool keeps =
        grid.timing == SpikeTiming::exact && delay.shape == Quantiles::Shape::constant;
    if (!keeps) return {.delay = delay, .remainder = 0.0};
    const double whole = std::floor(delay.mean / grid.dt + step_tolerance) * grid.dt;
    const double rest = delay.mean - whole;
    GridDelay result{.delay = delay, .remainder = rest > step_tolerance * grid.dt ? rest : 0.0};
    result.delay.mean = whole;
    return result;
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

// Synapses onto the neurons [first, last): a node of a tree of halves.
struct Branch {
    std::uint64_t total;
    std::uint32_t first;
    std::uint32_t last;
    std::uint32_t node;
};

// Splits the total of a branch half by half and stores what the neurons of `range` get. Which
// random numbers are used depends on the node only, so that nothing need be known of the others.
void split_total(const Branch& branch, NeuronRange range,
                 const std::function<PhiloxEngine(std::uint32_t)>& engine_of, const Share& share,
                 std::vector<std::uint32_t>& counts) {
    const auto [total, first, last, node] = branch;
    if (last <= range.first || first >= range.last) return;
    if (last - first == 1) {
        counts[first - range.first] = static_cast<std::uint32_t>(total);
        return;
    }
    const std::uint32_t middle = first + (last - first) / 2;
    auto engine = engine_of(node);
    const std::uint64_t left = share(total, middle - first, last - first, engine);
    split_total({left, first, middle, 2 * node}, range, engine_of, share, counts);
    split_total({total - left, middle, last, 2 * node + 1}, range, engine_of, share, counts);
}

std::uint32_t projection_number(const Projection& projection) {
    return projection.target << 16 | projection.source;
}

constexpr std::size_t synapses_per_block = block_size / 2;

}  // namespace

std::uint32_t rounded_steps(double delay, double dt) {
    return static_cast<std::uint32_t>(std::fmax(1.0, std::round(delay / dt)));
}

std::uint32_t delay_steps(const Projection& projection, std::uint16_t word) {
    return rounded_steps(quantile(projection.delay, word), projection.dt);
}

std::vector<Projection> projections(const Network& network, const TimeGrid& grid) {
    const auto entry = [](const Matrix& matrix, Index i, Index j) {
        return matrix.size() == 0 ? 0.0 : matrix(i, j);
    };
    std::vector<Projection> all;
    for (Index i = 0; i < network.K.rows(); ++i) {
        for (Index j = 0; j < network.K.cols(); ++j) {
            if (network.K(i, j) == 0.0) continue;
            require(network.Delay.size() != 0, "Delay", unset,
                    "be given for the simulation of connected populations");
            const auto [delay, remainder] =
                on_grid(delay_quantiles(network.delay_dist, network.Delay(i, j),
                                        entry(network.Delay_sd, i, j)),
                        grid);
            const double longest = largest_size(delay);
            require(std::round(longest / grid.dt) <= most_delay_steps, "Delay", longest,
                    "be shorter than 65536 steps");
            all.push_back(
                {.source = static_cast<std::uint32_t>(j),
                 .target = static_cast<std::uint32_t>(i),
                 .source_size = static_cast<std::uint32_t>(network.N(j)),
                 .target_size = static_cast<std::uint32_t>(network.N(i)),
                 .current = static_cast<std::uint32_t>(synapses::current_of(network, i, j)),
                 .K = network.K(i, j),
                 .weight = weight_quantiles(network.weight_dist, network.J(i, j),
                                            entry(network.J_sd, i, j)),
                 .delay = delay,
                 .remainder = remainder,
                 .dt = grid.dt,
                 .rule = network.connection_rule,
                 .multapses = network.multapses,
                 .autapses = network.autapses});
            require_possible(all.back(), network);
        }
    }
    return all;
}

std::vector<std::uint32_t> in_degrees(const Projection& projection, PhiloxKey key,
                                      NeuronRange targets) {
    const auto engine_of = [&](std::uint32_t number) {
        return PhiloxEngine(key, Stream::in_degree, number, projection_number(projection));
    };
    const auto candidates = static_cast<std::uint32_t>(candidates_of(projection));
    if (projection.rule == ConnectionRule::fixed_total_number) {
        const auto total =
            static_cast<std::uint64_t>(std::llround(projection.K * projection.target_size));
        // Without multapses: so many of all pairs, each pair at most once.
        const auto share_of_pairs = [&](std::uint64_t synapses, std::uint32_t left,
                                        std::uint32_t neurons, PhiloxEngine& engine) {
            const std::uint64_t marked = std::uint64_t{left} * candidates;
            const std::uint64_t all = std::uint64_t{neurons} * candidates;
            return hypergeometric({marked, all - marked, synapses}, engine);
        };
        std::vector<std::uint32_t> counts(targets.last - targets.first);
        split_total({.total = total, .first = 0, .last = projection.target_size, .node = 1},
                    targets, engine_of,
                    projection.multapses ? Share(independent_share) : Share(share_of_pairs),
                    counts);
        return counts;
    }
    std::vector<std::uint32_t> counts;
    for (std::uint32_t target = targets.first; target < targets.last; ++target) {
        auto engine = engine_of(target);
        if (projection.rule == ConnectionRule::fixed_indegree) {
            // A fractional in-degree is met on average: rounded up or down at random.
            counts.push_back(static_cast<std::uint32_t>(projection.K + uniform(engine())));
        } else {
            const double p = projection.K / projection.source_size;
            boost::random::binomial_distribution<std::int64_t> binomial(candidates, p);
            counts.push_back(static_cast<std::uint32_t>(binomial(engine)));
        }
    }
    return counts;
}

void draw_synapses(const Projection& projection, PhiloxKey key, std::uint32_t target,
                   std::uint32_t count, std::vector<DrawnSynapse>& synapses,
                   std::vector<bool>& taken) {
    const bool distinct = is_distinct(projection);
    const bool without_self = excludes_self(projection);
    if (distinct) taken.resize(projection.source_size);
    const std::size_t first = synapses.size();
    const std::size_t end = first + count;
    const NoiseAddress address{.population = projection_number(projection),
                               .step = target,
                               .stream = Stream::synapse,
                               .draw = 0};
    std::array<DrawnSynapse, synapses_per_block> drawn;
    for (std::uint32_t block = 0; synapses.size() < end; ++block) {
        choice_block(key, block, address, projection.source_size, &drawn[0].source);
        if (!distinct && !without_self) {
            const std::size_t wanted = std::min(drawn.size(), end - synapses.size());
            synapses.insert(synapses.end(), drawn.begin(), drawn.begin() + wanted);
            continue;
        }
        for (const DrawnSynapse& synapse : drawn) {
            if (synapses.size() == end) break;
            if (without_self && synapse.source == target) continue;
            if (distinct && taken[synapse.source]) continue;
            if (distinct) taken[synapse.source] = true;
            synapses.push_back(synapse);
        }
    }
    if (!distinct) return;
    for (std::size_t k = first; k < end; ++k) taken[synapses[k].source] = false;
}

}  // namespace siegert::simulation
