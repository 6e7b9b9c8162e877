#include "catch.hpp"
#include "crosscheck/transmission.hpp"
#include "numerics/uniform_random.hpp"
#include "small_network.hpp"

#include <siegert/units.hpp>

#include <cmath>

using namespace siegert;
using namespace siegert::literals;
using Catch::Matchers::WithinAbs;
using Catch::Matchers::WithinRel;
using crosscheck::ExpectedInput;
using siegert::tests::small_network;

namespace {

constexpr double dt = 0.1_ms;
constexpr Index steps = 20000;

// Poisson spikes of the two populations, at the ends of steps.
SpikeRecord poisson_record() {
    SpikeRecord record{.populations = {"E", "I"},
                       .sizes = {600, 300},
                       .recorded = {600, 300},
                       .spikes = {{}, {}},
                       .start = 0.3,
                       .end = 0.3 + static_cast<double>(steps) * dt,
                       .dt = dt};
    numerics::UniformRandom random(5);
    for (auto& spikes : record.spikes) {
        for (Index t = 1; t <= steps; ++t) {
            if (random() > 0.7) continue;
            spikes.times.push_back(record.start + static_cast<double>(t) * dt);
            spikes.neurons.push_back(0);
        }
    }
    return record;
}

Vector counts(const PopulationSpikes& spikes, double start) {
    Vector result = Vector::Zero(steps);
    for (const double t : spikes.times) result(std::lround((t - start) / dt) - 1) += 1.0;
    return result;
}

// Free potential of the mean neuron of population 0, integrated here: delta or exponential
// synapses, each delay longer by `late` steps.
Vector potential(const Network& network, const SpikeRecord& record, Index late) {
    const bool delta = network.synapse == SynapseType::delta;
    const double tau_m = network.tau_m(0);
    const double tau_s = network.tau_s(0);
    Vector V = Vector::Zero(steps);
    double v = 0.0, x = 0.0;
    std::vector<Vector> sources;
    for (const auto& spikes : record.spikes) sources.push_back(counts(spikes, record.start));
    for (Index t = 0; t < steps; ++t) {
        double jump = 0.0;
        for (Index j = 0; j < 2; ++j) {
            const Index sent = t - std::lround(network.Delay(0, j) / dt) - late;
            if (sent < 0) continue;
            jump += network.J(0, j) * network.K(0, j) / network.N(j) *
                    sources[static_cast<std::size_t>(j)](sent);
        }
        if (delta) {
            v = v * std::exp(-dt / tau_m) + jump;
        } else {
            const double decay = std::exp(-dt / tau_m);
            const double synaptic = std::exp(-dt / tau_s);
            v = v * decay + x * tau_s / (tau_m - tau_s) * (decay - synaptic);
            x = x * synaptic + jump * tau_m / tau_s;
        }
        V(t) = v;
    }
    return V;
}

}  // namespace

TEST_CASE("A potential that follows the spikes has gain 1 and no extra delay",
          "[crosscheck][transmission]") {
    Network network = small_network();
    const SpikeRecord record = poisson_record();
    for (const auto synapse : {SynapseType::delta, SynapseType::exponential}) {
        network.synapse = synapse;
        network.tau_s = Vector{{2.0_ms, 1.0_ms}};
        const ExpectedInput expected(network, dt);
        const auto found = expected.compare(0, potential(network, record, 0), record);
        REQUIRE(found);
        // The gain is exact but for rounding; of the delay the ends of the sum remain, dt / steps.
        CHECK_THAT(found->gain, WithinAbs(1.0, 1e-9));
        CHECK_THAT(found->extra_delay, WithinAbs(0.0, 20.0 * dt / static_cast<double>(steps)));
        // Weights that are a tenth stronger.
        const auto strong = expected.compare(0, 1.1 * potential(network, record, 0), record);
        REQUIRE(strong);
        CHECK_THAT(strong->gain, WithinAbs(1.1, 1e-9));
        // Spikes without memory: a delay that is longer by a step is found as one step, with the
        // statistical error of 20000 steps.
        const auto late = expected.compare(0, potential(network, record, 1), record);
        REQUIRE(late);
        CHECK_THAT(late->extra_delay, WithinAbs(dt, 0.05 * dt));
    }
}

TEST_CASE("The mean delay is weighted with the strength of the synapses",
          "[crosscheck][transmission]") {
    const Network network = small_network();
    const ExpectedInput expected(network, dt);
    const double E = 0.05_mV * 120.0;
    const double I = 0.1_mV * 90.0;
    CHECK_THAT(expected.mean_delays()(0), WithinRel((E * 1.5_ms + I * 1.0_ms) / (E + I), 1e-12));
}

TEST_CASE("Distributed delays keep their mean on the grid", "[crosscheck][transmission]") {
    Network network = small_network();
    network.delay_dist = DelayDistribution::lognormal;
    network.Delay = Matrix::Constant(2, 2, 1.5_ms);
    network.Delay_sd = Matrix::Constant(2, 2, 0.5_ms);
    // Rounding to a grid much finer than the distribution is without bias.
    CHECK_THAT(ExpectedInput(network, dt).mean_delays()(0), WithinRel(1.5_ms, 1e-3));
    network.delay_dist = DelayDistribution::truncated_gaussian;
    // Mean of a normal distribution cut at zero, 3 standard deviations away: + 0.0044 sd.
    CHECK_THAT(ExpectedInput(network, dt).mean_delays()(0),
               WithinRel(1.5_ms + 0.0044 * 0.5_ms, 1e-3));
}

TEST_CASE("Nothing is expected from silent sources", "[crosscheck][transmission]") {
    SpikeRecord record = poisson_record();
    record.spikes = {{}, {}};
    CHECK_FALSE(ExpectedInput(small_network(), dt).compare(0, Vector::Zero(steps), record));
}
