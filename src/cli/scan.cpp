#include "cli/commands.hpp"
#include "cli/deliver.hpp"
#include "cli/frequency_options.hpp"
#include "cli/interrupt.hpp"
#include "cli/progress_bar.hpp"
#include "cli/scan_results.hpp"
#include "lif/names.hpp"
#include "model/enumerators.hpp"

#include <siegert/error.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <iostream>
#include <memory>

namespace siegert::cli {
namespace {

using questions::ScanSettings;
using theory::Scan;
using theory::ScanPoint;

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
    questions::Inquiry inquiry;  ///< about the network at the first point
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
    print_warnings(grid.first, options.file);
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
    const auto& shared = command.shared;
    auto grid = load_grid(command);
    require_separate(shared);
    auto inquiry = inquiry_about(grid.first, shared);
    choose_frequencies(inquiry, shared);
    ScanTask task{
        .grid = std::move(grid), .inquiry = std::move(inquiry), .options = {}, .settings = {}};
    const bool wants_stability = !command.no_stability && task.grid.first.network.Delay.size() > 0;
    const auto& how = task.inquiry.how;
    task.options.working_point = how.working_point;
    task.options.omegas = wants_stability ? task.inquiry.omegas : Vector();
    task.options.convention = how.convention;
    task.options.filter = how.filter;
    task.options.threads = how.threads;
    std::vector<Index> last = task.grid.shape;
    for (Index& k : last) --k;
    task.settings = {
        .method = std::string(lif::method_name(shared.network.method)),
        .convention = std::string(lif::convention_name(shared.common.convention)),
        .synaptic_filter = std::string(name_in(lif::filter_names, shared.filter)),
        .synapse = shared.network.synapse ? std::string(schema::name_of(*shared.network.synapse))
                                          : "as in the file",
        .start = shared.start == "random" ? fmt::format("random {}", shared.seed) : shared.start,
        .max_iterations = shared.max_iterations,
        .omegas = task.options.omegas,
        .last_network = to_yaml(task.grid.at(last).network)};
    return task;
}

void save(const ScanTask& task, const Scan& scan, const std::string& path) {
    write_results(
        {.network = task.grid.first.network,
         .analysis = {.omegas = task.options.omegas, .k_wavenumbers = {}},
         .results = io::results_of(questions::scan_answer(task.grid, scan, task.settings)),
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
    std::vector<std::string> notes;
    std::string axes;
    for (const auto& parameter : task.grid.parameters) {
        axes +=
            fmt::format("{}{}: {} values from {} to {}", axes.empty() ? "" : "; ", parameter.key,
                        parameter.values.size(), parameter.values.front(), parameter.values.back());
    }
    notes.push_back("scan of " + axes);
    if (task.options.omegas.size() > 0) {
        notes.push_back(fmt::format("convention {}; {}", task.settings.convention,
                                    task.inquiry.frequency_note));
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
    ScanTask task = task_of(command);
    const Scan scan = run(task, command);
    const bool complete = scan.done == static_cast<Index>(scan.points.size());
    Answer answer = questions::heading(task.inquiry);
    std::ranges::move(notes_of(task, scan, command), std::back_inserter(answer.notes));
    answer.quantities.push_back(quantity("complete", dataset(Flag{complete})));
    Answer found = questions::scan_answer(task.grid, scan, task.settings);
    answer.tables = std::move(found.tables);
    append(answer, std::move(found));
    deliver(std::move(answer), {}, {}, command.shared.common.format, "");
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
