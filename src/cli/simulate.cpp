#include "cli/commands.hpp"
#include "cli/files.hpp"
#include "cli/output.hpp"
#include "cli/ranks.hpp"
#include "cli/results.hpp"
#include "cli/simulate_options.hpp"
#include "cli/simulate_report.hpp"
#include "cli/simulate_statistics.hpp"
#include "cli/simulate_trials.hpp"
#include "cli/simulation_watch.hpp"

#include <siegert/error.hpp>
#include <siegert/io/spike_file.hpp>
#include <siegert/simulation/parallel_session.hpp>

#include <fmt/format.h>

#include <cmath>
#include <cstdlib>
#include <exception>
#include <filesystem>
#include <functional>
#include <iostream>
#include <memory>
#include <optional>
#include <thread>
#include <utility>

namespace siegert::cli {
namespace {

// Records are handed over, and written, about once per simulated second: after whole bins of the
// population rates and whole intervals between samples of the probes [s].
double piece_duration(const RecordingOptions& record) {
    const double longest = std::fmax(record.rate_bin, record.probe_interval);
    return longest == 0.0 ? 1.0 : longest * std::fmax(1.0, std::floor(1.0 / longest));
}

// All pieces of a simulation.
struct Summary {
    SpikeRecord record;
    Vector spikes;  // per neuron, of each population
    SimulationCost cost;
    GridFit grid_fit;
    bool in_file = false;  // the spikes, instead of in the record
    bool wired = true;
    bool complete = true;
    std::exception_ptr failure;  // to write: what was simulated until then is reported all the same
};

void append(PopulationSpikes& all, const PopulationSpikes& piece) {
    all.times.insert(all.times.end(), piece.times.begin(), piece.times.end());
    all.neurons.insert(all.neurons.end(), piece.neurons.begin(), piece.neurons.end());
}

// Spikes are kept unless a file has them.
void add(Summary& summary, const SimulationResult& result, bool keeps_spikes) {
    const SpikeRecord& piece = result.spikes;
    const double duration = piece.end - piece.start;
    if (summary.spikes.size() == 0) {
        summary.record = statistics::source_of(piece).description;
        summary.record.spikes.resize(piece.spikes.size());
        summary.spikes = Vector::Zero(result.rates.size());
    }
    for (std::size_t p = 0; p < piece.spikes.size() && keeps_spikes; ++p) {
        append(summary.record.spikes[p], piece.spikes[p]);
    }
    summary.record.end = piece.end;
    summary.grid_fit = result.grid_fit;
    summary.spikes += result.rates * duration;
    const SimulationCost earlier = summary.cost;
    summary.cost = result.cost;
    summary.cost.run_seconds += earlier.run_seconds;
    summary.cost.simulated_seconds += earlier.simulated_seconds;
    summary.cost.synaptic_events += earlier.synaptic_events;
    summary.cost.neuron_updates += earlier.neuron_updates;
}

// A checkpoint may be older than the spike file, if the program was ended between writing the two:
// the spikes in between are on the disk already and are not recorded again.
void catch_up(NetworkSimulation& simulation, const std::filesystem::path& spike_file) {
    const double recorded = end_of_spikes(spike_file);
    if (recorded < simulation.time() - 1e-9) {
        throw FileError(spike_file.string() + ": ends before the checkpoint begins");
    }
    simulation.warm_up(recorded - simulation.time());
}

void write_piece(const NetworkSimulation& simulation, const SimulationResult& result,
                 const Network& network, const SimulateOptions& options, bool is_root) {
    if (is_root && !options.save.empty()) append_record(result, options.save);
    if (options.checkpoint.empty()) return;
    const SimulationState state = simulation.state();  // all ranks take part
    if (is_root) write_checkpoint(state, network, options.checkpoint);
}

Summary run_pieces(const Network& network, const SimulateOptions& options, bool is_root) {
    SimulationOptions settings = options.settings;
    double end = options.settings.warmup + options.settings.duration;
    SimulationWatch watch(is_root, end);
    settings.progress = std::ref(watch);
    NetworkSimulation simulation(network, settings);
    Summary summary;
    summary.wired = simulation.wired();
    if (!summary.wired) return summary;

    const bool resumes = !options.resume.empty();
    bool goes_on = true;
    if (resumes) {
        simulation.restore(read_checkpoint(options.resume));
        if (!options.save.empty()) catch_up(simulation, options.save);
        end = simulation.time() + settings.duration;
        watch.set_end(end);
    } else {
        if (is_root && !options.save.empty()) create_spike_file(network, options.save);
        goes_on = simulation.warm_up(settings.warmup);
    }
    const double piece = piece_duration(settings.record);
    do {
        const double left = end - simulation.time();
        if (goes_on) goes_on = simulation.advance(std::min(piece, left));
        const SimulationResult result = simulation.take_record();
        try {
            write_piece(simulation, result, network, options, is_root);
            if (is_root) add(summary, result, options.save.empty());
            summary.in_file = !options.save.empty();
        } catch (const FileError&) {
            summary.failure = std::current_exception();
            if (is_root && !summary.in_file) add(summary, result, true);
            break;
        }
    } while (goes_on && end - simulation.time() > 0.5 * settings.dt);
    summary.complete = end - simulation.time() <= 0.5 * settings.dt;
    return summary;
}

std::vector<std::string> notes_of(const Summary& summary, const Network& network,
                                  const SimulateOptions& options) {
    const SpikeRecord& record = summary.record;
    const SimulationCost& cost = summary.cost;
    std::vector<std::string> notes{
        network_note(network, options, cost) +
            fmt::format(", {:g} s after {:g} s, step {:g} ms, seed {}", record.end - record.start,
                        record.start, 1e3 * options.settings.dt, options.settings.seed),
        cost_note(cost)};
    for (std::string& note : rounding_notes(summary.grid_fit, options.settings.dt)) {
        notes.push_back(std::move(note));
    }
    if (!summary.complete) notes.emplace_back("stopped before the end");
    if (!options.save.empty() && !summary.failure) {
        notes.push_back("spikes written to " + options.save);
    }
    if (options.exported_format) notes.push_back("spikes go to " + options.exported);
    return notes;
}

// With a file its spikes are read piece by piece.
SpikeStatistics statistics_of(const Summary& summary, const StatisticsOptions& options,
                              const std::string& save) {
    const double duration = summary.record.end - summary.record.start;
    statistics::SpikeSource source = statistics::source_of(summary.record);
    if (summary.in_file) {
        source.replay = [&](Index population, const statistics::SpikeSource::Visit& visit) {
            replay_spikes(save, summary.record.populations[static_cast<std::size_t>(population)],
                          summary.record.start, visit);
        };
    }
    return spike_statistics(source, summary.spikes / duration, options);
}

Output output_of(const Summary& summary, const Network& network, const SimulateOptions& options,
                 const std::optional<SpikeStatistics>& found) {
    const SpikeRecord& record = summary.record;
    Output output{
        .notes = notes_of(summary, network, options),
        .columns = {{"population", "", network.populations},
                    {"neurons", "", std::vector<double>(record.sizes.begin(), record.sizes.end())}},
        .json = {
            {"label", network.label}, {"populations", network.populations}, {"N", record.sizes}}};
    if (found) {
        add_statistics(output, *found, network.populations, options.statistics, options.format);
    }
    output.json.update({{"start", quantity(record.start, "s")},
                        {"duration", quantity(record.end - record.start, "s")},
                        {"dt", quantity(options.settings.dt, "s")},
                        {"seed", options.settings.seed},
                        {"scale", options.settings.scale},
                        {"grid_fit", rounding_json(summary.grid_fit)},
                        {"complete", summary.complete},
                        {"cost", cost_json(summary.cost)}});
    return output;
}

void report(const Summary& summary, const Network& network, const SimulateOptions& options) {
    std::optional<SpikeStatistics> found;
    if (summary.record.end > summary.record.start) {
        found = statistics_of(summary, options.statistics, options.save);
    }
    print(output_of(summary, network, options, found), options.format, std::cout);
    if (found && options.statistics.all && !options.save.empty() && !summary.failure) {
        write_statistics(statistics_results(*found, options.statistics), options.save);
    }
    if (options.exported_format && found) {
        write_spikes(summary.record, options.exported, *options.exported_format);
    }
}

ExitCode simulate_and_print(SimulateOptions options, const ParallelSession* session) {
    const bool is_root = !session || session->rank() == 0;
    if (options.settings.threads == 0) {
        options.settings.threads = threads_of_each(session ? session->ranks() : 1);
    }
    const auto loaded = load(options.network);
    require_delays(loaded, options.network.file, "a simulation needs");
    const Network& network = loaded.network;
    require_separate({.parameter_file = options.network.file,
                      .inputs = {{"--resume", options.resume}},
                      .outputs = {{"--save", options.save + options.exported},
                                  {"--checkpoint", options.checkpoint}}});
    complete(options, network);
    if (options.estimate) return estimate_and_print(network, options, is_root);
    if (options.trials > 0) return simulate_trials(network, options, is_root);
    const Summary summary = run_pieces(network, options, is_root);
    if (!summary.wired) return stopped_while_wiring(is_root);
    if (is_root) report(summary, network, options);
    if (summary.failure) std::rethrow_exception(summary.failure);
    return ExitCode::done;
}

}  // namespace

void add_simulate_command(CLI::App& app, ExitCode& status) {
    auto* command = app.add_subcommand("simulate", "Simulate a network of spiking neurons");
    const auto texts = std::make_shared<SimulateTexts>();
    declare(*command, *texts);
    command->footer(
        "Ctrl-C stops cleanly: what was recorded is kept.\n\n"
        "Example:\n"
        "  siegert simulate examples/networks/brunel_2000.yaml --duration \"2 s\" --save "
        "spikes.h5\n"
        "  siegert simulate examples/networks/stimulated_network.yaml --duration \"100 ms\" "
        "--trials "
        "20 --rate-bin \"5 ms\"\n"
        "  siegert simulate net.yaml --duration \"10 s\" --statistics --count-bin \"50 ms\" "
        "--format json\n"
        "  mpirun -np 2 siegert simulate net.yaml --duration \"10 s\" --checkpoint state.h5");
    command->callback([texts, &status] {
        SimulateOptions options = parse(*texts);
        on_all_ranks([&](const ParallelSession* session) {
            status = simulate_and_print(std::move(options), session);
        });
    });
}

}  // namespace siegert::cli
