#include "catch.hpp"
#include "simulation/active_groups.hpp"
#include "simulation/example_networks.hpp"
#include "simulation/hypergeometric.hpp"
#include "simulation/projection.hpp"

#include <siegert/error.hpp>

#include <boost/math/distributions/chi_squared.hpp>
#include <boost/math/distributions/hypergeometric.hpp>

#include <algorithm>
#include <map>
#include <numeric>
#include <set>
#include <tuple>

using namespace siegert;
using namespace siegert::examples;
using namespace siegert::literals;
using namespace siegert::simulation;

namespace {

constexpr PhiloxKey key = philox_key(42);

Network pair_of_populations(double K) {
    Network network = three_populations(SynapseType::delta);
    network.K.setZero();
    network.K(1, 0) = K;  // 97 targets, 410 sources
    return network;
}

Network onto_itself(double K) {
    Network network = three_populations(SynapseType::delta);
    network.K.setZero();
    network.K(1, 1) = K;
    return network;
}

std::vector<std::uint32_t> in_degrees(const Projection& projection, PhiloxKey its_key) {
    return simulation::in_degrees(projection, its_key, {0, projection.target_size});
}

std::vector<double> weights_of(const Projection& projection) {
    std::vector<double> weights;
    for (std::uint32_t word = 0; word < quantile_count; ++word) {
        weights.push_back(quantile(projection.weight, static_cast<std::uint16_t>(word)));
    }
    return weights;
}

std::vector<double> delays_of(const Projection& projection) {
    std::vector<double> delays;
    for (std::uint32_t word = 0; word < quantile_count; ++word) {
        delays.push_back(delay_steps(projection, static_cast<std::uint16_t>(word)));
    }
    return delays;
}

std::vector<DrawnSynapse> drawn(const Projection& projection, std::uint32_t target) {
    std::vector<DrawnSynapse> synapses;
    std::vector<bool> taken;
    draw_synapses(projection, key, target, in_degrees(projection, key)[target], synapses, taken);
    return synapses;
}

double total(const std::vector<std::uint32_t>& counts) {
    return std::accumulate(counts.begin(), counts.end(), 0.0);
}

double variance(const std::vector<std::uint32_t>& counts) {
    const double mean = total(counts) / static_cast<double>(counts.size());
    double sum = 0.0;
    for (const double count : counts) sum += (count - mean) * (count - mean);
    return sum / static_cast<double>(counts.size() - 1);
}

}  // namespace

TEST_CASE("A fixed in-degree is met exactly, a fractional one on average",
          "[simulation][connectivity]") {
    Network network = pair_of_populations(30.0);
    const auto whole = in_degrees(projections(network, {.dt = 0.1_ms}).front(), key);
    CHECK(whole == std::vector<std::uint32_t>(97, 30));

    network.K(1, 0) = 30.25;
    const auto fractional = in_degrees(projections(network, {.dt = 0.1_ms}).front(), key);
    for (const auto count : fractional) CHECK((count == 30 || count == 31));
    // 97 roundings with probability 1/4; 4.4 standard deviations
    CHECK(std::abs(total(fractional) - 97 * 30.25) < 4.4 * std::sqrt(97 * 0.25 * 0.75));
}

TEST_CASE("A fixed total number is met exactly and spread at random",
          "[simulation][connectivity]") {
    Network network = pair_of_populations(37.0);
    network.connection_rule = ConnectionRule::fixed_total_number;
    const auto counts = in_degrees(projections(network, {.dt = 0.1_ms}).front(), key);
    CHECK(total(counts) == 97 * 37);
    const double expected = 37.0 * (1.0 - 1.0 / 97.0);  // multinomial
    CHECK(std::abs(variance(counts) - expected) < 4.4 * expected * std::sqrt(2.0 / 96.0));
}

