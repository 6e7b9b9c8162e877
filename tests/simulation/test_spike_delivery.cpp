#include "catch.hpp"
#include "simulation/active_groups.hpp"

#include <algorithm>
#include <numeric>
#include <vector>

using namespace siegert::simulation;

namespace {

constexpr std::size_t targets = 613;
constexpr std::uint32_t neurons = 40;
constexpr std::uint32_t delays = 3;

// Groups of all lengths, none of them a multiple of the others, some longer than what is copied.
std::uint32_t length_of(std::size_t group) {
    return group % 29 == 0 ? 1500 : static_cast<std::uint32_t>(group * 37 % 101);
}

std::uint32_t target_of(std::size_t synapse) {
    return static_cast<std::uint32_t>(synapse * synapse % targets);
}

std::int32_t weight_of(std::size_t synapse) {
    return static_cast<std::int32_t>(synapse % 211) - 100;
}

// Two classes of synapses, onto two currents.
SynapseStore store_of(bool constant) {
    SynapseStore store;
    store.constant = constant;
    store.sources = {{.first_neuron = 0,
                      .min_delay = 2,
                      .delays = delays,
                      .classes = {{.weight = 7, .remainder = 0.0, .current = 1},
                                  {.weight = -3, .remainder = 0.0, .current = 0}},
                      .first_group = 0}};
    const std::size_t groups = neurons * delays * 2;
    store.begin = LargeArray<std::uint32_t>(groups + 1);
    for (std::size_t g = 0; g < groups; ++g) store.begin[g + 1] = store.begin[g] + length_of(g);
    const std::uint32_t count = store.begin[groups];
    if (constant) {
        store.targets = LargeArray<std::uint16_t>(count);
        for (std::size_t k = 0; k < count; ++k) {
            store.targets[k] = static_cast<std::uint16_t>(target_of(k));
        }
    } else {
        store.weighted = LargeArray<std::uint32_t>(count);
        for (std::size_t k = 0; k < count; ++k) {
            store.weighted[k] = static_cast<std::uint32_t>(weight_of(k)) << 16 | target_of(k);
        }
    }
    return store;
}

// What arrives at step 5, when spikes of step 1, 2 and 3 have delays of 4, 3 and 2 steps ahead.
std::vector<std::int32_t> expected_input(const SynapseStore& store) {
    std::vector<std::int32_t> input(2 * targets);
    for (std::uint32_t neuron = 0; neuron < neurons; ++neuron) {
        const std::uint32_t delay = 2 - neuron % 3;  // see history
        for (std::size_t c = 0; c < 2; ++c) {
            const SynapseClass& its_class = store.sources[0].classes[c];
            const std::size_t group = (neuron * delays + delay) * 2 + c;
            for (std::uint32_t k = store.begin[group]; k < store.begin[group + 1]; ++k) {
                input[its_class.current * targets + target_of(k)] +=
                    its_class.weight * (store.constant ? 1 : weight_of(k));
            }
        }
    }
    return input;
}

}  // namespace

TEST_CASE("Every synapse of a spike adds its weight once, in groups of any length",
          "[simulation][spike_delivery]") {
    for (const bool constant : {true, false}) {
        const SynapseStore store = store_of(constant);
        SpikeHistory history(1, 1, 8);
        for (std::uint32_t neuron = 0; neuron < neurons; ++neuron) {
            SpikeList& list = history.at(1 + neuron % 3, 0);
            list.neurons.push_back(neuron);
            list.lateness.push_back(0.0);
            list.population_end = {static_cast<std::uint32_t>(list.neurons.size())};
        }
        ActiveSpikes spikes;
        spikes.advance(store, history, 5);
        std::vector<std::int32_t> input(2 * targets);
        std::vector<SynapseGroup> groups;
        const std::vector<std::int32_t> expected = expected_input(store);
        const std::uint64_t events = deliver_spikes(store, spikes, input.data(), targets, groups);
        CHECK(input == expected);
        std::uint64_t synapses = 0;
        for (std::uint32_t neuron = 0; neuron < neurons; ++neuron) {
            const std::size_t group = (neuron * delays + 2 - neuron % 3) * 2;
            synapses += store.begin[group + 2] - store.begin[group];
        }
        CHECK(events == synapses);
    }
}
