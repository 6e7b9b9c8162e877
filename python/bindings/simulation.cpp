#include "bindings.hpp"
#include "simulation_options.hpp"

#include <siegert/io/spike_file.hpp>
#include <siegert/io/spike_formats.hpp>
#include <siegert/simulation/cost_estimate.hpp>
#include <siegert/simulation/network_simulation.hpp>
#include <siegert/simulation/parallel_session.hpp>
#include <siegert/simulation/trials.hpp>

#include <pybind11/stl/filesystem.h>

#include <mutex>
#include <optional>
#include <utility>

namespace siegert::python {
namespace {

using std::filesystem::path;

void bind_records(py::module_& scope) {
    Record<Probe>(scope, package_name, "Probe",
                  "One neuron whose potential and currents are recorded.", Access::read_write)
        .field("population", &Probe::population, "Index of the population.")
        .field("neuron", &Probe::neuron, "Index in the population.");
    Record<ProbeRecord>(scope, package_name, "ProbeRecord", "What happened to the probed neurons.")
        .field("probes", &ProbeRecord::probes, "Probe each, p.")
        .field("times", &ProbeRecord::times, "[s], t.")
        .field("V", &ProbeRecord::V, "Membrane potentials [V], t x p.")
        .field("I", &ProbeRecord::I, "Synaptic currents as the potential R I [V], t x p.")
        .field(
            "w", &ProbeRecord::w,
            "Adaptation currents w_1, w_2, ... as potentials [V], each t x p; 0 where a neuron has "
            "fewer.");
    Record<RateRecord>(scope, package_name, "RateRecord", "Population rates in bins.")
        .field("times", &RateRecord::times, "Ends of the bins [s], t.")
        .field("rates", &RateRecord::rates, "Spikes per neuron and time [Hz], t x n.");
    Record<RoundedTime>(scope, package_name, "RoundedTime",
                        "A time that the grid of the simulation could not keep.")
        .field("parameter", &RoundedTime::parameter, "And where it occurs first.")
        .field("value", &RoundedTime::value, "Asked for [s].")
        .field("simulated", &RoundedTime::simulated,
               "[s]; 0 for a synaptic time constant below one step.");
    Record<GridFit>(
        scope, package_name, "GridFit",
        "How well the grid fits delays, refractory periods and synaptic time constants.")
        .field("rounded", &GridFit::rounded, "RoundedTime each; empty if all fit.")
        .field("dt", &GridFit::dt,
               "If not: the largest step not above the one used that keeps all [s]; 0: none.");
    Record<SimulationCost>(scope, package_name, "SimulationCost", "How much work a simulation was.")
        .field("neurons", &SimulationCost::neurons, "Number of neurons.")
        .field("synapses", &SimulationCost::synapses, "Number of synapses.")
        .field("synaptic_events", &SimulationCost::synaptic_events, "Spikes delivered to a target.")
        .field("neuron_updates", &SimulationCost::neuron_updates, "Neurons times steps.")
        .field("synapse_bytes", &SimulationCost::synapse_bytes, "Memory for synapses.")
        .field("build_seconds", &SimulationCost::build_seconds,
               "Wall time to wire the network [s].")
        .field("run_seconds", &SimulationCost::run_seconds,
               "Wall time of the simulation proper [s].")
        .field("simulated_seconds", &SimulationCost::simulated_seconds, "Biological time [s].");
    Record<CostEstimate>(scope, package_name, "CostEstimate",
                         "What a simulation would take on this machine.")
        .field("neurons", &CostEstimate::neurons, "Number of neurons.")
        .field("synapses", &CostEstimate::synapses, "Number of synapses.")
        .field("memory_needed", &CostEstimate::memory_needed, "For neurons and synapses [bytes].")
        .field("memory_available", &CostEstimate::memory_available,
               "[bytes]; infinite where nothing is known.")
        .field("build_seconds", &CostEstimate::build_seconds, "Wall time to wire the network [s].")
        .field("run_seconds", &CostEstimate::run_seconds, "Wall time of warm-up and duration [s].")
        .field("real_time_factor", &CostEstimate::real_time_factor, "Wall time per simulated time.")
        .field("rates", &CostEstimate::rates,
               "Of the piece that was simulated [Hz], one for each population.")
        .field("scale", &CostEstimate::scale, "Of that piece.");
    Record<SimulationResult>(scope, package_name, "SimulationResult", "What a simulation recorded.")
        .field("spikes", &SimulationResult::spikes, "SpikeRecord, for siegert.statistics.")
        .field("rates", &SimulationResult::rates, "Of all neurons, recorded or not [Hz], n.")
        .field("probes", &SimulationResult::probes, "ProbeRecord.")
        .field("population_rates", &SimulationResult::population_rates, "RateRecord.")
        .field("cost", &SimulationResult::cost, "SimulationCost.")
        .field("grid_fit", &SimulationResult::grid_fit, "GridFit.")
        .field("complete", &SimulationResult::complete,
               "False if stopped before the duration was over.");
    Record<Progress>(scope, package_name, "Progress", "How far a simulation has come.")
        .field("time", &Progress::time, "Simulated [s], warm-up included.")
        .field("end", &Progress::end, "Where it will stop [s].")
        .field("real_time_factor", &Progress::real_time_factor, "Wall time per simulated time.")
        .field("rates", &Progress::rates,
               "Of the populations since the end of the warm-up [Hz], n.")
        .field("wired", &Progress::wired,
               "Part of the synapses drawn; below 1 nothing is simulated yet.")
        .field("memory_needed", &Progress::memory_needed,
               "For neurons and synapses of this process [bytes].")
        .field("memory_available", &Progress::memory_available, "Before wiring [bytes].");
    Record<TrialRates>(scope, package_name, "TrialRates",
                       "Rates of the populations after the beginning of a trial, over trials.")
        .field("times", &TrialRates::times, "Ends of the bins since the beginning [s], t.")
        .field("rates", &TrialRates::rates,
               "Spikes per neuron and time, mean over trials [Hz], t x n.")
        .field("rates_error", &TrialRates::rates_error,
               "Standard error [Hz], t x n; empty: fewer than two trials.")
        .field("trials", &TrialRates::trials, "That were complete.")
        .field("cost", &TrialRates::cost, "SimulationCost of all of them.")
        .field("grid_fit", &TrialRates::grid_fit, "GridFit.")
        .field("complete", &TrialRates::complete,
               "False if stopped before the last trial was over.");
    Record<SimulationState>(
        scope, package_name, "SimulationState",
        "Everything that a simulation needs to go on as if it had never stopped.")
        .field("fingerprint", &SimulationState::fingerprint, "Of the network and the options.")
        .field("version", &SimulationState::version, "Of the random numbers.")
        .field("step", &SimulationState::step, "Grid points passed.")
        .field("components", &SimulationState::components,
               "One array over all neurons for each component.")
        .field("spike_steps", &SimulationState::spike_steps, "When spikes under way occurred.")
        .field("spike_neurons", &SimulationState::spike_neurons, "Whose they are.")
        .field("spike_lateness", &SimulationState::spike_lateness,
               "How long before the grid point [s].");
}

/// A simulation with the callback that watches it. One thread at a time may use it.
class WatchedSimulation {
public:
    WatchedSimulation(const Network& network, const SimulationOptions& options,
                      const py::object& progress)
        : watch_(std::make_unique<Watch>(progress)) {
        SimulationOptions watched = options;
        watched.progress = std::ref(*watch_);
        {
            const py::gil_scoped_release unlocked;
            simulation_ = std::make_unique<NetworkSimulation>(network, watched);
        }
        watch_->rethrow();  // Ctrl-C while the network was being wired
    }