TEST_CASE("A fixed total number is met without multapses, however dense the connections are",
          "[simulation][connectivity]") {
    const double K = GENERATE(37.0, 205.0, 401.5, 410.0);  // of 410 sources
    Network network = pair_of_populations(K);
    network.connection_rule = ConnectionRule::fixed_total_number;
    network.multapses = false;
    const Projection projection = projections(network, {.dt = 0.1_ms}).front();
    const auto counts = in_degrees(projection, key);
    CHECK(total(counts) == std::round(97 * K));
    CHECK(*std::ranges::max_element(counts) <= 410);
    // 97 K of the 97 x 410 pairs: hypergeometric, of which one sum is given
    const double expected = K * (1.0 - K / 410.0) * 410.0 / (410.0 - 1.0 / 97.0);
    CHECK(std::abs(variance(counts) - expected) <= 4.4 * expected * std::sqrt(2.0 / 96.0));
    std::set<std::uint32_t> sources;
    for (const auto& synapse : drawn(projection, 11)) sources.insert(synapse.source);
    CHECK(sources.size() == counts[11]);

    network.K(1, 0) = 411.0;
    CHECK_THROWS_AS(projections(network, {.dt = 0.1_ms}), InvalidParameter);
}

TEST_CASE("Hypergeometric numbers have their distribution", "[simulation][connectivity]") {
    // Few drawn, many drawn, more than half, and more marked than others.
    const Urn urn = GENERATE(Urn{7, 12, 5}, Urn{300, 500, 60}, Urn{300, 500, 700}, Urn{90, 20, 40},
                             Urn{90, 20, 55}, Urn{41, 41, 41});
    constexpr int numbers = 40000;
    const boost::math::hypergeometric_distribution<> theory(
        static_cast<unsigned>(urn.marked), static_cast<unsigned>(urn.drawn),
        static_cast<unsigned>(urn.marked + urn.other));
    std::map<std::uint64_t, int> counts;
    for (std::uint32_t k = 0; k < numbers; ++k) {
        PhiloxEngine engine(key, Stream::in_degree, k, 0);
        ++counts[hypergeometric(urn, engine)];
    }
    double chi_square = 0.0;
    int classes = 0;
    double rest = 1.0;
    int rest_count = numbers;
    const auto add = [&](double probability, int count) {
        const double expected = numbers * probability;
        chi_square += (count - expected) * (count - expected) / expected;
        ++classes;
    };
    for (auto k = boost::math::support(theory).first; k <= boost::math::support(theory).second;
         ++k) {
        const double p = boost::math::pdf(theory, k);
        if (numbers * p < 20.0) continue;  // all of these are one class
        const int count = counts[static_cast<std::uint64_t>(k)];
        add(p, count);
        rest -= p;
        rest_count -= count;
    }
    if (numbers * rest > 1.0) add(rest, rest_count);
    const boost::math::chi_squared distribution(classes - 1);
    CHECK(boost::math::cdf(boost::math::complement(distribution, chi_square)) > 1e-5);
    CHECK(classes > 4);
}

TEST_CASE("Pairs are connected with the probability asked for", "[simulation][connectivity]") {
    Network network = pair_of_populations(82.0);  // p = 0.2
    network.connection_rule = ConnectionRule::pairwise_bernoulli;
    const Projection projection = projections(network, {.dt = 0.1_ms}).front();
    const auto counts = in_degrees(projection, key);
    const double expected = 410 * 0.2 * 0.8;
    CHECK(std::abs(total(counts) / 97 - 82.0) < 4.4 * std::sqrt(expected / 97));
    CHECK(std::abs(variance(counts) - expected) < 4.4 * expected * std::sqrt(2.0 / 96.0));
    for (std::uint32_t target = 0; target < 97; ++target) {
        std::set<std::uint32_t> sources;
        for (const auto& synapse : drawn(projection, target)) sources.insert(synapse.source);
        CHECK(sources.size() == counts[target]);  // no pair twice
    }
}

