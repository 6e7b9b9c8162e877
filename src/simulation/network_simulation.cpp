#include <siegert/simulation/network_simulation.hpp>

#include "require.hpp"
#include "simulation/available_memory.hpp"
#include "simulation/checkpoint.hpp"
#include "simulation/communicator.hpp"
#include "simulation/differing_neurons.hpp"
#include "simulation/grid_fit.hpp"
#include "simulation/scaled_network.hpp"
#include "simulation/shard_state.hpp"
#include "simulation/spike_exchange.hpp"
#include "simulation/thread_team.hpp"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <functional>
#include <utility>

namespace siegert {
using namespace simulation;
namespace {

using Clock = std::chrono::steady_clock;

// Without synapses nothing limits how long threads may go without meeting.
constexpr std::uint64_t longest_interval = 100;
constexpr double seconds_between_reports = 0.2;

double seconds_since(Clock::time_point start) {
    return std::chrono::duration<double>(Clock::now() - start).count();
}

std::vector<std::uint32_t> whole_sizes(const Vector& N) {
    std::vector<std::uint32_t> sizes;
    for (const double size : N) sizes.push_back(static_cast<std::uint32_t>(size));
    return sizes;
}

struct DelayRange {
    std::uint64_t shortest = longest_interval;
    std::uint64_t longest = 0;
};

DelayRange delay_range(const std::vector<Projection>& projections) {
    DelayRange range;
    for (const Projection& projection : projections) {
        const std::uint32_t carried = projection.remainder > 0.0 ? 1 : 0;
        range.shortest = std::min<std::uint64_t>(range.shortest, delay_steps(projection, 0));
        range.longest = std::max<std::uint64_t>(
            range.longest, delay_steps(projection, quantile_count - 1) + carried);
    }
    return range;
}

double synapses_of(const std::vector<Projection>& projections) {
    double synapses = 0.0;
    for (const Projection& projection : projections) {
        synapses += projection.K * projection.target_size;
    }
    return synapses;
}

// A network below it is wired at once.
constexpr double worth_asking = 1e8;  // [bytes]

struct Memory {
    double needed = 0.0;     // [bytes]
    double available = 0.0;  // [bytes]
};

// Refuses what does not fit before hours of wiring and not after.
Memory require_memory(double synapse_bytes, double neurons, double synapses, int ranks) {
    constexpr double gigabyte = 1e9;
    const double needed = (synapse_bytes + neurons * bytes_per_neuron) / ranks;
    const double available = available_memory();
    if (needed <= available) return {.needed = needed, .available = available};
    throw InvalidParameter(
        fmt::format("the simulation needs {:.3g} GB of memory for {:.3g} neurons and {:.3g} "
                    "synapses, and {:.3g} GB are available: simulate a smaller network (scale)",
                    needed / gigabyte, neurons, synapses, available / gigabyte));
}

std::uint64_t steps_of(double duration, double dt) {
    require_not_negative("duration", duration);
    return static_cast<std::uint64_t>(std::llround(duration / dt));
}

}  // namespace

struct NetworkSimulation::Impl {
    Impl(const Network& network, const SimulationOptions& options);
    bool advance(std::uint64_t steps);
    [[nodiscard]] bool wants_to_stop(std::uint64_t end, Clock::time_point start,
                                     std::uint64_t from);
    void for_each_shard(const std::function<void(ShardState&)>& job);
    [[nodiscard]] Vector rates_so_far() const;
    void discard_records();
    void count_synapses();
    void wire(const SimulatedNetwork& simulated, const std::vector<Projection>& wiring,
              const WeightUnits& units);
    [[nodiscard]] bool reports_wiring(double part) const;