    /// Calls f(simulation) without the interpreter's lock, then raises what the callback raised.
    template <class F>
    auto use(F f) {
        const std::unique_lock lock(*busy_, std::try_to_lock);
        if (!lock) throw Error("the simulation is in use by another thread");
        const auto result = [&] {
            const py::gil_scoped_release unlocked;
            return f(*simulation_);
        }();
        watch_->rethrow();
        return result;
    }

private:
    std::unique_ptr<Watch> watch_;
    std::unique_ptr<NetworkSimulation> simulation_;
    std::unique_ptr<std::mutex> busy_ = std::make_unique<std::mutex>();
};

void bind_network_simulation(py::module_& scope) {
    py::class_<WatchedSimulation> type(scope, "NetworkSimulation",
                                       R"(A network that is being simulated, step by step.

Results do not depend on the number of threads.)");
    type.attr("__module__") = package_name;
    type.def(py::init<const Network&, const SimulationOptions&, const py::object&>(), "network"_a,
             "options"_a, "progress"_a = py::none());
    type.def_property_readonly(
        "wired",
        [](WatchedSimulation& self) {
            return self.use([](NetworkSimulation& s) { return s.wired(); });
        },
        "False if the progress callback asked to stop before all synapses were drawn.");
    define(
        type, "advance",
        [](WatchedSimulation& self, double duration) {
            return self.use([=](NetworkSimulation& s) { return s.advance(duration); });
        },
        R"(Simulates and records for `duration` [s]. False if the progress callback asked to stop.)",
        "duration"_a);
    define(
        type, "warm_up",
        [](WatchedSimulation& self, double duration) {
            return self.use([=](NetworkSimulation& s) { return s.warm_up(duration); });
        },
        R"(As `advance`, but records nothing, and discards what was not taken.)", "duration"_a);
    define(
        type, "take_record",
        [](WatchedSimulation& self) {
            return self.use([](NetworkSimulation& s) { return s.take_record(); });
        },
        R"(Hands over what was recorded since the start or since the last call: a SimulationResult.)");
    define(
        type, "state",
        [](WatchedSimulation& self) {
            return self.use([](NetworkSimulation& s) { return s.state(); });
        },
        R"(Everything needed to go on from here, later or elsewhere. Take the record first.)");
    define(
        type, "restore",
        [](WatchedSimulation& self, const SimulationState& state) {
            self.use([&](NetworkSimulation& s) {
                s.restore(state);
                return 0;
            });
        },
        R"(Goes on from a state of a simulation of the same network with the same options.)",
        "state"_a);
    type.def_property_readonly(
        "time",
        [](WatchedSimulation& self) {
            return self.use([](NetworkSimulation& s) { return s.time(); });
        },
        "Simulated so far [s].");
}

/// A ParallelSession from `with` to its end.
class Session {
public:
    void begin() { session_ = std::make_unique<ParallelSession>(nullptr, nullptr); }
    void end() { session_.reset(); }
    int rank() const { return begun().rank(); }
    int ranks() const { return begun().ranks(); }

private:
    const ParallelSession& begun() const {
        if (!session_) throw Error("the session has not begun: with siegert.ParallelSession() ...");
        return *session_;
    }