TEST_CASE("Multapses and autapses occur only where they are allowed",
          "[simulation][connectivity]") {
    const bool multapses = GENERATE(false, true);
    const bool autapses = GENERATE(false, true);
    Network network = onto_itself(60.0);
    network.multapses = multapses;
    network.autapses = autapses;
    const Projection projection = projections(network, {.dt = 0.1_ms}).front();
    int repeated = 0;
    int own = 0;
    for (std::uint32_t target = 0; target < 97; ++target) {
        const auto synapses = drawn(projection, target);
        REQUIRE(synapses.size() == 60);
        std::set<std::uint32_t> sources;
        for (const auto& synapse : synapses) {
            REQUIRE(synapse.source < 97);
            repeated += !sources.insert(synapse.source).second;
            own += synapse.source == target;
        }
    }
    CHECK((repeated > 0) == multapses);
    CHECK((own > 0) == autapses);
}

TEST_CASE("All neurons of a population may be connected to all others",
          "[simulation][connectivity]") {
    Network network = onto_itself(96.0);
    network.multapses = false;
    network.autapses = false;
    const Projection projection = projections(network, {.dt = 0.1_ms}).front();
    for (std::uint32_t target : {0u, 50u, 96u}) {
        std::set<std::uint32_t> sources;
        for (const auto& synapse : drawn(projection, target)) sources.insert(synapse.source);
        CHECK(sources.size() == 96);
        CHECK(sources.count(target) == 0);
    }
    network.K(1, 1) = 97.0;
    CHECK_THROWS_WITH(
        projections(network, {.dt = 0.1_ms}),
        "K of I -> I must not exceed the 96 sources that there are without multapses, "
        "itself excluded by autapses: false: lower K, or allow multapses, got 97");
}

TEST_CASE("Wiring that could never end is refused", "[simulation][connectivity]") {
    const auto rule = GENERATE(ConnectionRule::fixed_indegree, ConnectionRule::fixed_total_number,
                               ConnectionRule::pairwise_bernoulli);
    const double K = GENERATE(0.25, 1.0, 3.0);
    Network network = onto_itself(K);
    network.N(1) = 1.0;
    network.autapses = false;
    network.multapses = GENERATE(false, true);
    network.connection_rule = rule;
    CHECK_THROWS_WITH(
        projections(network, {.dt = 0.1_ms}),
        ContainsSubstring("K of I -> I must be 0, because a neuron of I has no source "
                          "in I (1 neuron, itself excluded by autapses: false)"));
    network.autapses = true;  // the only source is the neuron itself
    if (rule == ConnectionRule::fixed_indegree && network.multapses) {
        CHECK(drawn(projections(network, {.dt = 0.1_ms}).front(), 0).size() <= 3);
    }
}

TEST_CASE("More pairs than there are cannot be connected with a probability",
          "[simulation][connectivity]") {
    Network network = pair_of_populations(411.0);  // of 410 sources
    network.connection_rule = ConnectionRule::pairwise_bernoulli;
    CHECK_THROWS_WITH(projections(network, {.dt = 0.1_ms}),
                      ContainsSubstring("K of E -> I must not exceed the 410 neurons of E, because "
                                        "pairwise_bernoulli connects each pair at most once"));
    network.K(1, 0) = 410.0;
    const auto counts = in_degrees(projections(network, {.dt = 0.1_ms}).front(), key);
    CHECK(counts == std::vector<std::uint32_t>(97, 410));
}

TEST_CASE("In-degrees of some neurons are those of all", "[simulation][connectivity]") {
    Network network = pair_of_populations(37.3);
    network.connection_rule =
        GENERATE(ConnectionRule::fixed_indegree, ConnectionRule::fixed_total_number,
                 ConnectionRule::pairwise_bernoulli);
    network.multapses = GENERATE(false, true);
    const Projection projection = projections(network, {.dt = 0.1_ms}).front();
    const auto all = in_degrees(projection, key);
    const auto some = simulation::in_degrees(projection, key, {13, 64});
    CHECK(some == std::vector<std::uint32_t>(all.begin() + 13, all.begin() + 64));
}

