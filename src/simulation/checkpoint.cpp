#include "simulation/checkpoint.hpp"

#include "model/network_fields.hpp"
#include "require.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <span>

namespace siegert::simulation {
namespace {

// FNV-1a over 64-bit words.
class Fingerprint {
public:
    void add(std::uint64_t word) { value_ = (value_ ^ word) * 0x100000001b3u; }
    void add(bool value) { add(std::uint64_t{value}); }
    void add(double value) { add(std::bit_cast<std::uint64_t>(value)); }
    template <class Derived>
    void add(const Eigen::DenseBase<Derived>& values) {
        add(static_cast<std::uint64_t>(values.rows()));
        for (Index i = 0; i < values.rows(); ++i) {
            for (Index j = 0; j < values.cols(); ++j) add(static_cast<double>(values(i, j)));
        }
    }
    template <class Enum>
    requires std::is_enum_v<Enum>
    void add(Enum value) { add(static_cast<std::uint64_t>(value)); }
    void add(const std::vector<NeuronType>& neurons) {
        for (const NeuronType type : neurons) add(type);
    }
    void add(const std::string& text) {
        add(static_cast<std::uint64_t>(text.size()));
        for (const char c : text) add(static_cast<std::uint64_t>(static_cast<unsigned char>(c)));
    }
    template <class T>
    void add(const std::vector<T>& values) {
        add(static_cast<std::uint64_t>(values.size()));
        for (const T& value : values) add(value);
    }
    void add(Index value) { add(static_cast<std::uint64_t>(value)); }
    // Nothing where there are none, as before there were any.
    void add(const std::vector<Stimulus>& stimuli) {
        for (const Stimulus& stimulus : stimuli) add(stimulus);
    }
    void add(const Stimulus& s) {
        add_all(s.populations, s.input, s.amplitude, s.shape, s.start, s.stop, s.frequency, s.phase,
                s.period, s.width, s.samples, s.sample_interval, s.spike_times, s.spike_neurons,
                s.external_populations);
    }
    void add(const std::vector<std::vector<AdaptationCurrent>>& adaptation) {
        for (const auto& currents : adaptation) {
            add(static_cast<std::uint64_t>(currents.size()));
            for (const AdaptationCurrent& c : currents) add_all(c.tau, c.a, c.b);
        }
    }
    template <class... T>
    void add_all(const T&... values) {
        (add(values), ...);
    }
    [[nodiscard]] std::uint64_t value() const { return value_; }

private:
    std::uint64_t value_ = 0xcbf29ce484222325u;
};

// Calls visit(values, offset) for each component's array of a shard; integers are copied.
template <class Visit>
void for_each_component(const ShardState& shard, Visit visit) {
    const std::size_t length = shard.shard.padded_neurons;
    std::vector<double> refractory(length);
    for (std::size_t i = 0; i < length; ++i) refractory[i] = shard.refractory[i];
    const std::vector<double> none;
    const auto span = [](const LargeArray<double>& array) {
        return std::span<const double>(array.data(), array.size());
    };
    visit(span(shard.V));
    visit(std::span<const double>(refractory));
    visit(span(shard.rest));
    visit(span(shard.x));
    for (const LargeArray<double>& array : shard.further_x) visit(span(array));
    for (const LargeArray<double>& array : shard.more) visit(span(array));
}

// A shard's neurons, component after component, without padding.
std::vector<double> packed(const ShardState& shard) {
    std::vector<double> numbers;
    for_each_component(shard, [&](std::span<const double> values) {
        if (values.empty()) return;
        for (const Slice& slice : shard.shard.slices) {
            const auto part = values.subspan(slice.offset, slice.neurons);
            numbers.insert(numbers.end(), part.begin(), part.end());
        }
    });
    return numbers;
}

const double* unpack(const double* numbers, const Shard& shard,
                     std::vector<std::vector<double>>& components) {
    for (std::vector<double>& component : components) {
        if (component.empty()) continue;
        for (const Slice& slice : shard.slices) {
            std::copy_n(numbers, slice.neurons, component.begin() + slice.first_neuron);
            numbers += slice.neurons;
        }
    }
    return numbers;
}

void restore(const std::vector<double>& component, const Shard& shard, LargeArray<double>& array) {
    for (const Slice& slice : shard.slices) {
        std::copy_n(component.begin() + slice.first_neuron, slice.neurons,
                    array.data() + slice.offset);
    }
}

void require_size(std::size_t size, std::size_t expected) {
    require(size == expected, "state", static_cast<double>(size),
            fmt::format("have {} values in each component", expected));
}

void restore_shard(const SimulationState& state, ShardState& shard, std::size_t neurons) {
    std::size_t index = 0;
    const auto next = [&](std::size_t length) -> const std::vector<double>& {
        const auto& component = state.components.at(index++);
        require_size(component.size(), length == 0 ? 0 : neurons);
        return component;
    };
    restore(next(1), shard.shard, shard.V);
    LargeArray<double> refractory(shard.shard.padded_neurons);
    restore(next(1), shard.shard, refractory);
    for (std::size_t i = 0; i < refractory.size(); ++i) {
        shard.refractory[i] = static_cast<std::int32_t>(refractory[i]);
    }
    const auto& rest = next(shard.rest.size());
    if (!rest.empty()) restore(rest, shard.shard, shard.rest);
    const auto& x = next(shard.x.size());
    if (!x.empty()) restore(x, shard.shard, shard.x);
    for (LargeArray<double>& array : shard.further_x) restore(next(1), shard.shard, array);
    for (LargeArray<double>& array : shard.more) restore(next(1), shard.shard, array);
    shard.active = {};
}

}  // namespace

std::uint64_t fingerprint(const Network& network, const SimulationOptions& options) {
    Fingerprint print;
    schema::for_each_field([&]<class Value>(const schema::NetworkField<Value>& field) {
        if constexpr (!std::is_same_v<Value, std::string> &&
                      !std::is_same_v<Value, std::vector<std::string>>) {
            if (field.about.in_simulation) print.add(network.*field.member);
        }
    });
    print.add_all(options.dt, options.seed, options.scale, options.scale_rates, options.timing,
                  options.gaussian.mu, options.gaussian.sigma, options.gaussian.tau_c,
                  options.modulation.f, options.modulation.phase, options.modulation.mu,
                  options.modulation.rate);
    if (options.stimulus_period > 0.0) print.add(options.stimulus_period);
    return print.value();
}

SimulationState collect_state(const Communicator& all, const SharedState& shared,
                              const std::vector<ShardState>& shards) {
    std::vector<double> numbers;
    for (const ShardState& shard : shards) {
        const std::vector<double> part = packed(shard);
        numbers.insert(numbers.end(), part.begin(), part.end());
    }
    const auto received = gather(all, numbers);
    SimulationState state;
    if (all.rank != 0) return state;

    const std::size_t neurons = shared.layout.first_neuron.back();
    for_each_component(shards.front(), [&](std::span<const double> values) {
        state.components.emplace_back(values.empty() ? 0 : neurons);
    });
    std::size_t s = 0;
    for (const std::vector<double>& sent : received) {
        for (const double* next = sent.data(); next != sent.data() + sent.size();) {
            next = unpack(next, shared.layout.shards[s++], state.components);
        }
    }
    state.version = version_of_streams;
    state.step = static_cast<std::int64_t>(shared.step);
    const std::uint64_t kept = std::min<std::uint64_t>(shared.step, shared.history.steps() - 1);
    for (std::uint64_t step = shared.step - kept + 1; step <= shared.step; ++step) {
        for (std::size_t k = 0; k < shared.history.shards(); ++k) {
            const SpikeList& list = shared.history.at(step, k);
            for (std::size_t i = 0; i < list.neurons.size(); ++i) {
                state.spike_steps.push_back(static_cast<std::int64_t>(step));
                state.spike_neurons.push_back(list.neurons[i]);
                state.spike_lateness.push_back(list.lateness[i]);
            }
        }
    }
    return state;
}

void distribute_state(const SimulationState& state, SharedState& shared,
                      std::vector<ShardState>& shards) {
    const std::size_t neurons = shared.layout.first_neuron.back();
    for (ShardState& shard : shards) restore_shard(state, shard, neurons);
    shared.step = static_cast<std::uint64_t>(state.step);
    // Who owns a neuron does not matter for spikes under way: all of a step go into one list, in
    // the order of their populations.
    const std::size_t populations = shared.layout.sizes.size();
    shared.history = SpikeHistory(populations, shared.history.shards(), shared.history.steps());
    const std::size_t count = state.spike_steps.size();
    require_size(state.spike_neurons.size(), count);
    require_size(state.spike_lateness.size(), count);
    for (std::uint32_t p = 0; p < populations; ++p) {
        for (std::size_t k = 0; k < count; ++k) {
            const auto neuron = static_cast<std::uint32_t>(state.spike_neurons[k]);
            require(neuron < neurons, "state", neuron, "name neurons of the network");
            if (population_of(shared.layout, neuron) != p) continue;
            SpikeList& list =
                shared.history.at(static_cast<std::uint64_t>(state.spike_steps[k]), 0);
            list.neurons.push_back(neuron);
            list.lateness.push_back(state.spike_lateness[k]);
            for (std::size_t q = p; q < populations; ++q) {
                list.population_end[q] = static_cast<std::uint32_t>(list.neurons.size());
            }
        }
    }
}

}  // namespace siegert::simulation