    std::unique_ptr<ParallelSession> session_;
};

void bind_parallel_session(py::module_& scope) {
    py::class_<Session> type(scope, "ParallelSession",
                             R"(Several processes simulate one network together.

    with siegert.ParallelSession() as session:      # mpirun -np 2 python3 script.py
        result = siegert.simulate(network, 10.0)
        if session.rank == 0:                       # records are handed over on rank 0
            print(result.rates)

Every process calls the same functions with the same arguments. Without MPI there is one process.
MPI that was started before, by mpi4py, goes on after the session; else it ends with it, for good.)");
    type.attr("__module__") = package_name;
    type.def(py::init<>(), "__init__($self)\n--\n\n");
    type.def("__enter__", [](py::object self) {
        self.cast<Session&>().begin();
        return self;
    });
    type.def("__exit__", [](Session& self, const py::args& /*error*/) { self.end(); });
    type.def_property_readonly("rank", &Session::rank, "Number of this process, from 0.");
    type.def_property_readonly("ranks", &Session::ranks, "Number of processes.");
}

SpikesRead read_numbered_spikes(const path& file, const py::dict& populations, double start,
                                std::optional<double> end) {
    SpikeReading reading{.populations = {}, .start = start};
    if (end) reading.end = *end;
    for (const auto& [name, numbers] : populations) {
        const auto [first, last] = numbers.cast<std::pair<std::int64_t, std::int64_t>>();
        reading.populations.push_back(
            {.name = name.cast<std::string>(), .first = first, .last = last});
    }
    const py::gil_scoped_release unlocked;
    return read_spikes(file, reading);
}

void bind_spike_formats(py::module_& scope) {
    Record<SpikesRead>(scope, package_name, "SpikesRead", "Spikes that were written elsewhere.")
        .field("record", &SpikesRead::record, "SpikeRecord.")
        .field("left_out", &SpikesRead::left_out,
               "Number of spikes of other neurons, and outside of the time.");
    define(scope, "read_spikes", &read_numbered_spikes,
           R"(Reads spikes of SONATA (HDF5) or NEST (text: number of a neuron, time in ms).

`populations` maps names to the numbers of the first and the last neuron; the recording lasts from
`start` to `end` [s], or to the last spike. Files of siegert itself: `read_spike_file`.)",
           "path"_a, py::kw_only(), "populations"_a = py::dict(), "start"_a = 0.0,
           "end"_a = py::none());
    define(
        scope, "write_spikes",
        [](const SpikeRecord& record, const path& file, SpikeFormat format) {
            write_spikes(record, file, format);
        },
        R"(Writes spikes as others read them: `nest`, text, or `sonata`, HDF5.)", "record"_a,
        "path"_a, "format"_a, Unlocked());
}

void bind_files(py::module_& scope) {
    Record<RecordedSimulation>(scope, package_name, "RecordedSimulation",
                               "What a spike file holds.")
        .field("network", &RecordedSimulation::network, "Network.")
        .field("spikes", &RecordedSimulation::spikes, "SpikeRecord.")
        .field("rates", &RecordedSimulation::rates, "Of all neurons, recorded or not [Hz], n.")
        .field("probes", &RecordedSimulation::probes, "ProbeRecord.")
        .field("population_rates", &RecordedSimulation::population_rates, "RateRecord.");
    define(
        scope, "create_spike_file",
        [](const Network& network, const path& file) { create_spike_file(network, file); },
        R"(Creates the HDF5 file that `append_record` fills; a file that was there is replaced.)",
        "network"_a, "path"_a);
    define(
        scope, "append_record",
        [](const SimulationResult& result, const path& file) { append_record(result, file); },
        R"(Appends what a simulation recorded: hand over each `take_record` in turn.)", "result"_a,
        "path"_a, Unlocked());
    define(
        scope, "read_spike_file", [](const path& file) { return read_spike_file(file); },
        R"(Reads a file of `append_record`, or of the command `siegert simulate --save`.)",
        "path"_a, Unlocked());
    define(
        scope, "write_checkpoint",
        [](const SimulationState& state, const Network& network, const path& file) {
            write_checkpoint(state, network, file);
        },
        R"(Writes the state of a simulation of this network: the whole file or, if anything fails, nothing.)",
        "state"_a, "network"_a, "path"_a);
    define(
        scope, "read_checkpoint", [](const path& file) { return read_checkpoint(file); },
        R"(Reads a file of `write_checkpoint`.)", "path"_a);
}

/// Calls f(options) without the interpreter's lock, watched by `progress` and for Ctrl-C.
template <class F>
auto watched(const SimulationOptions& options, const py::object& progress, F f) {
    Watch watch(progress);
    SimulationOptions settings = options;
    settings.progress = std::ref(watch);
    auto result = [&] {
        const py::gil_scoped_release unlocked;
        return f(settings);
    }();
    watch.rethrow();
    return result;
}

}  // namespace

