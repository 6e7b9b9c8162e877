#include "cli/commands.hpp"
#include "cli/frequency_options.hpp"
#include "cli/interrupt.hpp"
#include "cli/network_output.hpp"
#include "cli/progress_bar.hpp"
#include "cli/results.hpp"
#include "cli/scan_results.hpp"

#include <siegert/error.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <iostream>
#include <memory>

namespace siegert::cli {
namespace {

using theory::Scan;
using theory::ScanPoint;

constexpr Index rows_in_table = 200;
constexpr double seconds_between_saves = 10.0;

struct ScanCommand {
    FrequencyOptions shared;
    std::vector<std::string> vary;
    bool no_stability = false;
    bool resume = false;
};

/// Everything that is decided before the first point.
struct ScanTask {
    ParameterGrid grid;
    FrequencyTask frequencies;
    theory::ScanOptions options;
    ScanSettings settings;
};

ParameterGrid load_grid(const ScanCommand& command) {
    std::vector<VariedParameter> varied;
    for (const auto& text : command.vary) {
        try {
            varied.push_back(varied_parameter(text));
        } catch (const InvalidParameter& error) {
            throw InvalidParameter(std::string("--vary: ") + error.what());
        }
    }
    const NetworkOptions& options = command.shared.network;
    auto grid = parameter_grid(options.file, std::move(varied), {.model = options.model});
    if (!options.synapse) return grid;
    for (const auto& parameter : grid.parameters) {
        if (parameter.key == "synapse") {
            throw InvalidParameter("--synapse must not be given where synapse is varied");
        }
    }
    grid.first.network.synapse = *options.synapse;
    grid.at = [synapse = *options.synapse, as_in_file = grid.at](const auto& position) {
        auto loaded = as_in_file(position);
        loaded.network.synapse = synapse;
        return loaded;
    };
    return grid;
}

ScanTask task_of(const ScanCommand& command) {
    ScanTask task{.grid = load_grid(command), .frequencies = {}, .options = {}, .settings = {}};
    const auto& shared = command.shared;
    const Network& network = task.grid.first.network;
    task.frequencies = task_of(task.grid.first, shared);
    const bool wants_stability = !command.no_stability && network.Delay.size() > 0;
    const auto analysis = analysis_options(network, shared);
    task.options.working_point = analysis.working_point;
    task.options.omegas = wants_stability ? task.frequencies.omegas : Vector();
    task.options.convention = analysis.convention;
    task.options.filter = analysis.filter;
    task.options.threads = analysis.threads;
    std::vector<Index> last = task.grid.shape;
    for (Index& k : last) --k;
    task.settings = {
        .method = to_string(shared.network.method),
        .convention = to_string(shared.common.convention),
        .synaptic_filter = shared.filter == lif::SynapticFilter::with ? "with" : "without",
        .synapse = shared.network.synapse ? to_string(*shared.network.synapse) : "as in the file",
        .start = shared.start == "random" ? fmt::format("random {}", shared.seed) : shared.start,
        .max_iterations = shared.max_iterations,
        .omegas = task.options.omegas,
        .last_network = to_yaml(task.grid.at(last).network)};
    return task;
}

void save(const ScanTask& task, const Scan& scan, const std::string& path) {
    write_results({.network = task.grid.first.network,
                   .analysis = {.omegas = task.options.omegas, .k_wavenumbers = {}},
                   .results = scan_results(task.grid, scan, task.settings),
                   .version = {}},
                  path);
}

Scan earlier_scan(const ScanTask& task, const ScanCommand& command) {
    const bool exists = command.resume && std::filesystem::exists(command.shared.save);
    return exists ? read_scan(command.shared.save, task.grid, task.settings) : Scan{};
}

// Saves from time to time, so that not even a power failure costs much.
Scan run(ScanTask& task, const ScanCommand& command) {
    using clock = std::chrono::steady_clock;
    Scan earlier = earlier_scan(task, command);
    const InterruptGuard guard;
    ProgressBar bar;
    const std::string& path = command.shared.save;
    auto saved = clock::now();
    task.options.on_point = [&](const Scan& scan) {
        const auto total = static_cast<int>(scan.points.size());
        const auto done = static_cast<int>(scan.done);
        bar.show(fmt::format("{} of {} points", done, total), done, total);
        const std::chrono::duration<double> since = clock::now() - saved;
        if (!path.empty() && since.count() > seconds_between_saves) {
            save(task, scan, path);
            saved = clock::now();
        }
        return !InterruptGuard::stop_requested();
    };
    const auto network_at = [&grid = task.grid](const std::vector<Index>& position) {
        return grid.at(position).network;
    };
    bar.show("starting", 0, 1);
    Scan scan = theory::scan(task.grid.shape, network_at, task.options, std::move(earlier));
    if (!path.empty()) save(task, scan, path);
    return scan;
}

std::vector<std::string> notes_of(const ScanTask& task, const Scan& scan,
                                  const ScanCommand& command) {
    auto notes = network_notes(task.grid.first, command.shared.network);
    std::string axes;
    for (const auto& parameter : task.grid.parameters) {
        axes +=
            fmt::format("{}{}: {} values from {} to {}", axes.empty() ? "" : "; ", parameter.key,
                        parameter.values.size(), parameter.values.front(), parameter.values.back());
    }
    notes.push_back("scan of " + axes);
    if (task.options.omegas.size() > 0) {
        notes.push_back(fmt::format("convention {}; {}", task.settings.convention,
                                    task.frequencies.frequency_note));
    } else {
        notes.push_back(command.no_stability ? "without stability"
                                             : "without stability: the network has no delays");
    }
    const auto failed = std::ranges::count_if(scan.points, [](const ScanPoint& point) {
        return point.done && point.termination == theory::Termination::not_converged;
    });
    if (failed > 0) notes.push_back(fmt::format("NOT CONVERGED at {} points", failed));
    const auto total = static_cast<Index>(scan.points.size());
    if (scan.done < total) {
        notes.push_back(fmt::format(
            "stopped after {} of {} points{}", scan.done, total,
            command.shared.save.empty() ? "" : "; the same command with --resume goes on"));
    }
    if (!command.shared.save.empty()) notes.push_back("results saved to " + command.shared.save);
    return notes;
}

void run_scan(const ScanCommand& command, ExitCode& status) {
    require_folder_of(command.shared.save);
    ScanTask task = task_of(command);
    const Scan scan = run(task, command);
    const Format format = command.shared.common.format;
    Output output{.notes = notes_of(task, scan, command),
                  .columns = {},
                  .json = network_json(task.grid.first, command.shared.network)};
    const bool complete = scan.done == static_cast<Index>(scan.points.size());
    if (format == Format::json) {
        output.json["complete"] = complete;
        add_results(output.json, scan_results(task.grid, scan, task.settings));
    } else if (format == Format::csv) {
        output.columns = scan_columns(task.grid, scan, ScanColumns::all, scan.done);
    } else {
        output.columns = scan_columns(task.grid, scan, ScanColumns::for_people, rows_in_table);
        if (scan.done > rows_in_table) {
            output.columns_title = fmt::format("The first {} of {} points; --format csv prints all",
                                               rows_in_table, scan.done);
        }
    }
    print(output, format, std::cout);
    status = complete ? ExitCode::done : ExitCode::answer_is_no;
}

}  // namespace

void add_scan_command(CLI::App& app, ExitCode& status) {
    auto* command = app.add_subcommand(
        "scan", "Working point and stability of a network on a grid of its parameters");
    auto options = std::make_shared<ScanCommand>();
    add_frequency_options(*command, options->shared);
    command
        ->add_option(
            "--vary", options->vary,
            "key=start:stop:step or key=a,b,c with the unit at the end; stop is included;\n"
            "any key of the file, or one entry as in \"J[E,I]\"; several times for a grid")
        ->required()
        ->type_name("")
        ->allow_extra_args(false);
    command->add_flag("--no-stability", options->no_stability, "rates and input only: faster");
    command->add_flag("--resume", options->resume, "go on with the scan that was saved to the file")
        ->needs("--save");
    command->footer(
        "Ctrl-C stops cleanly: what was done is printed, and saved with --save.\n\n"
        "Example:\n"
        "  siegert scan examples/networks/brunel_2000.yaml --vary nu_ext=\"5:15:0.5 Hz\"\n"
        "  siegert scan net.yaml --vary nu_ext=\"5:15:0.5 Hz\" --vary g=3:8:0.1 --save scan.h5");
    command->callback([options, &status] { run_scan(*options, status); });
}

}  // namespace siegert::cli
