#include "cli/frequency_options.hpp"

#include "cli/frequencies.hpp"
#include "cli/network_output.hpp"
#include "cli/results.hpp"
#include "cli/start.hpp"

#include <siegert/error.hpp>

#include <fmt/format.h>

namespace siegert::cli {

void add_frequency_options(CLI::App& command, FrequencyOptions& options) {
    add_network_options(command, options.network);
    add_common_options(command, options.common);
    add_synaptic_filter_option(command, options.filter);
    auto* frequencies =
        command
            .add_option("--frequencies", options.frequencies,
                        "start:stop:step or a list, in Hz or with a unit; default: f_min, f_max,\n"
                        "df of the file, else 0.1:500:0.5")
            ->type_name("");
    command
        .add_option("--analysis", options.analysis_file,
                    "file with f_min, f_max, df or omegas, such as NNMT's")
        ->type_name("")
        ->excludes(frequencies);
    command
        .add_option("--start", options.start,
                    "rates to start from: zero (default), random, or as in \"5 Hz\", \"5,3 Hz\"")
        ->type_name("");
    command.add_option("--seed", options.seed, "of random starts; default 1")->type_name("");
    command
        .add_option("--max-iterations", options.max_iterations,
                    "of the solver for the working point; default 300")
        ->type_name("");
    command.add_option("--threads", options.threads, "default: as many as cores")
        ->type_name("")
        ->check(CLI::NonNegativeNumber);
    command.add_option("--save", options.save, "write all results to this HDF5 file")
        ->type_name("");
}

FrequencyTask load_task(const FrequencyOptions& options) {
    return task_of(load(options.network), options);
}

FrequencyTask task_of(LoadedNetwork loaded, const FrequencyOptions& options) {
    FrequencyTask task{.loaded = std::move(loaded), .omegas = {}, .frequency_note = {}};
    std::string origin;
    if (!options.frequencies.empty()) {
        task.omegas = frequencies_from_text(options.frequencies);
        origin = "--frequencies";
    } else if (!options.analysis_file.empty()) {
        task.omegas = load_analysis(options.analysis_file).omegas;
        origin = options.analysis_file;
        if (task.omegas.size() == 0) {
            throw InvalidParameter(fmt::format(
                "{}: expected f_min, f_max, df or omegas, found none", options.analysis_file));
        }
    } else if (task.loaded.analysis.omegas.size() != 0) {
        task.omegas = task.loaded.analysis.omegas;
        origin = options.network.file;
    } else {
        task.omegas = default_frequencies();
        origin = "the default";
    }
    const Vector f = in_hertz(task.omegas);
    task.frequency_note = fmt::format("{} frequencies from {}: {:.6g} Hz to {:.6g} Hz", f.size(),
                                      origin, f(0), f(f.size() - 1));
    return task;
}

theory::AnalysisOptions analysis_options(const Network& network, const FrequencyOptions& options) {
    theory::AnalysisOptions result;
    result.working_point = {.method = options.network.method,
                            .start = starting_rates(network, options.start, options.seed),
                            .max_iterations = options.max_iterations};
    result.convention = options.common.convention;
    result.filter = options.filter;
    result.threads = options.threads;
    result.keep_delays = wants_results(options);
    result.keep_propagator = wants_results(options);
    return result;
}

theory::WorkingPoint converged_working_point(const Network& network,
                                             const theory::AnalysisOptions& options) {
    auto point = theory::working_point(network, options.working_point);
    theory::require_converged(point);
    return point;
}

Output output_header(const FrequencyTask& task, const FrequencyOptions& options,
                     const theory::WorkingPoint& point) {
    Output output{.notes = network_notes(task.loaded, options.network),
                  .columns = {},
                  .json = network_json(task.loaded, options.network)};
    output.notes.push_back(solution_note(point));
    output.notes.push_back(fmt::format("convention {}; {}", to_string(options.common.convention),
                                       task.frequency_note));
    output.json["convention"] = to_string(options.common.convention);
    output.json["frequencies"] = quantity(in_hertz(task.omegas), "Hz");
    add_state(output.json, point);
    output.json["validity"] = validity_json(point.validity);
    return output;
}

bool wants_results(const FrequencyOptions& options) {
    return !options.save.empty() || options.common.format == Format::json;
}

void require_printable(const FrequencyTask& task, const FrequencyOptions& options) {
    if (options.common.format != Format::json) return;
    constexpr double most_numbers = 2e7;  // 0.5 GB of text
    const auto n = static_cast<double>(task.loaded.network.populations.size());
    // W, D and the propagator at each frequency, three matrices for each mode; all complex.
    const double numbers = 6.0 * n * n * (static_cast<double>(task.omegas.size()) + n);
    if (numbers > most_numbers) {
        throw InvalidParameter(
            fmt::format("--format json: expected at most {:g} numbers, found {:g}; --save "
                        "and --format table or csv can do it",
                        most_numbers, numbers));
    }
}

void deliver(ResultsTree results, const FrequencyTask& task, const FrequencyOptions& options,
             Output& output) {
    if (options.common.format == Format::json) add_results(output.json, results);
    if (options.save.empty()) return;
    write_results({.network = task.loaded.network,
                   .analysis = {.omegas = task.omegas, .k_wavenumbers = {}},
                   .results = std::move(results),
                   .version = {}},
                  options.save);
    output.notes.push_back(fmt::format("results saved to {}", options.save));
}

}  // namespace siegert::cli