void bind_simulation(py::module_& scope) {
    bind_records(scope);
    bind_simulation_options(scope);
    bind_network_simulation(scope);
    bind_parallel_session(scope);
    bind_files(scope);
    bind_spike_formats(scope);
    define(
        scope, "simulate",
        [](const Network& network, const SimulationOptions& options, const py::object& progress) {
            return watched(options, progress, [&](const SimulationOptions& settings) {
                return simulate(network, settings);
            });
        },
        "Warms up, records, and returns the record.", "network"_a, "options"_a,
        "progress"_a = py::none());
    define(scope, "_estimates_from_piece", &estimates_from_piece,
           "Whether estimate_cost measures a smaller piece, for which scale_rates are needed.",
           "network"_a, "options"_a);
    define(
        scope, "estimate_cost",
        [](const Network& network, const SimulationOptions& options) {
            const py::gil_scoped_release release;
            return estimate_cost(network, options);
        },
        "What a simulation would take on this machine, from a piece of its network.", "network"_a,
        "options"_a);
    define(
        scope, "simulate_trials",
        [](const Network& network, const SimulationOptions& options, Index trials,
           const py::object& progress) {
            return watched(options, progress, [&](const SimulationOptions& settings) {
                return simulate_trials(network, settings, trials);
            });
        },
        "Simulates trials one after the other, and returns rates in bins.", "network"_a,
        "options"_a, "trials"_a, "progress"_a = py::none());
}

}  // namespace siegert::python