TEST_CASE("Weights and delays have the distributions asked for", "[simulation][connectivity]") {
    Network network = pair_of_populations(10.0);
    const double J = network.J(1, 0);
    const auto moments = [](const auto& table) {
        double mean = 0.0;
        double squares = 0.0;
        for (const double value : table) mean += value / 65536.0;
        for (const double value : table) squares += (value - mean) * (value - mean) / 65536.0;
        return std::pair{mean, std::sqrt(squares)};
    };
    // The 65536 quantiles miss the outermost 2^-17 of each tail: 1e-4 of the variance of a normal,
    // 1e-3 of that of a lognormal distribution.
    SECTION("normal weights") {
        const auto [mean, sd] = moments(weights_of(projections(network, {.dt = 0.1_ms}).front()));
        CHECK(mean == Approx(J).epsilon(1e-6));
        CHECK(sd == Approx(0.2 * J).epsilon(1e-4));
    }
    SECTION("normal weights keep their sign") {
        network.J_sd(1, 0) = 2.0 * J;
        const Projection projection = projections(network, {.dt = 0.1_ms}).front();
        const auto weights = weights_of(projection);
        CHECK(*std::min_element(weights.begin(), weights.end()) == 0.0);
        const double clipped = static_cast<double>(std::count(weights.begin(), weights.end(), 0.0));
        CHECK(clipped / 65536.0 == Approx(0.5 * std::erfc(0.5 / std::sqrt(2.0))).epsilon(1e-3));
    }
    SECTION("lognormal weights of an inhibitory population") {
        network.weight_dist = WeightDistribution::lognormal;
        network.J(1, 0) = -J;
        const auto [mean, sd] = moments(weights_of(projections(network, {.dt = 0.1_ms}).front()));
        CHECK(mean == Approx(-J).epsilon(1e-4));
        CHECK(sd == Approx(0.2 * J).epsilon(1e-3));
    }
    SECTION("delays are rounded to the grid and to at least one step") {
        const auto distribution =
            GENERATE(DelayDistribution::none, DelayDistribution::truncated_gaussian,
                     DelayDistribution::gaussian, DelayDistribution::lognormal);
        network.delay_dist = distribution;
        const Projection projection = projections(network, {.dt = 0.1_ms}).front();
        const auto delays = delays_of(projection);
        const auto [mean, sd] = moments(delays);
        CHECK(*std::min_element(delays.begin(), delays.end()) >= 1);
        if (distribution == DelayDistribution::none) {
            CHECK(mean == 16.0);
            CHECK(sd == 0.0);
        } else if (distribution == DelayDistribution::truncated_gaussian) {
            // Mean m + s phi(m/s) / Phi(m/s) of a normal cut at zero, m/s = 2.5.
            const double phi = std::exp(-0.5 * 2.5 * 2.5) / std::sqrt(8.0 * std::atan(1.0));
            const double expected = 16.0 + 6.4 * phi / (0.5 * std::erfc(-2.5 / std::sqrt(2.0)));
            CHECK(mean == Approx(expected).epsilon(1e-4));
        } else {
            CHECK(mean == Approx(16.0).epsilon(2e-3));
            CHECK(sd == Approx(6.4).epsilon(1e-2));
        }
    }
}