    std::vector<std::string> populations;
    Communicator all;
    SharedState shared;
    std::vector<ShardState> shards;  ///< of this rank
    ThreadTeam team;
    std::uint64_t interval = 1;  ///< steps between two meetings of the threads
    SimulationCost cost;
    Memory memory;
    Clock::time_point last_report = Clock::now();
    bool wired = true;
    GridFit fit;
    bool stopped = false;
    bool stop_requested = false;  ///< at the end of a call to advance: the next one stops
    std::uint64_t print;          ///< see SimulationState
    bool off_grid = false;        ///< Gaussian noise: spikes between grid points
};

NetworkSimulation::Impl::Impl(const Network& network, const SimulationOptions& options)
    : populations(network.populations),
      all(communicator()),
      team(options.threads),
      print(fingerprint(network, options)) {
    const auto start = Clock::now();
    const SimulatedNetwork simulated = simulated_network(network, options);
    const TimeGrid grid{.dt = options.dt, .timing = options.timing};
    require_visible(simulated.network, options);
    require_equations_of_neurons(simulated.network, options);
    fit = grid_fit(simulated.network, options);
    const std::vector<Projection> wiring = projections(simulated.network, grid);
    const WeightUnits units = weight_units(simulated.network, wiring);
    const double synapses = synapses_of(wiring);
    const double neurons = simulated.network.N.sum();
    require_memory(synapse_memory(units, synapses), neurons, synapses, all.size);

    const DelayRange delays = delay_range(wiring);
    interval = delays.shortest;
    shared.options = options;
    shared.key = philox_key(options.seed);
    shared.layout = distribute_neurons(whole_sizes(simulated.network.N), synapses,
                                       static_cast<std::uint32_t>(options.threads * all.size));
    memory =
        require_memory(expected_memory(shared.layout, wiring, units), neurons, synapses, all.size);
    shared.plan = recording_plan(options.record, simulated.network, shared.layout, options.dt);
    shared.history = SpikeHistory(shared.layout.sizes.size(), shared.layout.shards.size(),
                                  delays.longest + interval + 1);
    wire(simulated, wiring, units);
    cost.neurons = shared.layout.first_neuron.back();
    count_synapses();
    off_grid = options.timing == SpikeTiming::exact ||
               std::ranges::any_of(shards, [](const ShardState& shard) {
                   return std::ranges::any_of(
                       shard.linear, [](const auto& linear) { return linear && linear->noisy; });
               });
    cost.build_seconds = seconds_since(start);
}

void NetworkSimulation::Impl::wire(const SimulatedNetwork& simulated,
                                   const std::vector<Projection>& wiring,
                                   const WeightUnits& units) {
    const ShardRange own = shards_of(all, all.rank, shared.layout.shards.size());
    shards.resize(own.last - own.first);
    for (std::size_t s = 0; s < shards.size(); ++s) shards[s].index = own.first + s;
    const double visits = 3.0 * synapses_of(wiring) / all.size;  // see build_synapses
    WiringWatch watch([&](std::uint64_t drawn) {
        return reports_wiring(std::fmin(static_cast<double>(drawn) / visits, 1.0));
    });
    try {
        if (memory.needed >= worth_asking) watch.ask();
        for_each_shard([&](ShardState& shard) {
            shard = initial_state(shared, shard.index, simulated.network, simulated.mu, units);
            shard.synapses =
                build_synapses(shared.layout, shard.shard, wiring, units, shared.key, watch);
        });
    } catch (const WiringStopped&) {
        wired = false;
    }
    for (const Words& answer : exchange_words(all, {wired ? 1u : 0u})) {
        wired = wired && (answer.empty() || answer.front() != 0);
    }
    stopped = !wired;
}

// Whether to go on.
bool NetworkSimulation::Impl::reports_wiring(double part) const {
    if (!shared.options.progress || all.rank != 0) return true;
    constexpr double not_yet = 1.0 - 1e-9;
    return shared.options.progress(
        {.time = 0.0,
         .end = 0.0,
         .real_time_factor = 0.0,
         .rates = Vector::Zero(static_cast<Index>(shared.layout.sizes.size())),
         .wired = std::fmin(part, not_yet),
         .memory_needed = memory.needed,
         .memory_available = memory.available});
}

// Of all ranks, for the one that reports.
void NetworkSimulation::Impl::count_synapses() {
    std::vector<double> mine(2);
    for (const ShardState& shard : shards) {
        mine[0] += static_cast<double>(synapse_count(shard.synapses));
        mine[1] += static_cast<double>(memory_use(shard.synapses));
    }
    for (const std::vector<double>& counts : gather(all, mine)) {
        cost.synapses += static_cast<std::uint64_t>(counts[0]);
        cost.synapse_bytes += static_cast<std::uint64_t>(counts[1]);
    }
}

bool NetworkSimulation::Impl::advance(std::uint64_t steps) {
    if (!wired) return false;
    const auto start = Clock::now();
    const std::uint64_t from = shared.step;
    const std::uint64_t end = from + steps;
    stopped = false;
    while (shared.step < end && !stopped) {
        const std::uint64_t now = std::min(interval, end - shared.step);
        for_each_shard([&](ShardState& shard) { run_shard(shard, shared, now); });
        const StepRange steps_done{.from = shared.step, .to = shared.step + now};
        shared.step += now;
        stopped = exchange_spikes(all, steps_done, wants_to_stop(end, start, from), shared.history);
    }
    if (shared.recording) {
        const auto done = shared.step - from;
        cost.run_seconds += seconds_since(start);
        cost.simulated_seconds += static_cast<double>(done) * shared.options.dt;
        cost.neuron_updates += done * cost.neurons;
    }
    return !stopped;
}

// A shard's arrays are touched first, and always, by the same thread.
void NetworkSimulation::Impl::for_each_shard(const std::function<void(ShardState&)>& job) {
    team.run([&](int worker) {
        for (auto s = static_cast<std::size_t>(worker); s < shards.size();
             s += static_cast<std::size_t>(team.size())) {
            job(shards[s]);
        }
    });
}

bool NetworkSimulation::Impl::wants_to_stop(std::uint64_t end, Clock::time_point start,
                                            std::uint64_t from) {
    if (!shared.options.progress || all.rank != 0) return false;
    if (std::exchange(stop_requested, false)) return true;
    if (seconds_since(last_report) < seconds_between_reports && shared.step < end) return false;
    last_report = Clock::now();
    const double dt = shared.options.dt;
    const double done = static_cast<double>(shared.step - from) * dt;
    const bool goes_on = shared.options.progress({.time = static_cast<double>(shared.step) * dt,
                                                  .end = static_cast<double>(end) * dt,
                                                  .real_time_factor = seconds_since(start) / done,
                                                  .rates = rates_so_far(),
                                                  .memory_needed = memory.needed,
                                                  .memory_available = memory.available});
    stop_requested = !goes_on && shared.step == end;
    return !goes_on && shared.step < end;
}

// From the neurons of this rank: close enough for a progress report.
Vector NetworkSimulation::Impl::rates_so_far() const {
    const auto n = static_cast<Index>(shared.layout.sizes.size());
    Vector counts = Vector::Zero(n);
    Vector neurons = Vector::Zero(n);
    for (const ShardState& shard : shards) {
        for (const Slice& slice : shard.shard.slices) neurons(slice.population) += slice.neurons;
        for (Index p = 0; p < n; ++p) {
            counts(p) +=
                static_cast<double>(shard.record.spike_counts[static_cast<std::size_t>(p)]);
        }
    }
    const double time = static_cast<double>(shared.step - shared.record_from) * shared.options.dt;
    if (!shared.recording || time == 0.0) return Vector::Zero(n);
    return counts.cwiseQuotient(time * neurons.cwiseMax(1.0));
}

NetworkSimulation::NetworkSimulation(const Network& network, const SimulationOptions& options)
    : impl_(std::make_unique<Impl>(network, options)) {}
NetworkSimulation::NetworkSimulation(NetworkSimulation&&) noexcept = default;
NetworkSimulation& NetworkSimulation::operator=(NetworkSimulation&&) noexcept = default;
NetworkSimulation::~NetworkSimulation() = default;

bool NetworkSimulation::advance(double duration) {
    const std::uint64_t steps = steps_of(duration, impl_->shared.options.dt);
    if (!impl_->shared.recording) impl_->shared.record_from = impl_->shared.step;
    impl_->shared.recording = true;
    return impl_->advance(steps);
}

bool NetworkSimulation::warm_up(double duration) {
    impl_->discard_records();
    return impl_->advance(steps_of(duration, impl_->shared.options.dt));
}

bool NetworkSimulation::wired() const {
    return impl_->wired;
}

double NetworkSimulation::time() const {
    return static_cast<double>(impl_->shared.step) * impl_->shared.options.dt;
}

SimulationState NetworkSimulation::state() const {
    if (!impl_->wired) throw Error("there is no state: the wiring of the network was stopped");
    SimulationState state = collect_state(impl_->all, impl_->shared, impl_->shards);
    state.fingerprint = impl_->print;
    return state;
}

void NetworkSimulation::restore(const SimulationState& state) {
    if (state.version != version_of_streams) {
        throw InvalidParameter(fmt::format(
            "state is of a version of siegert with other random numbers ({}, this one has {}): it "
            "cannot be continued as if nothing had happened; simulate it from the start, or with "
            "the version that wrote it",
            state.version, version_of_streams));
    }
    if (state.fingerprint != impl_->print) {
        throw InvalidParameter("state must belong to the same network, options and seed");
    }
    distribute_state(state, impl_->shared, impl_->shards);
    impl_->discard_records();
}

void NetworkSimulation::Impl::discard_records() {
    shared.recording = false;
    for (ShardState& shard : shards) shard.record = empty_record(shared.layout);
}

SimulationResult NetworkSimulation::take_record() {
    SharedState& shared = impl_->shared;
    std::vector<ShardRecord> mine;
    for (ShardState& shard : impl_->shards) {
        mine.push_back(std::exchange(shard.record, empty_record(shared.layout)));
    }
    std::vector<ShardRecord> records = gather_records(impl_->all, std::move(mine));
    std::vector<std::vector<LocalProbe>> probes;
    for (const Shard& shard : shared.layout.shards) {
        probes.push_back(local_probes(shared.options.record.probes, shard));
    }
    const std::uint64_t from = shared.recording ? shared.record_from : shared.step;
    SimulationResult result = merge_records(shared.plan, shared.layout, probes, from, shared.step,
                                            shared.options.dt, records);
    const std::uint64_t events = result.cost.synaptic_events;
    result.cost = impl_->cost;
    result.cost.synaptic_events = events;
    impl_->cost.run_seconds = 0.0;
    impl_->cost.simulated_seconds = 0.0;
    impl_->cost.neuron_updates = 0;
    if (impl_->off_grid) result.spikes.dt = 0.0;
    result.spikes.populations = impl_->populations;
    result.probes.probes = shared.options.record.probes;
    result.grid_fit = impl_->fit;
    result.complete = !impl_->stopped;
    shared.record_from = shared.step;
    return result;
}

SimulationResult simulate(const Network& network, const SimulationOptions& options) {
    require_positive("duration", options.duration);
    require(std::round(options.duration / options.dt) >= 1.0, "duration", options.duration,
            fmt::format("last at least one step of dt = {}", options.dt));
    NetworkSimulation simulation(network, options);
    if (simulation.warm_up(options.warmup)) simulation.advance(options.duration);
    return simulation.take_record();
}

}  // namespace siegert