TEST_CASE("Stored synapses are the drawn ones, whatever the number of shards",
          "[simulation][connectivity]") {
    Network network = three_populations(SynapseType::delta);
    const bool constant = GENERATE(false, true);
    if (constant) network.J_sd.resize(0, 0);
    const auto all = projections(network, {.dt = 0.1_ms});
    const WeightUnits units = weight_units(network, all);
    REQUIRE(units.constant == constant);
    const auto workers = GENERATE(1u, 2u, 3u);
    const Layout layout = distribute_neurons({410, 97, 33}, 1e4, workers);
    REQUIRE(layout.shards.size() == workers);

    // Sum of the weights that one spike of each neuron brings to each target.
    Matrix stored = Matrix::Zero(540, 540);
    std::uint64_t count = 0;
    for (const Shard& shard : layout.shards) {
        WiringWatch watch;
        const SynapseStore store = build_synapses(layout, shard, all, units, key, watch);
        count += synapse_count(store);
        for (std::uint32_t neuron = 0; neuron < 540; ++neuron) {
            SpikeHistory history(3, 1, 200);
            SpikeList& list = history.at(1, 0);
            list.neurons = {neuron};
            list.lateness = {0.0};
            const std::uint32_t p = population_of(layout, neuron);
            for (std::uint32_t q = p; q < 3; ++q) list.population_end[q] = 1;
            std::vector<std::int32_t> input(shard.padded_neurons);
            std::vector<SynapseGroup> scratch;
            ActiveSpikes active;
            for (std::uint64_t step = 2; step < 150; ++step) {
                active.advance(store, history, step);
                deliver_spikes(store, active, input.data(), input.size(), scratch);
            }
            for (const Slice& slice : shard.slices) {
                for (std::uint32_t i = 0; i < slice.neurons; ++i) {
                    stored(slice.first_neuron + i, neuron) +=
                        input[slice.offset + i] * units.unit[slice.population];
                }
            }
        }
    }
    Matrix expected = Matrix::Zero(540, 540);
    std::uint64_t drawn_count = 0;
    for (const Projection& projection : all) {
        for (std::uint32_t target = 0; target < projection.target_size; ++target) {
            for (const auto& synapse : drawn(projection, target)) {
                expected(layout.first_neuron[projection.target] + target,
                         layout.first_neuron[projection.source] + synapse.source) +=
                    quantile(projection.weight, synapse.weight_word());
                ++drawn_count;
            }
        }
    }
    CHECK(count == drawn_count);
    // Half a unit for each of up to four synapses of a pair; with 16-bit weights the unit is
    // 1/32767 of the largest weight from a population (1.4 mV + 4.3 standard deviations).
    const double unit = constant ? units.unit[0] : 2.6e-3 / 32767;
    CHECK((stored - expected).cwiseAbs().maxCoeff() < 4 * 0.5 * unit);
}

TEST_CASE("Synapses lie in the group of their delay, however many delays there are",
          "[simulation][connectivity]") {
    Network network = three_populations(SynapseType::delta);
    network.N << 12, 9, 7;
    network.multapses = true;
    network.J_sd.resize(0, 0);
    const double dt = GENERATE(0.1_ms, 7e-5_ms);  // some 25 delays, and more than 2^16
    const auto all = projections(network, {.dt = dt});
    const WeightUnits units = weight_units(network, all);
    const Layout layout = distribute_neurons({12, 9, 7}, 1e4, 1);
    const Shard& shard = layout.shards.front();
    WiringWatch watch;
    const SynapseStore store = build_synapses(layout, shard, all, units, key, watch);

    // Targets in the order in which they are drawn, by source population, neuron, delay and weight.
    using Place = std::tuple<std::uint32_t, std::uint32_t, std::uint32_t, std::int32_t>;
    std::map<Place, std::vector<std::uint32_t>> expected;
    for (const Slice& slice : shard.slices) {
        for (const Projection& projection : all) {
            if (projection.target != slice.population) continue;
            const auto weight = static_cast<std::int32_t>(std::llround(
                projection.weight.sign * projection.weight.mean / units.unit[projection.target]));
            for (std::uint32_t target = 0; target < slice.neurons; ++target) {
                for (const DrawnSynapse& synapse : drawn(projection, target)) {
                    const std::uint32_t delay = delay_steps(projection, synapse.delay_word());
                    expected[{projection.source, synapse.source, delay, weight}].push_back(
                        slice.offset + target);
                }
            }
        }
    }
    std::map<Place, std::vector<std::uint32_t>> stored;
    for (std::uint32_t p = 0; p < 3; ++p) {
        const SourceGroups& source = store.sources[p];
        const auto classes = static_cast<std::uint32_t>(source.classes.size());
        for (std::uint32_t group = 0; group < layout.sizes[p] * source.delays * classes; ++group) {
            const std::size_t at = source.first_group + group;
            if (store.begin[at] == store.begin[at + 1]) continue;
            const Place place{p, group / classes / source.delays,
                              source.min_delay + group / classes % source.delays,
                              source.classes[group % classes].weight};
            for (std::uint32_t k = store.begin[at]; k < store.begin[at + 1]; ++k) {
                stored[place].push_back(store.targets[k]);
            }
        }
        if (dt < 0.01_ms && p == 0) CHECK(source.delays * classes > 65536);
    }
    CHECK(stored == expected);
}
